/** One subject as a CDISC ODM 1.3.2 file: metadata, people and places, clinical data with audit records and signatures; a Snapshot. */
import type { Protocol } from '../../../core/domain/protocol.ts';
import { signatureMeanings, type SignatureMeaning } from '../../../core/domain/signature.ts';
import type { PackageRecord, RecordSignature } from '../../package/record.ts';
import { signatureOid, signerKey, subjectEvents, type EntryAudit } from './clinical.ts';
import type { ItemMapping } from './mapping.ts';
import { studyElement, versionOid } from './metadata.ts';
import { element, textElement, xmlDocument, type XmlElement } from './xml.ts';

export const ODM_NAMESPACE = 'http://www.cdisc.org/ns/odm/v1.3';

const SPONSOR_OID = 'LOC.SPONSOR';

export interface OdmSource {
  readonly record: PackageRecord;
  readonly protocol: Protocol;
  readonly mapping: ItemMapping;
  readonly audit: ReadonlyMap<string, EntryAudit>;
  /** Distinct for every package. */
  readonly fileOid: string;
  /** Of the package that this one replaces. */
  readonly priorFileOid: string | null;
  readonly createdAt: string;
  readonly version: string;
  readonly siteName: string | null;
}

const isMeaning = (meaning: string): meaning is SignatureMeaning => Object.hasOwn(signatureMeanings, meaning);

function signaturesOf({ timePoints }: PackageRecord): RecordSignature[] {
  return timePoints.flatMap(({ signatures }) => signatures);
}

function adminData(source: OdmSource, users: ReadonlyMap<string, string>, locationOid: string): XmlElement {
  const { record, mapping, protocol, siteName, createdAt } = source;
  const signatures = signaturesOf(record);
  const printedNames = new Map(signatures.map((signature) => [signerKey(signature), signature.printedName]));
  const meanings = [...new Set(signatures.map(({ meaning }) => meaning))];
  const metaDataRef = element('MetaDataVersionRef', {
    StudyOID: mapping.study.oid,
    MetaDataVersionOID: versionOid(protocol),
    EffectiveDate: createdAt.slice(0, 10),
  });
  return element('AdminData', { StudyOID: mapping.study.oid }, [
    ...[...users].map(([user, oid]) =>
      element('User', { OID: oid }, [
        printedNames.has(user) ? textElement('FullName', printedNames.get(user)!) : textElement('LoginName', user),
      ]),
    ),
    element(
      'Location',
      { OID: locationOid, Name: siteName ?? record.subject.siteCode ?? 'Site', LocationType: 'Site' },
      [metaDataRef],
    ),
    ...(protocol.sponsor === undefined
      ? []
      : [element('Location', { OID: SPONSOR_OID, Name: protocol.sponsor, LocationType: 'Sponsor' }, [metaDataRef])]),
    ...meanings.map((meaning) =>
      element('SignatureDef', { OID: signatureOid(meaning), Methodology: 'Electronic' }, [
        textElement('Meaning', isMeaning(meaning) ? signatureMeanings[meaning] : meaning),
        textElement('LegalReason', 'The signer takes responsibility for the volumes of this CT in the trial.'),
      ]),
    ),
  ]);
}

/** @returns the whole file as text */
export function odmFile(source: OdmSource): string {
  const { record, protocol, mapping, audit, createdAt } = source;
  const names = [...new Set([...[...audit.values()].map(({ user }) => user), ...signaturesOf(record).map(signerKey)])];
  const users = new Map(names.map((user, at) => [user, `USR.${at + 1}`]));
  const locationOid = `LOC.${record.subject.siteCode ?? 'SITE'}`;
  const clinical = { record, audit, userOid: (user: string) => users.get(user)!, locationOid };
  return xmlDocument(
    element(
      'ODM',
      {
        xmlns: ODM_NAMESPACE,
        ODMVersion: '1.3.2',
        FileType: 'Snapshot',
        FileOID: source.fileOid,
        PriorFileOID: source.priorFileOid,
        Granularity: 'SingleSubject',
        CreationDateTime: createdAt,
        AsOfDateTime: createdAt,
        SourceSystem: 'Remnant',
        SourceSystemVersion: source.version,
      },
      [
        studyElement(protocol, mapping),
        adminData(source, users, locationOid),
        element('ClinicalData', { StudyOID: mapping.study.oid, MetaDataVersionOID: versionOid(protocol) }, [
          element('SubjectData', { SubjectKey: record.subject.code }, [
            element('SiteRef', { LocationOID: locationOid }),
            ...subjectEvents(clinical),
          ]),
        ]),
      ],
    ),
  );
}

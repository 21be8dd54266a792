/** The clinical data of one subject (ODM 1.3.2, 3.1.4) with who entered it, when and why, and the signatures. */
import type { PackageRecord, RecordSignature, RecordTimePoint } from '../../package/record.ts';
import { groups, type GroupId, type Item, type ItemValue } from './items.ts';
import { eventOid, formOid, groupOid, isRepeating, itemOid, unitOid, type FormId } from './metadata.ts';
import { element, textElement, type XmlElement } from './xml.ts';

/** The last entry of the audit trail for a thing of the record. */
export interface EntryAudit {
  readonly user: string;
  readonly at: string;
  readonly reason: string | null;
  readonly sequence: number;
}
export interface ClinicalSource {
  readonly record: PackageRecord;
  /** By id of the entry. */
  readonly audit: ReadonlyMap<string, EntryAudit>;
  readonly userOid: (user: string) => string;
  readonly locationOid: string;
}

function auditRecord(entryId: string, { audit, userOid, locationOid }: ClinicalSource): XmlElement[] {
  const entry = audit.get(entryId);
  if (!entry) return [];
  return [
    element('AuditRecord', {}, [
      element('UserRef', { UserOID: userOid(entry.user) }),
      element('LocationRef', { LocationOID: locationOid }),
      textElement('DateTimeStamp', entry.at),
      ...(entry.reason === null ? [] : [textElement('ReasonForChange', entry.reason)]),
      textElement('SourceID', `audit:${entry.sequence}`),
    ]),
  ];
}

const written = (value: Exclude<ItemValue, null>): string => String(value);

/** One ItemGroupData; items without a value are left out, as the record has none. */
function groupData(
  source: ClinicalSource,
  group: GroupId,
  of: unknown,
  entryId: string,
  repeatKey: number | null = null,
): XmlElement {
  // The items of a group read that group's source, which the table of groups can't say in types.
  const items = groups[group].items as unknown as readonly Item<unknown>[];
  const data = items.flatMap(({ id, unit, read }) => {
    const value = read(of);
    if (value === null) return [];
    const unitRef = unit === undefined ? [] : [element('MeasurementUnitRef', { MeasurementUnitOID: unitOid(unit) })];
    return [element('ItemData', { ItemOID: itemOid(group, id), Value: written(value) }, unitRef)];
  });
  return element(
    'ItemGroupData',
    { ItemGroupOID: groupOid(group), ItemGroupRepeatKey: isRepeating(group) ? (repeatKey ?? 1) : null },
    [...auditRecord(entryId, source), ...data],
  );
}

const event = (oid: string, repeatKey: number | null, form: FormId, contents: readonly XmlElement[]): XmlElement =>
  element('StudyEventData', { StudyEventOID: oid, StudyEventRepeatKey: repeatKey }, [
    element('FormData', { FormOID: formOid(form) }, contents),
  ]);

export const signatureOid = (meaning: string): string => `SD.${meaning}`;
/** People who sign are users too, by their printed name. */
export const signerKey = ({ printedName }: RecordSignature): string => `signer ${printedName}`;

function signatureElement(signature: RecordSignature, { userOid, locationOid }: ClinicalSource): XmlElement {
  return element('Signature', {}, [
    element('UserRef', { UserOID: userOid(signerKey(signature)) }),
    element('LocationRef', { LocationOID: locationOid }),
    element('SignatureRef', { SignatureOID: signatureOid(signature.meaning) }),
    textElement('DateTimeStamp', signature.signedAt),
  ]);
}

function timePointEvent(source: ClinicalSource, timePoint: RecordTimePoint, at: number): XmlElement {
  const { record } = source;
  const { result, kind } = timePoint;
  const growth = record.growth.filter(({ to }) => to === at);
  const signature = timePoint.signatures.at(-1);
  return event(eventOid(kind), kind === 'unscheduled' ? timePoint.ordinal : null, 'VOLUMETRY', [
    ...(signature ? [signatureElement(signature, source)] : []),
    groupData(source, 'CT', timePoint, timePoint.id),
    groupData(source, 'VOLUMETRY', result, result.id),
    ...result.verdicts.map((verdict, index) => groupData(source, 'VERDICT', verdict, result.id, index + 1)),
    ...growth.map((each, index) =>
      groupData(
        source,
        'GROWTH',
        { growth: each, from: record.timePoints[each.from]!, values: each.values },
        each.id,
        index + 1,
      ),
    ),
  ]);
}

/** @returns the events of the subject in the order of the metadata */
export function subjectEvents(source: ClinicalSource): XmlElement[] {
  const { subject, measures, embolisations, functionTests, outcome, timePoints } = source.record;
  return [
    event('SE.SUBJECT', null, 'SUBJECT', [
      groupData(source, 'SUBJECT', subject, subject.id),
      ...subject.earlierProcedures.map((each, at) => groupData(source, 'EARLIER', each, subject.id, at + 1)),
      ...measures.map((each, at) => groupData(source, 'MEASURE', each, each.id, at + 1)),
    ]),
    ...embolisations.map((each, at) =>
      event('SE.EMBOLISATION', at + 1, 'EMBOLISATION', [groupData(source, 'EMBOLISATION', each, each.id)]),
    ),
    ...functionTests.map((each, at) =>
      event('SE.FUNCTION', at + 1, 'FUNCTION', [groupData(source, 'FUNCTION', each, each.id)]),
    ),
    ...(outcome ? [event('SE.OUTCOME', null, 'OUTCOME', [groupData(source, 'OUTCOME', outcome, outcome.id)])] : []),
    ...timePoints.map((timePoint, at) => timePointEvent(source, timePoint, at)),
  ];
}

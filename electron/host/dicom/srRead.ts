/** Reads measurement reports (TID 1500): what was written here, and the groups and numbers of other programs. */
import { RemnantError } from '../../core/contract/errors.ts';
import { codeOf, concepts, sameCode, type Code } from './codes.ts';
import type { Elements } from './readElements.ts';
import { number, text, uid } from './readValues.ts';
import { parseHeader } from './segSource.ts';
import { writeTags } from './writeTags.ts';

export interface SrMeasurement {
  /** Of PS3.16, or of a private scheme. */
  readonly code: Code;
  /** Id of `domain/quantities.ts`; '' for a number of another program. */
  readonly quantity: string;
  readonly value: number | null;
  /** Why there is none. */
  readonly reason: string;
  /** UCUM */
  readonly unit: string;
  /** Ids with versions, as written. */
  readonly formulas: string;
  readonly standardError: number | null;
}

export interface SrMeasurementGroup {
  readonly trackingId: string;
  readonly trackingUid: string;
  readonly timePoint: string;
  readonly finding: Code | null;
  readonly site: Code | null;
  readonly segment: { readonly sopInstanceUid: string; readonly number: number } | null;
  readonly sourceSeriesUid: string;
  readonly measurements: readonly SrMeasurement[];
}

export interface SrReport {
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  /** As text; '' where the file says nothing. */
  readonly patientId: string;
  readonly observer: string;
  readonly isVerified: boolean;
  readonly verifiedBy: string;
  readonly groups: readonly SrMeasurementGroup[];
  readonly verdicts: readonly string[];
  readonly warnings: readonly string[];
}

const OWN_SCHEME = '99REMNANT';
const tagOf = (keyword: keyof typeof writeTags): number => writeTags[keyword][0];

const children = (item: Elements): Elements[] => [...item.items(tagOf('ContentSequence'))];
const nameOf = (item: Elements): Code | undefined => codeOf(item.item(tagOf('ConceptNameCodeSequence')));
const named = (items: readonly Elements[], name: Code): Elements | undefined =>
  items.find((item) => sameCode(nameOf(item), name));
const allNamed = (items: readonly Elements[], name: Code): Elements[] =>
  items.filter((item) => sameCode(nameOf(item), name));
const textOf = (item: Elements | undefined): string => (item ? text(item, tagOf('TextValue')) : '');
const valueCode = (item: Elements | undefined): Code | undefined => codeOf(item?.item(tagOf('ConceptCodeSequence')));

/** The double where there is one, else the decimal string. */
function numeric(item: Elements | undefined): { value: number | null; unit: string } {
  const measured = item?.item(tagOf('MeasuredValueSequence'));
  const bytes = measured?.value(tagOf('FloatingPointValue'));
  const double =
    bytes?.length === 8
      ? new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, measured?.encoding.bigEndian !== true)
      : null;
  const value = double !== null && Number.isFinite(double) ? double : number(measured, tagOf('NumericValue'));
  const unit = codeOf(measured?.item(tagOf('MeasurementUnitsCodeSequence')))?.value ?? '';
  return { value, unit };
}

function measurement(item: Elements): SrMeasurement[] {
  const code = nameOf(item);
  const isMeasured = item.ascii(tagOf('ValueType')) === 'NUM' && item.ascii(tagOf('RelationshipType')) === 'CONTAINS';
  if (!code || !isMeasured) return [];
  const inside = children(item);
  const own = valueCode(named(inside, concepts.equivalentMeaning)) ?? code;
  return [
    {
      code,
      quantity: own.scheme === OWN_SCHEME ? own.value : '',
      ...numeric(item),
      reason: textOf(named(inside, concepts.comment)),
      formulas: textOf(named(inside, concepts.algorithmName)),
      standardError: numeric(named(inside, concepts.standardError)).value,
    },
  ];
}

function group(item: Elements): SrMeasurementGroup {
  const inside = children(item);
  const reference = named(inside, concepts.referencedSegment)?.item(tagOf('ReferencedSOPSequence'));
  const segmentNumber = reference?.uint16(tagOf('ReferencedSegmentNumber'));
  const uidOf = (name: Code): string => {
    const found = named(inside, name);
    return found ? uid(found, tagOf('UID')) : '';
  };
  return {
    trackingId: textOf(named(inside, concepts.trackingId)),
    trackingUid: uidOf(concepts.trackingUid),
    timePoint: textOf(named(inside, concepts.timePoint)),
    finding: valueCode(named(inside, concepts.finding)) ?? null,
    site: valueCode(named(inside, concepts.findingSite)) ?? null,
    segment:
      reference && segmentNumber !== undefined
        ? { sopInstanceUid: uid(reference, tagOf('ReferencedSOPInstanceUID')), number: segmentNumber }
        : null,
    sourceSeriesUid: uidOf(concepts.sourceSeries),
    measurements: inside.flatMap(measurement),
  };
}

/**
 * @param file bytes of a Part 10 file
 * @throws RemnantError 'unsupported' when it is no measurement report
 */
export function readSr(file: Uint8Array): SrReport {
  const dataSet = parseHeader(file);
  if (!sameCode(nameOf(dataSet), concepts.report))
    throw new RemnantError('unsupported', 'This is not a measurement report (DICOM SR, TID 1500).');
  const content = children(dataSet);
  const measured = named(content, concepts.measurements);
  const said = named(content, concepts.evaluations);
  const evaluations = said ? children(said) : [];
  const verifying = dataSet.item(tagOf('VerifyingObserverSequence'));
  const person = named(content, concepts.personName);
  return {
    sopInstanceUid: uid(dataSet, tagOf('SOPInstanceUID')),
    studyInstanceUid: uid(dataSet, tagOf('StudyInstanceUID')),
    patientId: text(dataSet, tagOf('PatientID')),
    observer: person ? text(person, tagOf('PersonName')) : textOf(named(content, concepts.deviceName)),
    isVerified: dataSet.ascii(tagOf('VerificationFlag')) === 'VERIFIED',
    verifiedBy: verifying ? text(verifying, tagOf('VerifyingObserverName')) : '',
    groups: measured ? allNamed(children(measured), concepts.group).map(group) : [],
    verdicts: allNamed(evaluations, concepts.verdict).map(textOf),
    warnings: allNamed(evaluations, concepts.warning).map(textOf),
  };
}

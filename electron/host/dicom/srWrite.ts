/** Writes measurements as a Comprehensive 3D SR (PS3.3 A.35.13), template TID 1500 of PS3.16. */
import type { ResultValue } from '../../core/contract/results.ts';
import { trialAttributes, type ClinicalTrial } from './clinicalTrial.ts';
import { codeItem, concepts, ownScheme, quantityCode, type Code } from './codes.ts';
import { dateOf, timeOf } from './dates.ts';
import { ownAttributes } from './ownObject.ts';
import { SEGMENTATION_STORAGE, type SegAlgorithm, type SegSourceImage } from './segWrite.ts';
import { unicodeAttributes, type SegSource } from './segSource.ts';
import { isSegmentVolume, type SrGroup } from './srGroups.ts';
import {
  codeValue,
  container,
  imageItem,
  numberItem,
  personItem,
  templateItem,
  textItem,
  uidItem,
  type Relationship,
} from './srItems.ts';
import { uidFromSeed, writeDicom, type Dataset } from './write.ts';

export const COMPREHENSIVE_3D_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.34';

/** Who stands for the numbers: a person by printed name, or this program alone. */
export type SrObserver = { readonly kind: 'person'; readonly name: string } | { readonly kind: 'device' };

export interface SrInput {
  /** Patient and study of the CT. */
  readonly header: SegSource;
  /** Of the CT, as in the segmentation. */
  readonly sourceImages: readonly SegSourceImage[];
  readonly segmentation: { readonly sopInstanceUid: string; readonly seriesInstanceUid: string };
  readonly groups: readonly SrGroup[];
  /** Sentences: the protocol's verdicts, and what was warned of. */
  readonly verdicts: readonly string[];
  readonly warnings: readonly string[];
  readonly observer: SrObserver;
  /** Signed: by whom, where and when; null as long as nobody has. */
  readonly verified: { readonly name: string; readonly organization: string; readonly at: Date } | null;
  /** How the segments were made. */
  readonly algorithm: SegAlgorithm;
  readonly timePoint: {
    readonly subjectTimePointId: string;
    /** As the protocol calls it, such as w1. */
    readonly protocolTimePointId: string;
    readonly daysSinceEmbolisation: number | null;
  };
  readonly trial: ClinicalTrial | null;
  /** Of this program. */
  readonly version: string;
  readonly now?: Date;
  readonly uids?: { readonly series: string; readonly instance: string };
}

const at = (relationship: Relationship, name: Code, children: readonly Dataset[] = []) => ({
  relationship,
  name,
  children,
});
const english: Code = { value: 'en-GB', scheme: 'RFC5646', meaning: 'English (United Kingdom)' };
const embolisation: Code = { value: 'EMBOLISATION', scheme: '99REMNANT', meaning: 'Embolisation' };

/** TID 1001 and 1002: who observed. */
function observerItems(observer: SrObserver): Dataset[] {
  if (observer.kind === 'person')
    return [
      codeValue(at('HAS OBS CONTEXT', concepts.observerType), concepts.person),
      personItem(at('HAS OBS CONTEXT', concepts.personName), observer.name),
    ];
  return [
    codeValue(at('HAS OBS CONTEXT', concepts.observerType), concepts.device),
    uidItem(at('HAS OBS CONTEXT', concepts.deviceUid), uidFromSeed('Remnant as an observer')),
    textItem(at('HAS OBS CONTEXT', concepts.deviceName), 'Remnant'),
    textItem(at('HAS OBS CONTEXT', concepts.deviceManufacturer), 'Remnant'),
    textItem(at('HAS OBS CONTEXT', concepts.deviceModel), 'Remnant'),
  ];
}

/** TID 1600: the images that were measured. */
const imageLibrary = ({ sourceImages }: SrInput): Dataset =>
  container(
    at('CONTAINS', concepts.imageLibrary, [
      container(
        at('CONTAINS', concepts.imageLibraryGroup, [
          codeValue(at('HAS ACQ CONTEXT', concepts.modality), concepts.ct),
          ...sourceImages.map((image) => imageItem({ relationship: 'CONTAINS', name: null }, image)),
        ]),
      ),
    ]),
    '1600',
  );

/** TID 1502: which CT of the protocol. */
function timePointItems({ timePoint }: SrInput): Dataset[] {
  const { subjectTimePointId, protocolTimePointId, daysSinceEmbolisation } = timePoint;
  const offset =
    daysSinceEmbolisation === null
      ? []
      : [
          numberItem(
            at('HAS OBS CONTEXT', concepts.temporalOffset, [
              codeValue(at('HAS CONCEPT MOD', concepts.temporalEvent), embolisation),
            ]),
            daysSinceEmbolisation,
            'd',
            concepts.valueUnknown,
          ),
        ];
  return [
    textItem(at('HAS OBS CONTEXT', concepts.timePoint), protocolTimePointId),
    textItem(at('HAS OBS CONTEXT', concepts.subjectTimePoint), subjectTimePointId),
    textItem(at('HAS OBS CONTEXT', concepts.protocolTimePoint), protocolTimePointId),
    ...offset,
  ];
}

/** TID 4019 */
const algorithmItems = (name: string, version: string): Dataset[] => [
  textItem(at('HAS CONCEPT MOD', concepts.algorithmName), name),
  textItem(at('HAS CONCEPT MOD', concepts.algorithmVersion), version),
];

/** TID 300: a stored number with its formulas, its standard error, and why there is none. */
function measurement(value: ResultValue, inSegment: boolean, version: string): Dataset {
  const own = quantityCode(value.quantity, value.name);
  const isVolume = inSegment && isSegmentVolume(value.quantity);
  const { uncertainty } = value;
  const children = [
    ...(isVolume
      ? [
          codeValue(at('HAS CONCEPT MOD', concepts.equivalentMeaning), own),
          codeValue(at('HAS CONCEPT MOD', concepts.method), concepts.sumOfVoxels),
        ]
      : []),
    ...algorithmItems(value.formulas.join(', '), version),
    ...(uncertainty
      ? [
          numberItem(
            at('HAS PROPERTIES', concepts.standardError, [
              textItem(at('HAS PROPERTIES', concepts.comment), uncertainty.statement),
            ]),
            uncertainty.standardError,
            value.unit,
            concepts.valueUnknown,
          ),
        ]
      : []),
    ...(value.reason === null ? [] : [textItem(at('HAS PROPERTIES', concepts.comment), value.reason)]),
  ];
  const name = isVolume ? concepts.volume : own;
  return numberItem(at('CONTAINS', name, children), value.value, value.unit, concepts.valueUnknown);
}

/** TID 1411 for a segment, else TID 1501. */
function measurementGroup(input: SrInput, group: SrGroup): Dataset {
  const { segmentNumber, from } = group;
  const source = from?.seriesInstanceUid ?? input.header.seriesInstanceUid;
  const children = [
    textItem(at('HAS OBS CONTEXT', concepts.trackingId), group.trackingId),
    uidItem(at('HAS OBS CONTEXT', concepts.trackingUid), group.trackingUid),
    ...timePointItems(input),
    codeValue(at('CONTAINS', concepts.finding), group.finding),
    ...(group.site ? [codeValue(at('HAS CONCEPT MOD', concepts.findingSite), group.site)] : []),
    ...(segmentNumber === null
      ? []
      : [
          imageItem(at('CONTAINS', concepts.referencedSegment), {
            sopClassUid: SEGMENTATION_STORAGE,
            sopInstanceUid: input.segmentation.sopInstanceUid,
            segmentNumber,
          }),
        ]),
    ...(segmentNumber === null && from === null ? [] : [uidItem(at('CONTAINS', concepts.sourceSeries), source)]),
    ...algorithmItems(input.algorithm.name, input.version),
    ...group.values.map((value) => measurement(value, segmentNumber !== null, input.version)),
  ];
  return container(at('CONTAINS', concepts.group, children), segmentNumber === null ? '1501' : '1411');
}

function content(input: SrInput): Dataset[] {
  const said = [
    ...input.verdicts.map((sentence) => textItem(at('CONTAINS', concepts.verdict), sentence)),
    ...input.warnings.map((sentence) => textItem(at('CONTAINS', concepts.warning), sentence)),
  ];
  return [
    codeValue(at('HAS CONCEPT MOD', concepts.language), english),
    ...observerItems(input.observer),
    codeValue(at('HAS CONCEPT MOD', concepts.procedureReported), concepts.ctProcedure),
    imageLibrary(input),
    container(
      at(
        'CONTAINS',
        concepts.measurements,
        input.groups.map((group) => measurementGroup(input, group)),
      ),
    ),
    ...(said.length > 0 ? [container(at('CONTAINS', concepts.evaluations, said))] : []),
  ];
}

/** Every object that the content names, by study and series (PS3.3 C.17.2.3). */
function evidence({ header, sourceImages, segmentation }: SrInput): Dataset[] {
  const bySeries = new Map<string, Map<string, string>>();
  const add = (series: string, instance: string, sopClass: string): void => {
    bySeries.set(series, (bySeries.get(series) ?? new Map<string, string>()).set(instance, sopClass));
  };
  add(segmentation.seriesInstanceUid, segmentation.sopInstanceUid, SEGMENTATION_STORAGE);
  for (const image of sourceImages)
    add(image.seriesInstanceUid ?? header.seriesInstanceUid, image.sopInstanceUid, image.sopClassUid);
  return [
    {
      StudyInstanceUID: header.attributes.StudyInstanceUID,
      ReferencedSeriesSequence: [...bySeries].map(([series, instances]) => ({
        SeriesInstanceUID: series,
        ReferencedSOPSequence: [...instances].map(([instance, sopClass]) => ({
          ReferencedSOPClassUID: sopClass,
          ReferencedSOPInstanceUID: instance,
        })),
      })),
    },
  ];
}

const verifying = (verified: NonNullable<SrInput['verified']>): Dataset => ({
  VerifyingObserverName: verified.name,
  VerifyingObserverIdentificationCodeSequence: [],
  VerifyingOrganization: verified.organization,
  VerificationDateTime: `${dateOf(verified.at)}${timeOf(verified.at)}`,
});

/** @returns the bytes of a Part 10 file; all text in UTF-8 */
export function writeSr(input: SrInput): Uint8Array<ArrayBuffer> {
  const { header, verified, trial, now = new Date() } = input;
  return writeDicom({
    ...unicodeAttributes(header),
    // Of images alone.
    PositionReferenceIndicator: undefined,
    LossyImageCompressionRatio: undefined,
    LossyImageCompressionMethod: undefined,
    ...(trial && trialAttributes(trial)),
    ...ownAttributes({
      ...input,
      sopClassUid: COMPREHENSIVE_3D_SR_STORAGE,
      modality: 'SR',
      seriesDescription: 'Liver volumetry',
      seriesNumber: 9002,
      now,
    }),
    ReferencedPerformedProcedureStepSequence: [],
    PerformedProcedureCodeSequence: [],
    CodingSchemeIdentificationSequence: [ownScheme],
    CurrentRequestedProcedureEvidenceSequence: evidence(input),
    CompletionFlag: 'COMPLETE',
    VerificationFlag: verified ? 'VERIFIED' : 'UNVERIFIED',
    VerifyingObserverSequence: verified ? [verifying(verified)] : undefined,
    ValueType: 'CONTAINER',
    ConceptNameCodeSequence: codeItem(concepts.report),
    ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: templateItem('1500'),
    ContentSequence: content(input),
  });
}

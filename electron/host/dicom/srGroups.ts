/** The stored numbers of a time point as measurement groups: one for each segment, one for what belongs to none, one for each interval. */
import type { Growth, Result, ResultValue } from '../../core/contract/results.ts';
import { codes, type Code } from './codes.ts';
import { presentKinds, trackingOf } from './segSegments.ts';

export interface SrGroup {
  readonly trackingId: string;
  readonly trackingUid: string;
  readonly finding: Code;
  readonly site: Code | null;
  /** Of the segmentation that the report names; null where no segment is meant. */
  readonly segmentNumber: number | null;
  /** Where the numbers compare two CTs: the earlier series and its day. */
  readonly from: { readonly seriesInstanceUid: string; readonly date: string } | null;
  readonly values: readonly ResultValue[];
}

/** The label of the segment whose volume a quantity is. */
const segmentOf: Readonly<Record<string, string>> = {
  tlv: 'Liver',
  tumour: 'Tumour',
  flr: 'Future liver remnant',
  tumour_flr: 'Tumour in the future liver remnant',
  other: 'Other non-functional tissue',
  other_flr: 'Other non-functional tissue in the future liver remnant',
};
export const isSegmentVolume = (quantity: string): boolean => Object.hasOwn(segmentOf, quantity);

export interface SrNumbers {
  readonly subjectId: string;
  readonly result: Pick<Result, 'values'>;
  /** Those that end at this time point. */
  readonly growth: readonly (Pick<Growth, 'fromTimePointId' | 'fromDate' | 'values'> & {
    readonly fromSeriesInstanceUid: string;
  })[];
  /** Voxels by label in the segmentation. */
  readonly counts: readonly number[];
  /** Not everything that is drawn as tumour was subtracted, so that the volumes are not those of the segments. */
  readonly unconfirmedTumour: boolean;
}

export function srGroups({ subjectId, result, growth, counts, unconfirmedTumour }: SrNumbers): SrGroup[] {
  const kinds = unconfirmedTumour ? [] : presentKinds(counts);
  const ofSegments = kinds.flatMap(({ label, type, region }, index): SrGroup[] => {
    const values = result.values.filter(({ quantity }) => segmentOf[quantity] === label);
    const { id, uid } = trackingOf(subjectId, label);
    return values.length === 0
      ? []
      : [
          {
            trackingId: id,
            trackingUid: uid,
            finding: type,
            site: region,
            segmentNumber: index + 1,
            from: null,
            values,
          },
        ];
  });
  const placed = new Set(ofSegments.flatMap(({ values }) => values));
  const whole = (label: string): Omit<SrGroup, 'from' | 'values'> => ({
    trackingId: label,
    trackingUid: trackingOf(subjectId, label).uid,
    finding: codes.liver,
    site: null,
    segmentNumber: null,
  });
  const rest = result.values.filter((value) => !placed.has(value));
  return [
    ...ofSegments,
    ...(rest.length > 0 ? [{ ...whole('Volumes and ratios'), from: null, values: rest }] : []),
    ...growth.map(({ fromTimePointId, fromDate, fromSeriesInstanceUid, values }) => ({
      ...whole(`Growth since ${fromDate}`),
      trackingUid: trackingOf(subjectId, `growth since ${fromTimePointId}`).uid,
      from: { seriesInstanceUid: fromSeriesInstanceUid, date: fromDate },
      values,
    })),
  ];
}

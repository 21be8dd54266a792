/** What is drawn already, as segments that those of a mask are added to. */
import { LABEL_COUNT } from './labels.ts';
import type { SegmentMeaning, SegmentVoxels } from './segmentCombinations.ts';

/** Below every number that a file can give (IS, PS3.5 6.2). */
const BELOW_ALL = -(2 ** 31);
const drawnLabels = Array.from({ length: LABEL_COUNT - 1 }, (_, at) => at + 1);
const numberOf = (label: number): number => BELOW_ALL - label;

/** Index = label. */
const meanings: readonly SegmentMeaning[] = [
  { part: 'ignore', side: null },
  { part: 'liver', side: null },
  { part: 'flr', side: null },
  { part: 'tumour', side: 'resected' },
  { part: 'tumour', side: 'remnant' },
  { part: 'other', side: 'resected' },
  { part: 'other', side: 'remnant' },
];

/** Of a segment that stands for what is drawn; null for one of a file. */
export const drawnMeaning = (segmentNumber: number): SegmentMeaning | null =>
  segmentNumber < BELOW_ALL ? (meanings[BELOW_ALL - segmentNumber] ?? null) : null;

/** @param labels 0..6, one byte a voxel */
export const drawnVoxels = (labels: Uint8Array): SegmentVoxels => ({
  segments: drawnLabels.map((label) => ({ number: numberOf(label) })),
  mask: (number) => labels.map((label) => Number(numberOf(label) === number)),
  exclusive: () => ({ values: labels, numbers: new Map(drawnLabels.map((label) => [label, numberOf(label)])) }),
});

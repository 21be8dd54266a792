import { ByteRuns } from './byteRuns.ts';

/**
 * The labelmap's values. They partition the liver, so that the parts sum to the total by construction:
 * total liver = 1..6, tumour = 3 + 4, FLR = 2, other non-functional = 5 + 6.
 */
export const Label = {
  outside: 0,
  resected: 1,
  flr: 2,
  tumourResected: 3,
  tumourFlr: 4,
  otherResected: 5,
  otherFlr: 6,
} as const;
export type Label = (typeof Label)[keyof typeof Label];

/** Values 7-31 are reserved; a stored labelmap holds none of them. */
export const MAX_LABEL = 6;
export const LABEL_COUNT = MAX_LABEL + 1;

export const isLiver = (label: number): boolean => label >= Label.resected && label <= Label.otherFlr;
export const isTumour = (label: number): boolean => label === Label.tumourResected || label === Label.tumourFlr;
/** In the remnant's part of the liver, whatever the tissue. */
export const isRemnantSide = (label: number): boolean => label !== 0 && label <= MAX_LABEL && label % 2 === 0;

/** `label` moved to the remnant's (`true`) or the resected (`false`) side, its tissue kept; 0 stays 0. */
export function toSide(label: number, remnant: boolean): number {
  if (label === Label.outside) return label;
  const resectedTwin = label % 2 === 1 ? label : label - 1;
  return remnant ? resectedTwin + 1 : resectedTwin;
}

/** What a person draws; each is a set of labels. */
export const segmentNames = ['liver', 'tumour', 'flr'] as const;
export type SegmentName = (typeof segmentNames)[number];

/** Voxels per label value, index = label. */
export type LabelCounts = readonly number[];

export function countLabels(labels: Uint8Array): number[] {
  const counts = new Array<number>(256).fill(0);
  const runs = new ByteRuns(labels);
  for (let at = 0; at < labels.length;) {
    const end = runs.end(at, labels.length);
    counts[labels[at]!]! += end - at;
    at = end;
  }
  return counts.slice(0, LABEL_COUNT);
}

/** One setting that every editing tool obeys: where, at which intensities and over what it may draw. */
import {
  isLiver,
  isTumour,
  Label,
  LABEL_COUNT,
  segmentNames,
  type SegmentName,
} from '../../../electron/core/domain/labels.ts';
import { paintTable, type PaintSegment } from '../partition.ts';

/** HU, both ends included. */
export interface HuRange {
  readonly low: number;
  readonly high: number;
}

/** What 16 bits hold. */
export const [LEAST_HU, MOST_HU] = [-(1 << 15), (1 << 15) - 1];

/** The first and last intensity in the range; none: the first is larger than the last. */
export function wholeRange({ low, high }: HuRange): readonly [first: number, last: number] {
  if (!(low <= MOST_HU && high >= LEAST_HU)) return [1, 0];
  return [Math.max(Math.ceil(low), LEAST_HU), Math.min(Math.floor(high), MOST_HU)];
}

/** Where a tool may draw, by what is drawn there already. */
export type EditArea =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'inside'; readonly segment: SegmentName }
  | { readonly kind: 'outside'; readonly segment: SegmentName };

export const paintOvers = ['anything', 'liverTissue'] as const;
/** What a tool may overwrite: everything that isn't locked, or only liver that is no tumour. */
export type PaintOver = (typeof paintOvers)[number];

export interface Masking {
  readonly area: EditArea;
  /** null: any intensity. */
  readonly huRange: HuRange | null;
  readonly paintOver: PaintOver;
  /** No voxel enters or leaves a locked segment. */
  readonly locked: readonly SegmentName[];
}

/** Draws anywhere over anything. */
export const noMasking: Masking = { area: { kind: 'everywhere' }, huRange: null, paintOver: 'anything', locked: [] };

const membership: Readonly<Record<SegmentName, (label: number) => boolean>> = {
  liver: isLiver,
  tumour: isTumour,
  flr: (label) => label === Label.flr,
};

/** Whether a voxel of this label is part of what a person sees as the segment. */
export const belongsTo = (segment: SegmentName, label: number): boolean => membership[segment](label);

/** `belongsTo` as 0/1 by label, for inner loops. */
export const membershipTable = (segment: SegmentName): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, label) => Number(membership[segment](label)));

function isInArea(area: EditArea, label: number): boolean {
  if (area.kind === 'everywhere') return true;
  return membership[area.segment](label) === (area.kind === 'inside');
}

/** Whether the masking lets a voxel go from one label to another, whatever its intensity. */
export function allowsChange({ area, paintOver, locked }: Masking, from: number, to: number): boolean {
  if (!isInArea(area, from)) return false;
  if (paintOver === 'liverTissue' && (!isLiver(from) || isTumour(from))) return false;
  return locked.every((segment) => membership[segment](from) === membership[segment](to));
}

/** What becomes of each label under a tool and its masking; first for the resected, then for the remnant's side of the cut. */
export type EditTables = readonly [resected: Uint8Array, remnant: Uint8Array];

/** The rules of the partition and of the masking in one pair of tables: what is not allowed stays as it is. */
export function editTables(segment: PaintSegment, masking: Masking): EditTables {
  const masked = (remnant: boolean): Uint8Array => {
    const table = paintTable(segment, remnant);
    for (let label = 0; label < LABEL_COUNT; label++)
      if (!allowsChange(masking, label, table[label]!)) table[label] = label;
    return table;
  };
  return [masked(false), masked(true)];
}

/** What draws a segment, and what takes it away: liver becomes outside, tumour liver again, FLR the part to be resected. */
export const drawnAs: Readonly<Record<SegmentName, PaintSegment>> = { liver: 'liver', tumour: 'tumour', flr: 'flr' };
export const erasedAs: Readonly<Record<SegmentName, PaintSegment>> = {
  liver: 'erase',
  tumour: 'eraseTumour',
  flr: 'resected',
};

/** The labels that a tool would change somewhere, 0/1 by label: for showing beforehand what an edit will do. */
export function changeableLabels(segment: PaintSegment, masking: Masking): Uint8Array {
  const tables = editTables(segment, masking);
  return Uint8Array.from({ length: 256 }, (_, label) => Number(tables.some((table) => table[label] !== label)));
}

export const isSegmentName = (name: string): name is SegmentName => segmentNames.some((each) => each === name);

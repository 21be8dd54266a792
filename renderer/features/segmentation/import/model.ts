/** What a person decides about a mask that was looked at, and what comes of it. */
import type { MaskInspection } from '../../../../electron/core/contract/segmentation.ts';
import { drawnMeaning } from '../../../../electron/core/domain/drawnSegments.ts';
import { voxelsOfParts, type PartVoxels } from '../../../../electron/core/domain/segmentCombinations.ts';
import {
  tissueOf,
  usualOrder,
  type SegmentPart,
  type Tissue,
  type TissueOrder,
} from '../../../../electron/core/domain/segmentParts.ts';

export type InspectedSegment = MaskInspection['segments'][number];

export interface Decisions {
  /** By number; those that are missing are to be chosen. */
  readonly parts: Readonly<Record<number, SegmentPart>>;
  readonly order: TissueOrder;
  /** Whether values are the labels that are stored here. */
  readonly areStored: boolean;
  /** From which part of their maximum fractions count. */
  readonly threshold: number;
  /** Whether it is added to what is drawn. */
  readonly keepDrawn: boolean;
}

export const thresholds = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 1] as const;
export const DEFAULT_THRESHOLD = 0.5;

/** What stored labels are; index = label. */
const storedParts: readonly SegmentPart[] = ['ignore', 'liver', 'flr', 'tumour', 'tumour', 'other', 'other'];
const HIGHEST_USUAL_VALUE = 3;

/** As it is proposed. Values above those that have a usual meaning can be stored labels. */
export function proposedDecisions({ segments, mayBeStoredLabels }: MaskInspection): Decisions {
  const proposed = segments.flatMap(({ number, proposed }) => (proposed ? [[number, proposed.part] as const] : []));
  return {
    parts: Object.fromEntries(proposed),
    order: usualOrder,
    areStored: mayBeStoredLabels && segments.some(({ number }) => number > HIGHEST_USUAL_VALUE),
    threshold: DEFAULT_THRESHOLD,
    keepDrawn: false,
  };
}

export const withPart = (decisions: Decisions, number: number, part: SegmentPart): Decisions => ({
  ...decisions,
  parts: { ...decisions.parts, [number]: part },
});

/** Stored labels are a whole drawing: they are added to none. */
export const isAdded = ({ keepDrawn, areStored }: Decisions): boolean => keepDrawn && !areStored;

export function partIn(decisions: Decisions, number: number): SegmentPart | null {
  const drawn = drawnMeaning(number);
  if (drawn) return isAdded(decisions) ? drawn.part : 'ignore';
  return (decisions.areStored ? storedParts[number] : decisions.parts[number]) ?? null;
}

export const undecided = ({ segments }: MaskInspection, decisions: Decisions): InspectedSegment[] =>
  segments.filter(({ number }) => partIn(decisions, number) === null);

export function ignoringRest(inspection: MaskInspection, decisions: Decisions): Decisions {
  return undecided(inspection, decisions).reduce((all, { number }) => withPart(all, number, 'ignore'), decisions);
}

/** What the import will measure, of what is decided so far. */
export const resultOf = ({ combinations }: MaskInspection, decisions: Decisions): PartVoxels =>
  voxelsOfParts(combinations, (number) => partIn(decisions, number) ?? 'ignore', decisions.order);

/** What of the segments that are imported lies outside of the CT, and is lost. */
export const lostMl = ({ segments }: MaskInspection, decisions: Decisions): number =>
  segments
    .filter(({ number }) => (partIn(decisions, number) ?? 'ignore') !== 'ignore')
    .reduce((sum, { outsideMl }) => sum + outsideMl, 0);

/** What can compete with what. */
export const pairs = {
  'parenchyma tumour': ['parenchyma', 'tumour'],
  'parenchyma other': ['parenchyma', 'other'],
  'tumour other': ['tumour', 'other'],
} as const satisfies Record<string, readonly [Tissue, Tissue]>;
type PairName = keyof typeof pairs;
const pairNames = Object.keys(pairs) as PairName[];

export interface Overlap {
  readonly between: PairName;
  readonly voxels: number;
  readonly winner: Tissue;
}

/** Where segments compete; those of the same tissue don't. */
export function overlapsOf({ combinations }: MaskInspection, decisions: Decisions): Overlap[] {
  const { order } = decisions;
  return pairNames.flatMap((between) => {
    const [first, second] = pairs[between];
    const voxels = combinations.reduce((sum, { segments, voxels: own }) => {
      const present = new Set(segments.map((number) => tissueOf(partIn(decisions, number) ?? 'ignore')));
      return present.has(first) && present.has(second) ? sum + own : sum;
    }, 0);
    const winner = order.indexOf(first) > order.indexOf(second) ? first : second;
    return voxels === 0 ? [] : [{ between, voxels, winner }];
  });
}

/** Those to be chosen first, then what is imported, then what is left out, each in the file's order. */
export function shownOrder({ segments }: MaskInspection, proposed: Decisions): InspectedSegment[] {
  const rank = ({ number }: InspectedSegment): number => {
    const part = partIn(proposed, number);
    return part === null ? 0 : part === 'ignore' ? 2 : 1;
  };
  return segments.toSorted((a, b) => rank(a) - rank(b));
}

/** Where the tools may draw, as a person sets it. */
import type { SegmentName } from '../../../../electron/core/domain/labels.ts';
import { segmentNames } from '../../../../electron/core/domain/labels.ts';
import {
  isSegmentName,
  noMasking,
  type EditArea,
  type HuRange,
  type Masking,
  type PaintOver,
} from '../../../../wasm/kernels/index.ts';

export const huLimits = ['off', 'given', 'learned'] as const;
/** Any intensity, a range that is set, or the one that a brush stroke finds where it begins. */
export type HuLimit = (typeof huLimits)[number];

export interface MaskingSetting {
  readonly area: EditArea;
  readonly huLimit: HuLimit;
  /** Used while `huLimit` is 'given'. */
  readonly range: HuRange;
  readonly paintOver: PaintOver;
  readonly locked: Readonly<Record<SegmentName, boolean>>;
}

export const openMasking: MaskingSetting = {
  area: { kind: 'everywhere' },
  huLimit: 'off',
  range: { low: 60, high: 180 },
  paintOver: 'anything',
  locked: { liver: false, tumour: false, flr: false },
};

/** What the kernels are given. `learned` is the range that the stroke found; tools without a stroke have none. */
export function kernelMasking(
  { area, huLimit, range, paintOver, locked }: MaskingSetting,
  learned: HuRange | null = null,
): Masking {
  const huRange = huLimit === 'given' ? range : huLimit === 'learned' ? learned : null;
  return { area, huRange, paintOver, locked: segmentNames.filter((name) => locked[name]) };
}

/** Whether it holds a tool off from anywhere. */
export const isLimiting = (masking: Masking): boolean =>
  masking.area.kind !== 'everywhere' ||
  masking.huRange !== null ||
  masking.paintOver !== noMasking.paintOver ||
  masking.locked.length > 0;

/** A range whose ends are in order, whichever of them was moved. */
export const withEnd = (range: HuRange, end: 'low' | 'high', hu: number): HuRange =>
  end === 'low' ? { low: hu, high: Math.max(hu, range.high) } : { low: Math.min(hu, range.low), high: hu };

/** An area as one word, for lists: `everywhere`, `inside:liver`. */
export const areaId = (area: EditArea): string =>
  area.kind === 'everywhere' ? area.kind : `${area.kind}:${area.segment}`;

/** The way back. Whatever else the word says is everywhere. */
export function areaOf(id: string): EditArea {
  const [kind, segment = ''] = id.split(':');
  return (kind === 'inside' || kind === 'outside') && isSegmentName(segment) ? { kind, segment } : openMasking.area;
}

/** All that can be chosen. */
export const areaIds: readonly string[] = [
  'everywhere',
  ...segmentNames.flatMap((segment) => [`inside:${segment}`, `outside:${segment}`]),
];

/** What each editing tool is set to; kept while the program is open. */
import type { SegmentName } from '../../../../electron/core/domain/labels.ts';
import type { HuRange, ThresholdHow } from '../../../../wasm/kernels/index.ts';

export const cutDepths = ['slice', 'slab', 'all'] as const;
/** This slice, a slab around it, or all slices. */
export type CutDepth = (typeof cutDepths)[number];

export const combinations = ['add', 'subtract', 'intersect'] as const;
export type Combination = (typeof combinations)[number];

export interface ToolOptions {
  readonly scissorsErase: boolean;
  readonly scissorsInside: boolean;
  readonly depth: CutDepth;
  readonly slabMm: number;
  readonly contourErases: boolean;
  readonly threshold: HuRange;
  readonly thresholdHow: ThresholdHow;
  /** Positive grows, negative shrinks. */
  readonly marginMm: number;
  readonly smoothMm: number;
  readonly smallMl: number;
  /** What a click on a piece does to it. */
  readonly pieceClick: 'keepPiece' | 'removePiece';
  readonly combination: Combination;
  readonly other: SegmentName;
}

export const defaultToolOptions: ToolOptions = {
  scissorsErase: true,
  scissorsInside: true,
  depth: 'slice',
  slabMm: 20,
  contourErases: false,
  threshold: { low: 0, high: 70 },
  thresholdHow: 'add',
  marginMm: 2,
  smoothMm: 3,
  smallMl: 1,
  pieceClick: 'removePiece',
  combination: 'subtract',
  other: 'tumour',
};

import { RemnantError } from '../../electron/core/contract/errors.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { SegmentName } from '../../electron/core/domain/labels.ts';
import { isRemnantSide, isTumour } from '../../electron/core/domain/labels.ts';
import type { KernelContext } from '../kernels/index.ts';
import { interpolateContours } from './contourInterpolation.ts';

type Axis = 0 | 1 | 2;

export interface InterpolateSlicesInput {
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  readonly segment: SegmentName;
  /** Index axis across the drawn slices; without it the one with the most empty slices between drawn ones. */
  readonly axis?: Axis | undefined;
}

/**
 * The extent of a segment (0/1, whole grid) with its empty slices between drawn ones filled. Slices that hold anything of it stay as they
 * are, and so do the labels.
 * @throws RemnantError('invalid_input') with fewer than two drawn slices; RemnantError('cancelled').
 */
export const interpolateSlices = (
  { labels, geometry, segment, axis }: InterpolateSlicesInput,
  ctx: KernelContext,
): Promise<Uint8Array> => interpolateMask(segmentMask(labels, segment), geometry, ctx, axis);

function segmentMask(labels: Uint8Array, segment: SegmentName): Uint8Array {
  const belongs = { liver: (label: number) => label !== 0, tumour: isTumour, flr: isRemnantSide }[segment];
  const table = Uint8Array.from({ length: 256 }, (_, label) => (belongs(label) ? 1 : 0));
  return labels.map((label) => table[label]!);
}

/** The mask (0/1, whole grid) with its empty slices between drawn ones filled; a fresh array. */
export async function interpolateMask(
  mask: Uint8Array,
  { dims, spacingMm }: VolumeGeometry,
  ctx: KernelContext,
  axis?: Axis,
): Promise<Uint8Array> {
  const profiles = ([0, 1, 2] as const).map((candidate) => drawnSlices(mask, dims, candidate));
  const across = axis ?? mostGaps(profiles);
  const drawn = profiles[across]!;
  if (drawn.reduce((sum, value) => sum + value, 0) < 2) {
    throw new RemnantError('invalid_input', 'Draw the segment in at least two slices to fill those between them.');
  }
  const result = Uint8Array.from(mask);
  if (gaps(drawn) === 0) return result;
  const order = ([0, 1, 2] as const).filter((other) => other !== across).concat(across) as [Axis, Axis, Axis];
  const ranges = order.map((a) => occupied(profiles[a]!, a === across ? 0 : 1)) as [Range, Range, Range];
  const size = ranges.map(({ first, last }) => last - first + 1) as [number, number, number];
  const part = new Uint8Array(size[0] * size[1] * size[2]);
  const offsets = new Int32Array(part.length);
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  let to = 0;
  for (let c = ranges[2].first; c <= ranges[2].last; c++) {
    for (let b = ranges[1].first; b <= ranges[1].last; b++) {
      for (let a = ranges[0].first; a <= ranges[0].last; a++, to++) {
        offsets[to] = a * strides[order[0]] + b * strides[order[1]] + c * strides[order[2]];
        part[to] = mask[offsets[to]!]!;
      }
    }
  }
  ctx.throwIfCancelled();
  ctx.progress(0.1);
  const filled = await interpolateContours(part, size, [spacingMm[order[0]], spacingMm[order[1]], spacingMm[order[2]]]);
  const plane = size[0] * size[1];
  for (let at = 0; at < filled.length; at++) {
    const slice = ranges[2].first + Math.floor(at / plane);
    if (filled[at] !== 0 && drawn[slice] === 0) result[offsets[at]!] = 1;
  }
  ctx.progress(1);
  return result;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** 1 for each index along `axis` at which the mask holds anything. */
function drawnSlices(mask: Uint8Array, [columns, rows, slices]: Vec3, axis: Axis): Uint8Array {
  const drawn = new Uint8Array([columns, rows, slices][axis]!);
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) if (mask[at] !== 0) drawn[axis === 0 ? i : axis === 1 ? j : k] = 1;
    }
  }
  return drawn;
}

/** First and last drawn index, widened by `margin` inside the grid. */
function occupied(drawn: Uint8Array, margin: number): Range {
  return {
    first: Math.max(0, drawn.indexOf(1) - margin),
    last: Math.min(drawn.length - 1, drawn.lastIndexOf(1) + margin),
  };
}

/** Empty slices between drawn ones. */
function gaps(drawn: Uint8Array): number {
  const { first, last } = occupied(drawn, 0);
  return drawn.subarray(first, last + 1).filter((value) => value === 0).length;
}

function mostGaps(profiles: readonly Uint8Array[]): Axis {
  const counts = profiles.map(gaps);
  return counts.indexOf(Math.max(...counts)) as Axis;
}

import { RemnantError } from '../../electron/core/contract/errors.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { SegmentName } from '../../electron/core/domain/labels.ts';
import { isRemnantSide, isTumour } from '../../electron/core/domain/labels.ts';
import { boxDims, crop, growBox, occupiedBox, uncrop, wholeBox } from '../kernels/box.ts';
import type { KernelContext, Shape, VoxelBox } from '../kernels/index.ts';
import { openLanes, type Lane } from './contourInterpolation.ts';

type Axis = 0 | 1 | 2;
const axes: readonly Axis[] = [0, 1, 2];

/** Gaps between drawn slices that are filled in one run: less memory than all at once, and cancelling waits for no more. */
const GAPS_AT_ONCE = 2;

export interface InterpolateSlicesInput {
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  readonly segment: SegmentName;
  /** Index axis across the drawn slices; without it the one with the most empty slices between drawn ones. */
  readonly axis?: Axis | undefined;
}

/**
 * The extent of a segment, in a box around it, with its empty slices between drawn ones filled. Slices that hold anything of it stay as they
 * are, and so do the labels.
 * @throws RemnantError('invalid_input') with fewer than two drawn slices; RemnantError('cancelled').
 */
export const interpolateSlices = (
  { labels, geometry, segment, axis }: InterpolateSlicesInput,
  ctx: KernelContext,
): Promise<Shape> => interpolateLabels(labels, membershipOf(segment), geometry, ctx, axis);

function membershipOf(segment: SegmentName): Uint8Array {
  const belongs = { liver: (label: number) => label !== 0, tumour: isTumour, flr: isRemnantSide }[segment];
  return Uint8Array.from({ length: 256 }, (_, label) => (belongs(label) ? 1 : 0));
}

/** The same for what `belongs` names (0/1 by label). */
export async function interpolateLabels(
  labels: Uint8Array,
  belongs: Uint8Array,
  { dims, spacingMm }: VolumeGeometry,
  ctx: KernelContext,
  axis?: Axis,
): Promise<Shape> {
  const profiles = drawnSlices(labels, belongs, dims);
  const across = axis ?? mostGaps(profiles);
  const drawn = profiles[across];
  if (drawn.reduce((sum, value) => sum + value, 0) < 2) {
    throw new RemnantError('invalid_input', 'Draw the segment in at least two slices to fill those between them.');
  }
  const ranges = axes.map((each) => occupied(profiles[each], each === across ? 0 : 1)) as [Range, Range, Range];
  const box: VoxelBox = {
    min: [ranges[0].first, ranges[1].first, ranges[2].first],
    max: [ranges[0].last, ranges[1].last, ranges[2].last],
  };
  const mask = crop(labels, dims, box);
  for (let at = 0; at < mask.length; at++) mask[at] = belongs[mask[at]!]!;
  if (gaps(drawn) === 0) return { box, mask };
  ctx.throwIfCancelled();
  ctx.progress(0.1);
  const size = boxDims(box);
  const slices = drawn.subarray(ranges[across].first, ranges[across].last + 1);
  const slabs = slabsWithGaps(slices);
  const lanes = await openLanes(slabs.length);
  const left = slabs.values();
  let done = 0;
  const work = async (lane: Lane): Promise<void> => {
    for (const { from, to } of left) {
      ctx.throwIfCancelled();
      await fillSlab(mask, size, spacingMm, across, from, to, slices, lane);
      ctx.progress(0.1 + (0.9 * ++done) / slabs.length);
    }
  };
  try {
    await Promise.all(lanes.map(work));
  } finally {
    for (const lane of lanes) lane.end();
  }
  ctx.progress(1);
  return { box, mask };
}

/** From a drawn slice to a later one with empty slices between: filling looks no farther than from one drawn slice to the next. */
function slabsWithGaps(drawn: Uint8Array): { readonly from: number; readonly to: number }[] {
  const slabs: { from: number; to: number }[] = [];
  let from = 0;
  let gapsWithin = 0;
  for (let slice = 1; slice < drawn.length; slice++) {
    if (drawn[slice] === 0) continue;
    if (drawn[slice - 1] === 0) gapsWithin++;
    if (gapsWithin === 0) from = slice;
    if (gapsWithin < GAPS_AT_ONCE && slice < drawn.length - 1) continue;
    if (gapsWithin > 0) slabs.push({ from, to: slice });
    from = slice;
    gapsWithin = 0;
  }
  return slabs;
}

/** Fills the empty slices of one slab of the mask, in place. */
async function fillSlab(
  mask: Uint8Array,
  size: Vec3,
  spacingMm: Vec3,
  across: Axis,
  from: number,
  to: number,
  drawn: Uint8Array,
  lane: Lane,
): Promise<void> {
  const ends = (other: Vec3, along: number): [number, number, number] => {
    const [i, j, k] = other;
    return [across === 0 ? along : i, across === 1 ? along : j, across === 2 ? along : k];
  };
  const whole = wholeBox(size);
  const slab: VoxelBox = { min: ends(whole.min, from), max: ends(whole.max, to) };
  const held = occupiedBox(crop(mask, size, slab), boxDims(slab))!;
  const tight = growBox(held, ends([1, 1, 1], 0), boxDims(slab));
  const moved = ([i, j, k]: Vec3): Vec3 => [i + slab.min[0], j + slab.min[1], k + slab.min[2]];
  const box: VoxelBox = { min: moved(tight.min), max: moved(tight.max) };
  const part = crop(mask, size, box);
  const partSize = boxDims(box);
  const order = axes.filter((other) => other !== across).concat(across) as [Axis, Axis, Axis];
  const filled = await lane.interpolate(
    inOrder(part, partSize, order),
    [partSize[order[0]], partSize[order[1]], partSize[order[2]]],
    [spacingMm[order[0]], spacingMm[order[1]], spacingMm[order[2]]],
  );
  let at = 0;
  visitInOrder(partSize, order, (offset, slice) => {
    if (filled[at++] !== 0 && drawn[slice + from] === 0) part[offset] = 1;
  });
  uncrop(part, box, mask, size);
}

/** The values with their axes in another order, the first of which runs fastest. */
function inOrder(mask: Uint8Array, size: Vec3, order: readonly [Axis, Axis, Axis]): Uint8Array {
  const result = new Uint8Array(mask.length);
  let to = 0;
  visitInOrder(size, order, (offset) => {
    result[to++] = mask[offset]!;
  });
  return result;
}

/** Offsets of all voxels, the last of the axes running slowest, with the index along it. */
function visitInOrder(
  size: Vec3,
  order: readonly [Axis, Axis, Axis],
  visit: (offset: number, slice: number) => void,
): void {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const [a, b, c] = order;
  for (let slice = 0; slice < size[c]; slice++) {
    for (let row = 0; row < size[b]; row++) {
      const start = slice * strides[c] + row * strides[b];
      for (let n = 0; n < size[a]; n++) visit(start + n * strides[a], slice);
    }
  }
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Per axis, 1 for each index at which anything belongs to the segment. */
function drawnSlices(
  labels: Uint8Array,
  belongs: Uint8Array,
  [columns, rows, slices]: Vec3,
): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const drawn = [new Uint8Array(columns), new Uint8Array(rows), new Uint8Array(slices)] as const;
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      let any = 0;
      for (let i = 0; i < columns; i++, at++) {
        const here = belongs[labels[at]!]!;
        drawn[0][i]! |= here;
        any |= here;
      }
      drawn[1][j]! |= any;
      drawn[2][k]! |= any;
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

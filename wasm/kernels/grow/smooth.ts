/** Smoothing of intensities: takes most of the noise and moves edges by less than a voxel. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, crop } from '../box.ts';
import { bytesOf, copyIn, makeRoom, wordAlike } from '../native/index.ts';
import { release } from '../release.ts';
import type { VoxelBox } from '../types.ts';

/** Slices farther apart differ by more than noise: a mean over them would blur what is slanted by more than it calms. */
const MOST_STEP_MM = 3;

/** [1 2 1] / 4 along the three axes, rounded after each, edges repeated. @param into takes the result; it may be `hu` itself */
export const smooth = (hu: Int16Array, dims: Vec3, into: Int16Array = new Int16Array(hu.length)): Int16Array =>
  smoothInto(into, hu, dims, 1);

/** With the slices beside each, or where they are thick each alone. */
const reachOf = (sliceMm: number): 0 | 1 => (sliceMm > MOST_STEP_MM ? 0 : 1);

/** The same in the array itself, which it returns; within slices alone where they are thick. */
export const smoothInPlace = (
  hu: Int16Array,
  { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>,
): Int16Array => smoothInto(hu, hu, dims, reachOf(spacingMm[2]));

/** What `smoothInPlace` makes of a part of a volume, slice by slice, where all of it would take too much memory. */
export class SmoothSlices {
  private readonly hu: Int16Array;
  private readonly volumeDims: Vec3;
  private readonly box: VoxelBox;
  private readonly reach: 0 | 1;
  /** The latest three slices, smoothed within themselves, and done. */
  private readonly within: readonly Int16Array[];
  private readonly done: readonly Int16Array[];
  private withinUpTo = -1;
  private doneUpTo = -1;

  constructor(hu: Int16Array, { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>, box: VoxelBox) {
    this.hu = hu;
    this.volumeDims = dims;
    this.box = box;
    this.reach = reachOf(spacingMm[2]);
    const [columns, rows] = boxDims(box);
    const three = (): Int16Array[] => [0, 1, 2].map(() => new Int16Array(columns * rows));
    [this.within, this.done] = [three(), three()];
  }

  /** Slice `k` of the box, or one of the two before the last that was asked for; slices are asked for in order, some may be left out. */
  at(k: number): Int16Array {
    if (k > this.doneUpTo) this.blend(k);
    return this.done[k % 3]!;
  }

  /** Gives the memory back. */
  end(): void {
    release(...this.within, ...this.done);
  }

  private blend(k: number): void {
    const { reach, within } = this;
    const [columns, rows, slices] = boxDims(this.box);
    const beside = [Math.max(k - reach, 0), k, Math.min(k + reach, slices - 1)] as const;
    this.withinUpTo = Math.max(this.withinUpTo, beside[0] - 1);
    while (this.withinUpTo < beside[2]) this.smoothWithin(++this.withinUpTo);
    const plane = columns * rows;
    const { loops, memory, places } = makeRoom(2 * plane, 2 * plane, 2 * plane, 2 * plane);
    const [before, own, after] = beside.map((slice, n) =>
      copyIn(memory, places[n]!, bytesOf(within[slice % 3]!), 0, 2 * plane),
    ) as [number, number, number];
    loops.blend(before, own, after, places[3], plane);
    this.done[k % 3]!.set(new Int16Array(memory.buffer, places[3], plane));
    this.doneUpTo = k;
  }

  private smoothWithin(k: number): void {
    const { hu, volumeDims, box } = this;
    const [columns, rows] = boxDims(box);
    const slice = this.within[k % 3]!;
    const inSlice = box.min[2] + k;
    crop(hu, volumeDims, { min: [box.min[0], box.min[1], inSlice], max: [box.max[0], box.max[1], inSlice] }, slice);
    const { loops, memory, places } = makeRoom(2 * slice.length, 2 * slice.length, 3 * (2 * columns + 32));
    const raw = copyIn(memory, places[0], bytesOf(slice), 0, 2 * slice.length);
    loops.smoothSlice(raw, places[1], places[2], columns, rows);
    slice.set(new Int16Array(memory.buffer, places[1], slice.length));
  }
}

/**
 * Slice by slice within the slice; one is done as soon as the next one has come.
 * @param target may be the source
 * @param next 1: with the slices beside each, 0: each alone
 */
function smoothInto(target: Int16Array, source: Int16Array, [columns, rows, slices]: Vec3, next: 0 | 1): Int16Array {
  const plane = columns * rows;
  const sliceBytes = 2 * plane;
  const lineBytes = 3 * (2 * columns + 32);
  const sizes = [sliceBytes, sliceBytes, sliceBytes, sliceBytes, sliceBytes, lineBytes] as const;
  const { loops, memory, places } = makeRoom(...sizes);
  const [from, to, a, b, c, lines] = places;
  /** The slices that stay, each in the place of the third before it. */
  const within = [a, b, c] as const;
  const smoothed = (k: number): number => within[(k % 3) as 0 | 1 | 2];
  const [read, written] = [bytesOf(source), bytesOf(target)];
  const begin = (k: number): void => {
    const raw = copyIn(memory, from, read, k * sliceBytes, sliceBytes);
    loops.smoothSlice(raw, smoothed(k), lines, columns, rows);
  };
  if (slices > 0) begin(0);
  for (let k = 0; k < slices; k++) {
    if (k + 1 < slices) begin(k + 1);
    const done = wordAlike(to, written, k * sliceBytes);
    loops.blend(smoothed(Math.max(k - next, 0)), smoothed(k), smoothed(Math.min(k + next, slices - 1)), done, plane);
    written.set(memory.subarray(done, done + sliceBytes), k * sliceBytes);
  }
  return target;
}

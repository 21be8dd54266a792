/** Smoothing of intensities: takes most of the noise and moves edges by less than a voxel. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { bytesOf, copyIn, makeRoom, wordAlike } from '../native/index.ts';

/** Slices farther apart differ by more than noise: a mean over them would blur what is slanted by more than it calms. */
const MOST_STEP_MM = 3;

/** [1 2 1] / 4 along the three axes, rounded after each, edges repeated. */
export const smooth = (hu: Int16Array, dims: Vec3): Int16Array => smoothInto(new Int16Array(hu.length), hu, dims, 1);

/** The same in the array itself, which it returns; within slices alone where they are thick. */
export const smoothInPlace = (
  hu: Int16Array,
  { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>,
): Int16Array => smoothInto(hu, hu, dims, spacingMm[2] > MOST_STEP_MM ? 0 : 1);

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

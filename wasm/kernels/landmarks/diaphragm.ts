/**
 * The diaphragm on a canonical coarse grid: the undersides of the lungs, and between them, under the heart, a membrane that is stretched
 * from one to the other.
 */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';

/** Part of the body's section that is lung in a slice through the chest; less of it at the scan's top, and the domes lie above the scan. */
const LEAST_LUNG = 0.22;
const SWEEPS = 400;
const OMEGA = 1.8;

/**
 * @returns per column (i, j) the slice index of the diaphragm, fractional; null where no lung is seen.
 */
export function findDiaphragm(lungs: Uint8Array, body: Uint8Array, { dims }: VolumeGeometry): Float64Array | null {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const heights = new Float64Array(plane).fill(Number.NaN);
  for (let at = lungs.length - 1; at >= 0; at--) if (lungs[at] === 1) heights[at % plane] = Math.floor(at / plane);
  const known = heights.map((height) => (Number.isNaN(height) ? 0 : 1));
  let [sum, count] = [0, 0];
  for (const height of heights) {
    if (Number.isNaN(height)) continue;
    sum += height;
    count++;
  }
  if (count === 0) return null;
  const seen = showsDomes(lungs, body, dims);
  const inside = new Uint8Array(plane);
  for (let at = 0; at < body.length; at++) inside[at % plane]! |= body[at]!;
  const free: number[] = [];
  for (let at = 0; at < plane; at++) {
    if (known[at] === 1) continue;
    heights[at] = seen ? Math.min(slices - 1, sum / count) : slices - 1;
    if (inside[at] === 1 && seen) free.push(at);
  }
  const isPart = (at: number): boolean => known[at] === 1 || inside[at] === 1;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const at of free) {
      const i = at % columns;
      let [near, weight] = [0, 0];
      const take = (other: number): void => {
        if (!isPart(other)) return;
        near += heights[other]!;
        weight++;
      };
      if (i > 0) take(at - 1);
      if (i < columns - 1) take(at + 1);
      if (at >= columns) take(at - columns);
      if (at < plane - columns) take(at + columns);
      if (weight > 0) heights[at]! += OMEGA * (near / weight - heights[at]!);
    }
  }
  return heights;
}

/** Whether the scan reaches up to the chest, so that the domes of the diaphragm lie in it. */
export function showsDomes(lungs: Uint8Array, body: Uint8Array, [columns, rows, slices]: Vec3): boolean {
  const plane = columns * rows;
  return sizeOf(lungs, slices - 1, plane) >= LEAST_LUNG * sizeOf(body, slices - 1, plane);
}

/** Voxels of a mask in one slice. */
function sizeOf(mask: Uint8Array, slice: number, plane: number): number {
  let size = 0;
  for (let at = slice * plane; at < (slice + 1) * plane; at++) size += mask[at]!;
  return size;
}

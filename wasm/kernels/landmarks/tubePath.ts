/** The course of a vessel through the slices: the path that costs least (dynamic programming). */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';

/** How far the axis moves between slices, per mm of height. */
const MOST_SLOPE = 1;

/** Voxels from one place to another beside the spine, both in mm. */
export const voxelsBetween = (fromMm: number, toMm: number, stepMm: number): number[] =>
  Array.from({ length: Math.floor((toMm - fromMm) / stepMm) + 1 }, (_, n) => Math.ceil(fromMm / stepMm) + n);

/**
 * @param costs of each place, by slice, row and column
 * @param differs cost of two places, one above the other, for what they look like @param perVoxel cost of each voxel that the axis moves
 * @returns offsets into the costs, one for each slice
 */
export function cheapestPath(
  costs: ArrayLike<number>,
  [columns, rows]: readonly [columns: number, rows: number],
  { spacingMm }: VolumeGeometry,
  differs: (at: number, before: number) => number,
  perVoxel: number,
): number[] {
  const plane = columns * rows;
  const total = Float64Array.from(costs);
  const from = new Int32Array(total.length).fill(-1);
  const reach = (step: number): number => Math.max(1, Math.round((MOST_SLOPE * spacingMm[2]) / step));
  const [reachI, reachJ] = [reach(spacingMm[0]), reach(spacingMm[1])];
  for (let at = plane; at < total.length; at++) {
    const place = at % plane;
    const [i, j] = [place % columns, Math.floor(place / columns)];
    let best = Infinity;
    for (let dj = -reachJ; dj <= reachJ; dj++) {
      for (let di = -reachI; di <= reachI; di++) {
        if (i + di < 0 || i + di >= columns || j + dj < 0 || j + dj >= rows) continue;
        const before = at - plane + di + columns * dj;
        const cost = total[before]! + differs(at, before) + perVoxel * (Math.abs(di) + Math.abs(dj));
        if (cost >= best) continue;
        best = cost;
        from[at] = before;
      }
    }
    total[at]! += best;
  }
  let last = total.length - plane;
  for (let at = last + 1; at < total.length; at++) if (total[at]! < total[last]!) last = at;
  const path: number[] = [];
  for (let at = last; at >= 0; at = from[at]!) path.push(at);
  return path.reverse();
}

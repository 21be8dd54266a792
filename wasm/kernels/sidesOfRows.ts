import { indexToPatient, scale, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { SideOfPoint } from './types.ts';

/** Voxels between two places of a row at which the height over a cut is computed; it is nearly straight in between. */
const STEP = 8;

/**
 * The sides of voxels that are asked for row by row. Only the first of a row costs its position; where the height over the cut is known, only
 * every eighth voxel and those near the surface cost one.
 */
export function sidesOfRows(geometry: VolumeGeometry, side: SideOfPoint): (i: number, j: number, k: number) => boolean {
  const { direction, spacingMm } = geometry;
  const [dx, dy, dz] = scale(direction.i, spacingMm[0]);
  const { heightMm, sureShare } = side.over ?? {};
  const sureMm = STEP * spacingMm[0] * (sureShare ?? 0);
  let [row, slice] = [-1, -1];
  let [x, y, z] = [0, 0, 0];
  const sideAt = (i: number): boolean => side(x + i * dx, y + i * dy, z + i * dz);
  const toRow = (j: number, k: number): void => {
    [row, slice] = [j, k];
    [x, y, z] = indexToPatient(geometry, [0, j, k]);
  };
  if (heightMm === undefined)
    return (i, j, k) => {
      if (j !== row || k !== slice) toRow(j, k);
      return sideAt(i);
    };
  const heightAt = (i: number): number => heightMm(x + i * dx, y + i * dy, z + i * dz);
  /** Between which the height is known, at both ends. */
  let [from, low, high] = [-Infinity, 0, 0];
  return (i, j, k) => {
    if (j !== row || k !== slice) {
      toRow(j, k);
      from = -Infinity;
    }
    if (i < from || i >= from + STEP) {
      low = i === from + STEP ? high : heightAt(i);
      from = i;
      high = heightAt(i + STEP);
    }
    const between = low + ((high - low) * (i - from)) / STEP;
    return Math.abs(between) > sureMm ? between > 0 : sideAt(i);
  };
}

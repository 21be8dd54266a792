import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { indexToPatient } from '../../electron/core/domain/geometry.ts';

/** Walks the grid in memory order and hands over the voxels that `wanted` names, with index and position (mm). */
export function scanVoxels(
  geometry: VolumeGeometry,
  wanted: (at: number) => boolean,
  visit: (at: number, i: number, j: number, k: number, xMm: number, yMm: number, zMm: number) => void,
): void {
  const [columns, rows, slices] = geometry.dims;
  const { i: direction } = geometry.direction;
  const step = geometry.spacingMm[0];
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const [x, y, z] = indexToPatient(geometry, [0, j, k]);
      for (let i = 0; i < columns; i++, at++) {
        if (!wanted(at)) continue;
        const along = i * step;
        visit(at, i, j, k, x + direction[0] * along, y + direction[1] * along, z + direction[2] * along);
      }
    }
  }
}

/** How far a lesion may reach, given that its longest diameter was drawn, if not exactly. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { patientToIndex } from '../../../electron/core/domain/geometry.ts';
import type { Mark } from './stroke.ts';

/** Beyond a lesion's farthest reach, what is this near shows what it lies in. */
export const AROUND_MM = 10;

/** Up to here the strokes' length says nothing against a voxel. */
export const nearMm = ({ halfMm }: Mark): number => 1.05 * halfMm + 0.5;
/** Nothing is lesion from here on. */
export const farthestMm = ({ halfMm }: Mark): number => 1.35 * halfMm + 4;

/** Distance (mm) of each voxel to the mark's centre. */
export function distances(geometry: VolumeGeometry, { centreMm }: Mark): Float32Array {
  const { dims, spacingMm } = geometry;
  const centre = patientToIndex(geometry, centreMm);
  const result = new Float32Array(dims[0] * dims[1] * dims[2]);
  let at = 0;
  for (let k = 0; k < dims[2]; k++) {
    const z = (k - centre[2]) * spacingMm[2];
    for (let j = 0; j < dims[1]; j++) {
      const y = (j - centre[1]) * spacingMm[1];
      for (let i = 0; i < dims[0]; i++) {
        const x = (i - centre[0]) * spacingMm[0];
        result[at++] = Math.sqrt(x * x + y * y + z * z);
      }
    }
  }
  return result;
}

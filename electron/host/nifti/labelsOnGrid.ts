import { RemnantError } from '../../core/contract/errors.ts';
import { voxelCount, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { placeOnGrid } from '../../core/domain/gridMatch.ts';
import type { NiftiImage } from './read.ts';

/**
 * A mask's values in the volume's own order: axes are swapped and flipped, nothing is interpolated.
 * @throws RemnantError 'refused' when the mask is on another grid or holds values that are no labels (whole numbers 0..255)
 */
export function labelsOnGrid({ dims, affine, values }: NiftiImage, geometry: VolumeGeometry): Uint8Array {
  const axes = [affine.i, affine.j, affine.k].map((stepMm, axis) => ({ size: dims[axis]!, stepMm }));
  const placed = placeOnGrid({ originMm: affine.origin, axes }, geometry);
  if (!placed || values.length !== voxelCount(geometry)) {
    throw new RemnantError(
      'refused',
      'The mask lies on another grid than the series, so its voxels are not the voxels of this CT.',
    );
  }
  const [alongI, alongJ, alongK] = placed.strides as [number, number, number];
  const labels = new Uint8Array(values.length);
  let from = 0;
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      let to = placed.start + k * alongK + j * alongJ;
      for (let i = 0; i < dims[0]; i++, to += alongI) {
        const value = values[from++]!;
        if (value === 0) continue;
        if (!(Number.isInteger(value) && value > 0 && value < 256)) {
          throw new RemnantError(
            'refused',
            'The file holds other values than whole numbers from 0 to 255, so it is not a mask.',
          );
        }
        labels[to] = value;
      }
    }
  }
  return labels;
}

import { RemnantError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { reorderOnGrid, type MaskGrid } from '../../core/domain/maskGrid.ts';
import type { NiftiImage } from './read.ts';

/**
 * A mask's values as labels, in the file's own order, with its grid.
 * @throws RemnantError 'refused' when it holds values that are no labels (whole numbers 0..255)
 */
export function niftiGrid({ dims, affine, values }: NiftiImage): { values: Uint8Array; grid: MaskGrid } {
  const labels = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (!(Number.isInteger(value) && value >= 0 && value < 256)) {
      throw new RemnantError(
        'refused',
        'The file holds other values than whole numbers from 0 to 255, so it is not a mask.',
      );
    }
    labels[at] = value;
  }
  return { values: labels, grid: { dims, originMm: affine.origin, stepsMm: [affine.i, affine.j, affine.k] } };
}

/**
 * A mask's values in the volume's own order: axes are swapped and flipped, nothing is interpolated.
 * @throws RemnantError 'refused' when the mask is on another grid or holds values that are no labels (whole numbers 0..255)
 */
export function labelsOnGrid(image: NiftiImage, geometry: VolumeGeometry): Uint8Array {
  const { values, grid } = niftiGrid(image);
  const labels = reorderOnGrid(values, grid, geometry);
  if (labels) return labels;
  throw new RemnantError(
    'refused',
    'The mask lies on another grid than the series, so its voxels are not the voxels of this CT.',
  );
}

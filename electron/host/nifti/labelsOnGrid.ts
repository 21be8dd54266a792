import { RemnantError } from '../../core/contract/errors.ts';
import {
  add,
  length,
  patientToIndex,
  scale,
  subtract,
  voxelCount,
  type Vec3,
  type VolumeGeometry,
} from '../../core/domain/geometry.ts';
import { affineOf, type Affine } from './affine.ts';
import type { NiftiImage } from './read.ts';

/**
 * How far the corners of two grids may lie apart for their voxels to be the same ones. Headers round: a spacing of 0.703125 mm written as
 * 0.7031 is off by 0.013 mm after 512 columns, and single precision adds a little. Half a voxel, where neighbours could be mistaken, is at
 * least ten times as much.
 */
export const GRID_TOLERANCE_MM = 0.02;

const otherGrid = (): RemnantError =>
  new RemnantError(
    'refused',
    'The mask lies on another grid than the series, so its voxels are not the voxels of this CT.',
  );

const positionAt = ({ i, j, k, origin }: Affine, [a, b, c]: Vec3): Vec3 =>
  add(origin, add(scale(i, a), add(scale(j, b), scale(k, c))));

/**
 * For each axis of the mask, the volume's axis that it runs along and whether backwards.
 * @throws RemnantError 'refused' when the grids differ in more than the order and direction of their axes
 */
function matchAxes(
  image: Pick<NiftiImage, 'dims' | 'affine'>,
  geometry: VolumeGeometry,
): { axis: number; backwards: boolean }[] {
  const first = patientToIndex(geometry, image.affine.origin);
  const matched = [image.affine.i, image.affine.j, image.affine.k].map((step) => {
    const moved = subtract(patientToIndex(geometry, add(image.affine.origin, step)), first);
    const axis = [0, 1, 2].reduce(
      (best, candidate) => (Math.abs(moved[candidate]!) > Math.abs(moved[best]!) ? candidate : best),
      0,
    );
    return { axis, backwards: moved[axis]! < 0 };
  });
  if (new Set(matched.map(({ axis }) => axis)).size < 3) throw otherGrid();
  if (matched.some(({ axis }, own) => image.dims[own] !== geometry.dims[axis])) throw otherGrid();
  const volume = affineOf(geometry);
  for (let corner = 0; corner < 8; corner++) {
    const own = [0, 1, 2].map((axis) => (corner & (1 << axis) ? image.dims[axis]! - 1 : 0)) as unknown as Vec3;
    const index = [0, 0, 0];
    matched.forEach(({ axis, backwards }, ownAxis) => {
      index[axis] = backwards ? geometry.dims[axis]! - 1 - own[ownAxis]! : own[ownAxis]!;
    });
    const apart = length(subtract(positionAt(image.affine, own), positionAt(volume, index as unknown as Vec3)));
    if (!(apart <= GRID_TOLERANCE_MM)) throw otherGrid();
  }
  return matched;
}

/**
 * A mask's values in the volume's own order: axes are swapped and flipped, nothing is interpolated.
 * @throws RemnantError 'refused' when the mask is on another grid or holds values that are no labels (whole numbers 0..255)
 */
export function labelsOnGrid(image: NiftiImage, geometry: VolumeGeometry): Uint8Array {
  const matched = matchAxes(image, geometry);
  const strides = [1, geometry.dims[0], geometry.dims[0] * geometry.dims[1]];
  const steps = matched.map(({ axis, backwards }) => (backwards ? -strides[axis]! : strides[axis]!));
  const start = matched.reduce(
    (sum, { axis, backwards }) => sum + (backwards ? (geometry.dims[axis]! - 1) * strides[axis]! : 0),
    0,
  );
  const labels = new Uint8Array(voxelCount(geometry));
  const { values } = image;
  let from = 0;
  for (let k = 0; k < image.dims[2]; k++) {
    for (let j = 0; j < image.dims[1]; j++) {
      let to = start + k * steps[2]! + j * steps[1]!;
      for (let i = 0; i < image.dims[0]; i++, to += steps[0]!) {
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

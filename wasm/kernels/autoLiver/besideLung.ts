/**
 * Between liver and lung lies the diaphragm, two to four millimetres of muscle that no resolution of a CT tells from either. Half of the
 * difference between liver and lung is reached beyond it; so what is darker than tissue near the lung is left to the lung.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { boxDims } from '../box.ts';
import { Seed } from '../grow/seeds.ts';
import type { VoxelBox } from '../types.ts';

const TISSUE_HU = 0;

/**
 * @param near 0/1 per block of `grid`, whose first block begins at the volume's first voxel: lung and what is close to it.
 * @returns `Seed` values of the voxels of `box`.
 */
export function seedsBesideLung(
  hu: Int16Array,
  dims: Vec3,
  box: VoxelBox,
  near: Uint8Array,
  gridDims: Vec3,
  factors: Vec3,
): Uint8Array {
  const [columns, rows, slices] = boxDims(box);
  const seeds = new Uint8Array(columns * rows * slices);
  const block = Int32Array.from({ length: columns }, (_, i) => Math.floor((i + box.min[0]) / factors[0]));
  let at = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = gridDims[0] * (Math.floor(j / factors[1]) + gridDims[1] * Math.floor(k / factors[2]));
      const from = box.min[0] + dims[0] * (j + dims[1] * k);
      for (let i = 0; i < columns; i++, at++) {
        if (near[row + block[i]!] === 1 && hu[from + i]! < TISSUE_HU) seeds[at] = Seed.background;
      }
    }
  }
  return seeds;
}

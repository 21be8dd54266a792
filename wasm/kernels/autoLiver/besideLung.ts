/**
 * Between liver and lung lies the diaphragm, which no resolution of a CT tells from either: it looks like the liver's own rim. So the liver
 * ends its thickness below the lung's surface, which is found between voxels, where density is midway between lung and tissue.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { boxDims } from '../box.ts';
import { Seed } from '../grow/seeds.ts';
import type { VoxelBox } from '../types.ts';

/** At rest, lying, most series measure 1.6 to 2.2 mm (reviewed in doi 10.12998/wjcc.v8.i12.2408). */
const DIAPHRAGM_MM = 2;
/** Midway between lung and tissue. */
const SURFACE_HU = -400;
/** Darker than tissue, whatever lies between. */
const TISSUE_HU = 0;

/**
 * @param near 0/1 per block of `grid`, whose first block begins at the volume's first voxel: lung and what is close to it.
 * @returns `Seed` values of the voxels of `box`.
 */
export function seedsBesideLung(
  hu: Int16Array,
  { dims, spacingMm }: { readonly dims: Vec3; readonly spacingMm: Vec3 },
  box: VoxelBox,
  near: Uint8Array,
  gridDims: Vec3,
  factors: Vec3,
): Uint8Array {
  const [columns, rows, slices] = boxDims(box);
  const seeds = new Uint8Array(columns * rows * slices);
  const block = Int32Array.from({ length: columns }, (_, i) => Math.floor((i + box.min[0]) / factors[0]));
  const isClose = closeToLung(hu, dims, spacingMm);
  let at = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = gridDims[0] * (Math.floor(j / factors[1]) + gridDims[1] * Math.floor(k / factors[2]));
      const from = dims[0] * (j + dims[1] * k);
      for (let i = 0; i < columns; i++, at++) {
        if (near[row + block[i]!] === 0) continue;
        const voxel = from + box.min[0] + i;
        if (hu[voxel]! < TISSUE_HU || isClose(voxel, box.min[0] + i, j, k)) seeds[at] = Seed.background;
      }
    }
  }
  return seeds;
}

/**
 * Whether a voxel of tissue lies nearer to the lung's surface than the diaphragm is thick. The surface is taken for a plane, whose distance
 * follows from where it cuts the three axes: 1 / d2 = 1 / x2 + 1 / y2 + 1 / z2.
 */
function closeToLung(
  hu: Int16Array,
  dims: Vec3,
  spacingMm: Vec3,
): (voxel: number, i: number, j: number, k: number) => boolean {
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const least = 1 / (DIAPHRAGM_MM * DIAPHRAGM_MM);
  // A plane at that distance cuts one of the axes at most so far away.
  const reachMm = Math.sqrt(3) * DIAPHRAGM_MM;
  const steps = spacingMm.map((step) => Math.ceil(reachMm / step));
  const cut = (voxel: number, stride: number, most: number): number => {
    let before = hu[voxel]!;
    for (let n = 1; n <= most; n++) {
      const value = hu[voxel + n * stride]!;
      if (value < SURFACE_HU) return n - 1 + (before - SURFACE_HU) / (before - value);
      before = value;
    }
    return Infinity;
  };
  return (voxel, i, j, k) => {
    const index = [i, j, k] as const;
    let inverse = 0;
    for (const axis of [0, 1, 2] as const) {
      const [stride, most] = [strides[axis], steps[axis]!];
      const back = cut(voxel, -stride, Math.min(most, index[axis]));
      const forth = cut(voxel, stride, Math.min(most, dims[axis] - 1 - index[axis]));
      const away = Math.min(back, forth) * spacingMm[axis];
      inverse += 1 / (away * away);
    }
    return inverse > least;
  };
}

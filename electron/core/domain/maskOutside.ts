/** What of a mask lies outside of a volume, and so is lost when the mask is brought to the volume's grid. */
import { cross, dot, patientToIndex, add, subtract, type Vec3, type VolumeGeometry } from './geometry.ts';
import type { MaskGrid } from './maskGrid.ts';

/** Of a voxel: centres on the border are rounded by headers, and belong to the volume. */
const TOLERANCE = 1e-3;

/** First and last place along a row whose centre lies in the volume; `first > last` for none. */
type Inside = readonly [first: number, last: number];

/**
 * @param values of the mask, in its own order
 * @returns by value, the mL of its voxels whose centre lies in no voxel of the volume; 0 for value 0, which is nothing
 */
export function outsideMl(values: Uint8Array, grid: MaskGrid, geometry: VolumeGeometry): Float64Array {
  const counts = new Float64Array(256);
  const [nx, ny, nz] = grid.dims;
  const first = patientToIndex(geometry, grid.originMm);
  const [alongI, alongJ, alongK] = grid.stepsMm.map((stepMm) =>
    subtract(patientToIndex(geometry, add(grid.originMm, stepMm)), first),
  ) as [Vec3, Vec3, Vec3];
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const at = nx * (j + ny * k);
      const start = first.map((place, axis) => place + j * alongJ[axis]! + k * alongK[axis]!);
      const [from, to] = insideOf(start, alongI, nx, geometry.dims);
      for (let i = 0; i < Math.min(from, nx); i++) counts[values[at + i]!]!++;
      for (let i = Math.max(to + 1, from); i < nx; i++) counts[values[at + i]!]!++;
    }
  counts[0] = 0;
  const [i, j, k] = grid.stepsMm;
  const voxelMl = Math.abs(dot(i, cross(j, k))) / 1000;
  return counts.map((count) => count * voxelMl);
}

function insideOf(start: readonly number[], step: Vec3, count: number, dims: Vec3): Inside {
  let [from, to] = [0, count - 1];
  for (let axis = 0; axis < 3; axis++) {
    const lowest = -0.5 - TOLERANCE - start[axis]!;
    const highest = dims[axis]! - 0.5 + TOLERANCE - start[axis]!;
    const along = step[axis]!;
    if (Math.abs(along) < 1e-12) {
      if (lowest > 0 || highest < 0) return [count, count - 1];
      continue;
    }
    const [a, b] = along > 0 ? [lowest / along, highest / along] : [highest / along, lowest / along];
    from = Math.max(from, Math.ceil(a));
    to = Math.min(to, Math.floor(b));
  }
  return from <= to ? [from, to] : [count, count - 1];
}

import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { indexToPatient } from '../../../electron/core/domain/geometry.ts';
import { boxDims } from '../box.ts';
import { release } from '../release.ts';
import { BoxSumSlices } from './boxSumSlices.ts';
import type { VoxelBox } from '../types.ts';

/** Whole voxels per axis that make one coarse voxel of about `targetMm`. */
export function blockFactors({ spacingMm, dims }: VolumeGeometry, targetMm: number): Vec3 {
  const factor = (axis: 0 | 1 | 2): number => Math.min(dims[axis], Math.max(1, Math.round(targetMm / spacingMm[axis])));
  return [factor(0), factor(1), factor(2)];
}

/** Grid of the blocks inside `box`; blocks cut by the box's end are full size all the same. */
export function blockGeometry(geometry: VolumeGeometry, box: VoxelBox, factors: Vec3): VolumeGeometry {
  const size = boxDims(box);
  const centre = (axis: 0 | 1 | 2): number => box.min[axis] + (factors[axis] - 1) / 2;
  const blocks = (axis: 0 | 1 | 2): number => Math.ceil(size[axis] / factors[axis]);
  const { spacingMm, direction } = geometry;
  return {
    dims: [blocks(0), blocks(1), blocks(2)],
    spacingMm: [spacingMm[0] * factors[0], spacingMm[1] * factors[1], spacingMm[2] * factors[2]],
    originMm: indexToPatient(geometry, [centre(0), centre(1), centre(2)]),
    direction,
  };
}

/** The grid of the voxels inside `box`. */
export const cropGeometry = (geometry: VolumeGeometry, box: VoxelBox): VolumeGeometry => ({
  ...geometry,
  dims: boxDims(box),
  originMm: indexToPatient(geometry, box.min),
});

/** Mean HU of each block, or most of each block of a 0/1 mask: rounded. */
export function blockMeans<T extends Int16Array | Uint8Array>(
  values: T,
  dims: Vec3,
  box: VoxelBox,
  factors: Vec3,
  coarseDims: Vec3,
): T {
  const sums = new Float64Array(coarseDims[0] * coarseDims[1] * coarseDims[2]);
  const size = boxDims(box);
  for (let k = 0; k < size[2]; k++) {
    const coarseK = Math.floor(k / factors[2]);
    for (let j = 0; j < size[1]; j++) {
      let to = coarseDims[0] * (Math.floor(j / factors[1]) + coarseDims[1] * coarseK);
      let from = box.min[0] + dims[0] * (j + box.min[1] + dims[1] * (k + box.min[2]));
      const end = from + size[0];
      while (from < end) {
        const next = Math.min(end, from + factors[0]);
        let sum = 0;
        for (; from < next; from++) sum += values[from]!;
        sums[to++]! += sum;
      }
    }
  }
  const means = values instanceof Uint8Array ? new Uint8Array(sums.length) : new Int16Array(sums.length);
  const inBlock = (axis: 0 | 1 | 2, block: number): number =>
    Math.min(factors[axis], size[axis] - block * factors[axis]);
  for (let k = 0, at = 0; k < coarseDims[2]; k++) {
    for (let j = 0; j < coarseDims[1]; j++) {
      const perColumn = inBlock(1, j) * inBlock(2, k);
      for (let i = 0; i < coarseDims[0]; i++, at++) means[at] = Math.round(sums[at]! / (perColumn * inBlock(0, i)));
    }
  }
  release(sums);
  return means as T;
}

/**
 * Hands over runs of voxels with the offsets of their neighbours along one axis; 0 at the grid's ends, so that edges repeat.
 * @param stride offset between neighbours of the axis, `size` how many there are.
 */
export function alongAxis(
  size: number,
  stride: number,
  total: number,
  visit: (start: number, end: number, back: number, forth: number) => void,
): void {
  const span = size * stride;
  for (let line = 0; line < total; line += span) {
    if (size === 1) visit(line, line + stride, 0, 0);
    else {
      visit(line, line + stride, 0, stride);
      visit(line + stride, line + span - stride, stride, stride);
      visit(line + span - stride, line + span, stride, 0);
    }
  }
}

/** How many of the 27 voxels around each are in the mask; the edges of the grid repeat. */
export function boxSums(mask: Uint8Array, dims: Vec3): Uint8Array {
  const plane = dims[0] * dims[1];
  const sums = new Uint8Array(mask.length);
  const slices = new BoxSumSlices(mask, dims);
  for (let k = 0; k < dims[2]; k++) sums.set(slices.at(k), k * plane);
  slices.end();
  return sums;
}

/** Part of the voxels within `reachMm` along each axis that a 0/1 mask holds; the grid's outside counts as empty. */
export function boxFractions(mask: Uint8Array, { dims, spacingMm }: VolumeGeometry, reachMm: number): Float32Array {
  const field = new Float32Array(mask);
  const line = new Float64Array(Math.max(...dims) + 1);
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  for (const axis of [0, 1, 2] as const) {
    const [size, stride] = [dims[axis], strides[axis]];
    const reach = Math.max(1, Math.round(reachMm / spacingMm[axis]));
    for (let start = 0; start < field.length; start++) {
      if (Math.floor(start / stride) % size !== 0) continue;
      for (let n = 0; n < size; n++) line[n + 1] = line[n]! + field[start + n * stride]!;
      for (let n = 0; n < size; n++) {
        const sum = line[Math.min(size, n + reach + 1)]! - line[Math.max(0, n - reach)]!;
        field[start + n * stride] = sum / (2 * reach + 1);
      }
    }
  }
  return field;
}

/** Trilinear values of a block grid at the voxels of `box`, cut at its edges. */
export function upsample(coarse: Float32Array, coarseDims: Vec3, factors: Vec3, dims: Vec3): Float32Array {
  const fine = new Float32Array(dims[0] * dims[1] * dims[2]);
  let to = 0;
  upsampleRows(coarse, coarseDims, factors, dims, (values) => {
    fine.set(values, to);
    to += values.length;
  });
  return fine;
}

/** The same row by row, in memory order. @param visit gets each row's values, in an array that the next row's go to as well */
export function upsampleRows(
  coarse: Float32Array,
  coarseDims: Vec3,
  factors: Vec3,
  dims: Vec3,
  visit: (values: Float32Array, j: number, k: number) => void,
): void {
  const [xs, ys, zs] = [0, 1, 2].map((axis) => axisWeights(dims[axis]!, coarseDims[axis]!, factors[axis]!)) as [
    AxisWeights,
    AxisWeights,
    AxisWeights,
  ];
  const row = new Float32Array(coarseDims[0]);
  const values = new Float32Array(dims[0]);
  const plane = coarseDims[0] * coarseDims[1];
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      const a = zs.low[k]! * plane + ys.low[j]! * coarseDims[0];
      const b = zs.low[k]! * plane + ys.high[j]! * coarseDims[0];
      const c = zs.high[k]! * plane + ys.low[j]! * coarseDims[0];
      const d = zs.high[k]! * plane + ys.high[j]! * coarseDims[0];
      const [fy, fz] = [ys.part[j]!, zs.part[k]!];
      for (let i = 0; i < row.length; i++) {
        const near = coarse[a + i]! * (1 - fy) + coarse[b + i]! * fy;
        const far = coarse[c + i]! * (1 - fy) + coarse[d + i]! * fy;
        row[i] = near * (1 - fz) + far * fz;
      }
      for (let i = 0; i < dims[0]; i++) {
        const fx = xs.part[i]!;
        values[i] = row[xs.low[i]!]! * (1 - fx) + row[xs.high[i]!]! * fx;
      }
      visit(values, j, k);
    }
  }
}

interface AxisWeights {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly part: Float32Array;
}

function axisWeights(size: number, coarseSize: number, factor: number): AxisWeights {
  const low = new Int32Array(size);
  const high = new Int32Array(size);
  const part = new Float32Array(size);
  for (let n = 0; n < size; n++) {
    const position = Math.min(coarseSize - 1, Math.max(0, (n - (factor - 1) / 2) / factor));
    low[n] = Math.floor(position);
    high[n] = Math.min(coarseSize - 1, low[n]! + 1);
    part[n] = position - low[n]!;
  }
  return { low, high, part };
}

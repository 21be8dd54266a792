import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { patientToIndex } from '../../../electron/core/domain/geometry.ts';
import { boxDims } from '../box.ts';
import { alongAxis, blockFactors, blockGeometry, blockMeans } from '../grow/resample.ts';
import type { VoxelBox } from '../types.ts';
import type { Mark } from './stroke.ts';

/** The surroundings of a mark in blocks of voxels: fine enough to show its shape, coarse enough to be quick. */
export interface WorkingGrid {
  /** Voxels of the volume that it covers. */
  readonly box: VoxelBox;
  readonly factors: Vec3;
  readonly geometry: VolumeGeometry;
  /** Mean HU of each block, with less noise. */
  readonly hu: Int16Array;
  /** 1 where most of the block is liver; null when no liver is known. */
  readonly liver: Uint8Array | null;
}

/** Blocks across half a lesion. */
const BLOCKS_PER_HALF = 15;
/** Blocks shorter than this are smoothed with their neighbours: noise has no place for its many voxels then. */
const SMOOTHED_BELOW_MM = 1.6;

/** Box of the voxels within `reachMm` of the mark's centre, or null when that is outside the volume. */
export function boxOf(geometry: VolumeGeometry, { centreMm }: Mark, reachMm: number): VoxelBox | null {
  const centre = patientToIndex(geometry, centreMm);
  const { dims, spacingMm } = geometry;
  const low = (axis: 0 | 1 | 2): number => Math.max(0, Math.ceil(centre[axis] - reachMm / spacingMm[axis]));
  const high = (axis: 0 | 1 | 2): number =>
    Math.min(dims[axis] - 1, Math.floor(centre[axis] + reachMm / spacingMm[axis]));
  const box: VoxelBox = { min: [low(0), low(1), low(2)], max: [high(0), high(1), high(2)] };
  return ([0, 1, 2] as const).some((axis) => box.max[axis] < box.min[axis]) ? null : box;
}

export function workingGrid(
  hu: Int16Array,
  liver: Uint8Array | null,
  geometry: VolumeGeometry,
  box: VoxelBox,
  halfMm: number,
): WorkingGrid {
  const wanted = blockFactors(geometry, halfMm / BLOCKS_PER_HALF);
  const size = boxDims(box);
  const factors: Vec3 = [Math.min(wanted[0], size[0]), Math.min(wanted[1], size[1]), Math.min(wanted[2], size[2])];
  const coarse = blockGeometry(geometry, box, factors);
  return {
    box,
    factors,
    geometry: coarse,
    hu: smoothFineAxes(blockMeans(hu, geometry.dims, box, factors, coarse.dims), coarse),
    liver: liver && middlesOf(liver, geometry, box, factors, coarse),
  };
}

/** [1 2 1] / 4 along the axes with short blocks. */
function smoothFineAxes(hu: Int16Array, { dims, spacingMm }: VolumeGeometry): Int16Array {
  let values = hu;
  for (const axis of [0, 1, 2] as const) {
    if (spacingMm[axis] >= SMOOTHED_BELOW_MM) continue;
    const stride = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
    const from = values;
    const next = new Int16Array(from.length);
    alongAxis(dims[axis], stride, from.length, (start, end, back, forth) => {
      for (let at = start; at < end; at++) next[at] = (from[at - back]! + 2 * from[at]! + from[at + forth]! + 2) >> 2;
    });
    values = next;
  }
  return values;
}

/** 1 for the blocks whose middle voxel is liver. */
function middlesOf(
  liver: Uint8Array,
  { dims }: VolumeGeometry,
  box: VoxelBox,
  factors: Vec3,
  coarse: VolumeGeometry,
): Uint8Array {
  const [columns, rows, slices] = coarse.dims;
  const middle = (axis: 0 | 1 | 2, block: number): number =>
    Math.min(box.max[axis], box.min[axis] + block * factors[axis] + (factors[axis] >> 1));
  const result = new Uint8Array(columns * rows * slices);
  let to = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = dims[0] * (middle(1, j) + dims[1] * middle(2, k));
      for (let i = 0; i < columns; i++) result[to++] = liver[row + middle(0, i)] !== 0 ? 1 : 0;
    }
  }
  return result;
}

import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { crop, emptyShape, growBox, marginVoxels, occupiedBox } from '../box.ts';
import type { KernelContext, Shape, VoxelBox } from '../types.ts';
import { refine } from './refine.ts';
import { cropGeometry } from './resample.ts';

/** Room around the coarse liver for the fine border. */
const MARGIN_MM = 10;

/** A liver in blocks of voxels. */
export interface BlockLiver {
  /** 0/1 per block. */
  readonly mask: Uint8Array;
  /** The grid of the blocks. */
  readonly grid: VolumeGeometry;
  /** Voxels per block and axis. */
  readonly factors: Vec3;
  /** The part of the volume that was parted into blocks. */
  readonly origin: VoxelBox;
}

/**
 * From a liver in blocks to its border between voxels.
 * @param seedsOn `Seed` values of the voxels of a part of the grid.
 * @returns it in a box with some room around it; empty where there are no blocks.
 */
export function fineLiver(
  hu: Int16Array,
  geometry: VolumeGeometry,
  { mask, grid, factors, origin }: BlockLiver,
  seedsOn: (part: VolumeGeometry, box: VoxelBox) => Uint8Array,
  ctx: KernelContext,
): Shape {
  const found = occupiedBox(mask, grid.dims);
  if (!found) return emptyShape();
  const blocks = growBox(found, marginVoxels(grid, MARGIN_MM), grid.dims);
  const coarse = { mask: crop(mask, grid.dims, blocks), geometry: cropGeometry(grid, blocks), factors };
  const box = voxelsOf(blocks, factors, origin);
  const seeds = seedsOn(cropGeometry(geometry, box), box);
  return { box, mask: refine(hu, geometry, box, coarse, seeds, ctx) };
}

/** The voxels of whole blocks; `origin` is the box that was parted into blocks. */
export function voxelsOf(blocks: VoxelBox, factors: Vec3, origin: VoxelBox): VoxelBox {
  const low = (axis: 0 | 1 | 2): number => origin.min[axis] + blocks.min[axis] * factors[axis];
  const high = (axis: 0 | 1 | 2): number =>
    Math.min(origin.max[axis], origin.min[axis] + (blocks.max[axis] + 1) * factors[axis] - 1);
  return { min: [low(0), low(1), low(2)], max: [high(0), high(1), high(2)] };
}

import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { patientToIndex } from '../../../electron/core/domain/geometry.ts';
import { crop, growBox, marginVoxels, occupiedBox, uncrop } from '../box.ts';
import type { KernelContext, VoxelBox } from '../types.ts';
import { coarseLiver } from './coarseLiver.ts';
import { refine } from './refine.ts';
import { blockFactors, blockGeometry, blockMeans, cropGeometry } from './resample.ts';
import { rasteriseStrokes } from './seeds.ts';

export interface GrowLiverInput {
  /** HU of the whole grid. */
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  /** At least one liver stroke; tumour points count as inside the liver, background as outside. */
  readonly strokes: readonly Stroke[];
}

const COARSE_MM = 3;
/** No liver reaches farther than this from a stroke inside it. */
const REACH_MM = 250;
/** Room around the coarse liver for the fine border. */
const MARGIN_MM = 10;

/**
 * The liver from a few strokes: its shape from a coarse copy, its border from the voxels themselves.
 * @returns mask 0/1 of the whole grid. Voxels of background strokes are never in it.
 * @throws RemnantError('invalid_input') without a liver stroke inside the volume; RemnantError('cancelled').
 */
export function growLiver({ hu, geometry, strokes }: GrowLiverInput, ctx: KernelContext): Uint8Array {
  const result = new Uint8Array(hu.length);
  const factors = blockFactors(geometry, COARSE_MM);
  const around = aroundStrokes(geometry, strokes);
  const grid = blockGeometry(geometry, around, factors);
  const means = blockMeans(hu, geometry.dims, around, factors, grid.dims);
  ctx.progress(0.1);
  const { mask } = coarseLiver(means, grid, strokes, ctx);
  ctx.progress(0.4);
  const found = occupiedBox(mask, grid.dims);
  if (!found) return result;
  const blocks = growBox(found, marginVoxels(grid, MARGIN_MM), grid.dims);
  const coarse = { mask: crop(mask, grid.dims, blocks), geometry: cropGeometry(grid, blocks), factors };
  const box = voxelsOf(blocks, factors, around);
  const seeds = rasteriseStrokes(cropGeometry(geometry, box), strokes);
  const fine = refine(hu, geometry, box, coarse, seeds, ctx);
  ctx.throwIfCancelled();
  uncrop(fine, box, result, geometry.dims);
  ctx.progress(1);
  return result;
}

/** The part of the grid a liver with these strokes can be in. */
function aroundStrokes(geometry: VolumeGeometry, strokes: readonly Stroke[]): VoxelBox {
  const { dims } = geometry;
  const points = strokes.flatMap(({ pointsMm }) => pointsMm.map((point) => patientToIndex(geometry, point)));
  const clamp = (axis: 0 | 1 | 2, value: number): number => Math.min(dims[axis] - 1, Math.max(0, Math.round(value)));
  const ends = (choose: (...values: number[]) => number): Vec3 => {
    const end = (axis: 0 | 1 | 2): number => clamp(axis, choose(...points.map((point) => point[axis])));
    return [end(0), end(1), end(2)];
  };
  return growBox({ min: ends(Math.min), max: ends(Math.max) }, marginVoxels(geometry, REACH_MM), dims);
}

/** The voxels of whole blocks; `origin` is the box that was parted into blocks. */
function voxelsOf(blocks: VoxelBox, factors: Vec3, origin: VoxelBox): VoxelBox {
  const low = (axis: 0 | 1 | 2): number => origin.min[axis] + blocks.min[axis] * factors[axis];
  const high = (axis: 0 | 1 | 2): number =>
    Math.min(origin.max[axis], origin.min[axis] + (blocks.max[axis] + 1) * factors[axis] - 1);
  return { min: [low(0), low(1), low(2)], max: [high(0), high(1), high(2)] };
}

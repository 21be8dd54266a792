import type { Stroke } from '../../../electron/core/contract/common.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { patientToIndex } from '../../../electron/core/domain/geometry.ts';
import { growBox, marginVoxels } from '../box.ts';
import type { KernelContext, Shape, VoxelBox } from '../types.ts';
import { coarseLiver } from './coarseLiver.ts';
import { fineLiver } from './fineLiver.ts';
import type { GrowLiverInput } from './input.ts';
import { blockFactors, blockGeometry, blockMeans } from './resample.ts';
import { rasteriseStrokes } from './seeds.ts';

const COARSE_MM = 3;
/** No liver reaches farther than this from a stroke inside it. */
const REACH_MM = 250;

/**
 * The liver from strokes alone, where nothing else is known of it: its shape from a coarse copy, its border from the voxels themselves.
 * @returns the liver in a box around it. Voxels of background strokes are never in it.
 * @throws RemnantError('invalid_input') without a liver stroke inside the volume; RemnantError('cancelled').
 */
export function growFromStrokes({ hu, geometry, strokes }: GrowLiverInput, ctx: KernelContext): Shape {
  if (strokes.length === 0) throw new RemnantError('invalid_input', 'Draw at least one stroke inside the liver.');
  const factors = blockFactors(geometry, COARSE_MM);
  const origin = aroundStrokes(geometry, strokes);
  const grid = blockGeometry(geometry, origin, factors);
  const means = blockMeans(hu, geometry.dims, origin, factors, grid.dims);
  ctx.progress(0.1);
  const { mask } = coarseLiver(means, grid, strokes, ctx);
  ctx.progress(0.4);
  return fineLiver(hu, geometry, { mask, grid, factors, origin }, (part) => rasteriseStrokes(part, strokes), ctx);
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

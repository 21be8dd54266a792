/** Whether voxels that another program wrote are voxels of a volume, and which: never resampled, only reordered. */
import {
  add,
  length,
  patientToIndex,
  scale,
  subtract,
  indexToPatient,
  type Vec3,
  type VolumeGeometry,
} from './geometry.ts';

/**
 * How far the corners of two grids may lie apart for their voxels to be the same ones. Headers round: a spacing of 0.703125 mm written as
 * 0.7031 is off by 0.013 mm after 512 columns, and single precision adds a little. Half a voxel, where neighbours could be mistaken, is at
 * least ten times as much.
 */
export const GRID_TOLERANCE_MM = 0.02;

/** A line, plane or box of voxels: the centre of its first voxel, and for each axis its length in voxels and its step in mm. */
export interface VoxelBlock {
  readonly originMm: Vec3;
  readonly axes: readonly { readonly size: number; readonly stepMm: Vec3 }[];
}

/** Where a block's voxels lie in the volume's memory: the first one's offset, and how far each axis moves it. */
export interface Placement {
  readonly start: number;
  readonly strides: readonly number[];
}

/** @returns null when the block isn't made of whole voxels of the volume, in any order and direction of its axes */
export function placeOnGrid(
  block: VoxelBlock,
  geometry: VolumeGeometry,
  toleranceMm = GRID_TOLERANCE_MM,
): Placement | null {
  const memory: Vec3 = [1, geometry.dims[0], geometry.dims[0] * geometry.dims[1]];
  const first = patientToIndex(geometry, block.originMm);
  const whole: Vec3 = [Math.round(first[0]), Math.round(first[1]), Math.round(first[2])];
  const steps = block.axes.map(({ stepMm }) => {
    const moved = subtract(patientToIndex(geometry, add(block.originMm, stepMm)), first);
    const axis = [0, 1, 2].reduce(
      (best, other) => (Math.abs(moved[other]!) > Math.abs(moved[best]!) ? other : best),
      0,
    );
    return { axis, sign: moved[axis]! < 0 ? -1 : 1 };
  });
  if (new Set(steps.map(({ axis }) => axis)).size < steps.length) return null;

  for (let corner = 0; corner < 1 << block.axes.length; corner++) {
    const index = [...whole];
    let placeMm = block.originMm;
    block.axes.forEach(({ size, stepMm }, own) => {
      const along = corner & (1 << own) ? size - 1 : 0;
      placeMm = add(placeMm, scale(stepMm, along));
      index[steps[own]!.axis]! += steps[own]!.sign * along;
    });
    if (index.some((value, axis) => value < 0 || value >= geometry.dims[axis]!)) return null;
    const apartMm = length(subtract(placeMm, indexToPatient(geometry, [index[0]!, index[1]!, index[2]!])));
    // Written so that a number that isn't one fails too.
    if (!(apartMm <= toleranceMm)) return null;
  }
  return {
    start: whole[0] * memory[0] + whole[1] * memory[1] + whole[2] * memory[2],
    strides: steps.map(({ axis, sign }) => sign * memory[axis]!),
  };
}

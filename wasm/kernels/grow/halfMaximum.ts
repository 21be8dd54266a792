import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import type { IntensityModel } from './intensityModel.ts';
import { Seed } from './seeds.ts';

/** Contrast of tissue and surroundings below which their border can't be told from noise, in sigma. */
const LEAST_CONTRAST_SIGMAS = 4;

/**
 * Moves, in place, the border of `mask` out to where intensity is midway between the tissue and what lies beyond. Smoothing and partial
 * volume make rim voxels look foreign; left out, they would cost some percent of the volume.
 * @param passes how many voxels the border may move.
 */
export function growToHalfMaximum(
  mask: Uint8Array,
  soft: Int16Array,
  seeds: Uint8Array,
  dims: Vec3,
  { medianHu, sigmaHu }: IntensityModel,
  passes: number,
): void {
  const [columns, rows, slices] = dims;
  const strides = [1, columns, columns * rows] as const;
  const least = LEAST_CONTRAST_SIGMAS * sigmaHu;
  const added: number[] = [];
  /** From the liver's voxel `at` one step outwards: does that voxel lie on this side of the middle? */
  const test = (at: number, step: number): void => {
    const next = at + step;
    if (mask[next] !== 0 || seeds[next] === Seed.background) return;
    const beyond = soft[next + step]! - medianHu;
    const own = soft[next]! - medianHu;
    if (Math.abs(beyond) >= least && Math.abs(own) < Math.abs(beyond) / 2) added.push(next);
  };
  for (let pass = 0; pass < passes; pass++) {
    added.length = 0;
    for (let k = 0; k < slices; k++) {
      for (let j = 0; j < rows; j++) {
        const row = columns * (j + rows * k);
        for (let i = 0; i < columns; i++) {
          const at = row + i;
          if (mask[at] === 0) continue;
          if (i > 1) test(at, -strides[0]);
          if (i < columns - 2) test(at, strides[0]);
          if (j > 1) test(at, -strides[1]);
          if (j < rows - 2) test(at, strides[1]);
          if (k > 1) test(at, -strides[2]);
          if (k < slices - 2) test(at, strides[2]);
        }
      }
    }
    for (const at of added) mask[at] = 1;
  }
}

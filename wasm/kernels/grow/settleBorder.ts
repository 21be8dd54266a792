/**
 * The last word on the border where organs touch. What lies on both sides of it is measured nearby, and the border settles midway between
 * the two levels and as smoothly as an organ's surface is: a localised region competition (Lankton & Tannenbaum 2008, doi
 * 10.1109/TIP.2008.2004611), moved by threshold dynamics (Merriman, Bence & Osher 1994, doi 10.1006/jcph.1994.1105), which needs no level set.
 */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import type { IntensityModel } from './intensityModel.ts';
import { LocalLevels } from './localLevels.ts';
import { dilateBox, erodeBox } from './boxMorphology.ts';
import { Seed } from './seeds.ts';

/** The border moves at most so far from where it was. */
const REACH_MM = 2;
/** Radius over which the surface is smooth. */
const SMOOTH_MM = 2.2;
/** Evidence against shape: with 1, a voxel that surely is one or the other goes its own way unless all around it go the other. */
const EVIDENCE = 1;
const ROUNDS = 6;

/** Settles, in place, the border of `mask` (0/1); strokes stay what they are. @param soft smoothed HU of the same grid */
export function settleBorder(
  mask: Uint8Array,
  soft: Int16Array,
  { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>,
  seeds: Uint8Array,
  model: IntensityModel,
  ctx: KernelContext,
): void {
  const band = bandOf(mask, dims, spacingMm, seeds);
  ctx.throwIfCancelled();
  const levels = new LocalLevels(mask, soft, { dims, spacingMm }, model);
  ctx.throwIfCancelled();
  const evidence = new Float32Array(band.length);
  for (let n = 0; n < band.length; n++) evidence[n] = EVIDENCE * levels.evidence(band[n]!);
  const taps = smoothingTaps(dims, spacingMm);
  const next = new Uint8Array(band.length);
  for (let round = 0; round < ROUNDS; round++) {
    ctx.throwIfCancelled();
    let moved = 0;
    for (let n = 0; n < band.length; n++) {
      next[n] = taps.mean(mask, band[n]!) + evidence[n]! > 0 ? 1 : 0;
    }
    for (let n = 0; n < band.length; n++) {
      if (mask[band[n]!] === next[n]) continue;
      mask[band[n]!] = next[n]!;
      moved++;
    }
    if (moved === 0) break;
  }
  release(band, evidence, next);
}

/** Offsets of the voxels that the border may pass, away from the grid's ends. */
function bandOf(mask: Uint8Array, dims: Vec3, spacingMm: Vec3, seeds: Uint8Array): Int32Array {
  const [columns, rows, slices] = dims;
  const margin = reachVoxels(spacingMm, Math.max(REACH_MM, SMOOTH_MM));
  const reach = reachVoxels(spacingMm, REACH_MM);
  const wide = dilateBox(mask, dims, reach);
  const narrow = erodeBox(mask, dims, reach);
  const IN_BAND = 2;
  let count = 0;
  for (let k = margin[2]; k < slices - margin[2]; k++) {
    for (let j = margin[1]; j < rows - margin[1]; j++) {
      const row = columns * (j + rows * k);
      for (let at = row + margin[0]; at < row + columns - margin[0]; at++) {
        if (wide[at] === narrow[at] || seeds[at] !== Seed.none) continue;
        narrow[at] = IN_BAND;
        count++;
      }
    }
  }
  const offsets = new Int32Array(count);
  for (let at = 0, n = 0; n < count; at++) if (narrow[at] === IN_BAND) offsets[n++] = at;
  release(wide, narrow);
  return offsets;
}

const reachVoxels = (spacingMm: Vec3, mm: number): Vec3 => [
  Math.max(1, Math.round(mm / spacingMm[0])),
  Math.max(1, Math.round(mm / spacingMm[1])),
  Math.max(1, Math.round(mm / spacingMm[2])),
];

/** Weighted mean of a 0/1 mask around a voxel, -1..1. */
function smoothingTaps(dims: Vec3, spacingMm: Vec3): { mean: (mask: Uint8Array, at: number) => number } {
  const [ni, nj, nk] = reachVoxels(spacingMm, SMOOTH_MM);
  const offsets: number[] = [];
  const weights: number[] = [];
  for (let k = -nk; k <= nk; k++) {
    for (let j = -nj; j <= nj; j++) {
      for (let i = -ni; i <= ni; i++) {
        const squared = (i * spacingMm[0]) ** 2 + (j * spacingMm[1]) ** 2 + (k * spacingMm[2]) ** 2;
        const part = 1 - squared / (SMOOTH_MM * SMOOTH_MM * 1.5);
        if (part <= 0) continue;
        offsets.push(i + dims[0] * (j + dims[1] * k));
        weights.push(part * part);
      }
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const steps = Int32Array.from(offsets);
  const parts = Float64Array.from(weights, (weight) => (2 * weight) / total);
  return {
    mean: (mask, at) => {
      let sum = -1;
      for (let n = 0; n < steps.length; n++) sum += parts[n]! * mask[at + steps[n]!]!;
      return sum;
    },
  };
}

import type { VolumeGeometry, Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BitMask } from '../bits/bitMask.ts';
import { Flood } from '../components.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import { compete, Node } from './competition.ts';
import { robustModel } from './intensityModel.ts';
import { squaredDistances } from './morphology.ts';
import { upsampleRows } from './resample.ts';
import { smooth } from './smooth.ts';
import { isHeld } from './seeds.ts';

/** The border between voxels lies this near to the one between blocks, as blocks. */
export const BAND_BLOCKS = 1.3;
const EDGE_SIGMAS = 1;
const SWEEPS = 24;

/** The surroundings of a stroke at full resolution. */
export interface FinePart {
  /** Smoothed in place. */
  readonly hu: Int16Array;
  /** 0/1; corrected in place. */
  readonly liver: Uint8Array;
  readonly seeds: Uint8Array;
  readonly geometry: VolumeGeometry;
}

/** What is or becomes `wanted`, in blocks; the first one begins at the part's first voxel. */
export interface CoarseFlip {
  /** 0/1 per block. */
  readonly mask: Uint8Array;
  readonly geometry: VolumeGeometry;
  readonly factors: Vec3;
}

/** Finds a correction's border at full resolution and corrects `part.liver`: voxels that aren't `wanted` become so. */
export function refineFlip(part: FinePart, coarse: CoarseFlip, wanted: 0 | 1, ctx: KernelContext): void {
  const { hu, liver, seeds, geometry } = part;
  const { dims, spacingMm } = geometry;
  const single = coarse.factors.every((factor) => factor === 1);
  const distances = signedDistances(coarse.mask, coarse.geometry);
  ctx.throwIfCancelled();
  const bandMm = single ? 0 : BAND_BLOCKS * Math.max(...coarse.geometry.spacingMm);
  const soft = smooth(hu, dims, hu);
  const state = new Uint8Array(liver.length);
  const expected = new BitMask(dims);
  const samples: number[] = [];
  let at = 0;
  upsampleRows(distances, coarse.geometry.dims, coarse.factors, dims, (depths, j, k) => {
    const row = expected.rowStart(j, k);
    for (let i = 0; i < depths.length; i++, at++) {
      const depth = depths[i]!;
      if (depth > 0) expected.words[row + (i >> 5)]! |= 1 << (i & 31);
      if (liver[at] === wanted) state[at] = Node.wall;
      else if (isHeld(seeds[at]!, wanted) || depth < -bandMm) state[at] = Node.background;
      else if (isHeld(seeds[at]!, wanted === 1 ? 0 : 1) || depth >= bandMm) state[at] = Node.liver;
      else state[at] = Node.free;
      if (state[at] === Node.liver && samples.length < 20_000) samples.push(soft[at]!);
    }
  });
  release(distances);
  let changed = 0;
  const flip = (voxel: number): void => {
    liver[voxel] = wanted;
    changed++;
  };
  const potential = {
    guess: (voxel: number) =>
      ((expected.words[expected.wordOf(voxel)]! >>> ((voxel % dims[0]) & 31)) & 1) === 1 ? 0.7 : 0.3,
    found: (voxel: number, probability: number) => {
      if (probability > 0.5) flip(voxel);
    },
  };
  if (samples.length > 0) {
    const edgeSigmaHu = EDGE_SIGMAS * robustModel(samples).sigmaHu;
    compete({ dims, spacingMm, hu: soft, state, pull: () => 0, potential, edgeSigmaHu }, SWEEPS, 0.02, ctx);
    for (let voxel = 0; voxel < liver.length; voxel++) if (state[voxel] === Node.liver) flip(voxel);
  }
  release(state, expected.words);
  if (changed > 0) dropCrumbs(liver, dims, wanted === 1 ? 0 : 1, changed);
}

/** Distance (mm) to the border of the mask, positive inside. */
function signedDistances(mask: Uint8Array, grid: VolumeGeometry): Float32Array {
  const toOutside = squaredDistances(mask, grid, 0);
  const toInside = squaredDistances(mask, grid, 1);
  const half = Math.min(...grid.spacingMm) / 2;
  const result = new Float32Array(mask.length);
  for (let at = 0; at < result.length; at++) {
    result[at] = mask[at] === 1 ? Math.sqrt(toOutside[at]!) - half : half - Math.sqrt(toInside[at]!);
  }
  release(toOutside, toInside);
  return result;
}

/**
 * Gives what a correction cut off or enclosed the other value: pieces of `value` without a path to the part's border.
 * @param most voxels of such a piece; a larger one, as a liver that lies in the part as a whole, was there before
 */
function dropCrumbs(liver: Uint8Array, dims: Vec3, value: 0 | 1, most: number): void {
  const [KEPT, CRUMB] = [2, 3];
  const flood = new Flood(dims);
  const [columns, rows, slices] = dims;
  for (let at = 0, k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        const border = i === 0 || j === 0 || k === 0 || i === columns - 1 || j === rows - 1 || k === slices - 1;
        if (border && liver[at] === value) flood.fill(liver, at, value, KEPT);
      }
    }
  }
  for (let at = 0; at < liver.length; at++) {
    if (liver[at] === value && flood.fill(liver, at, value, CRUMB) > most) flood.fill(liver, at, CRUMB, KEPT);
  }
  for (let at = 0; at < liver.length; at++) {
    if (liver[at] === KEPT) liver[at] = value;
    else if (liver[at] === CRUMB) liver[at] = value === 1 ? 0 : 1;
  }
}

import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { keepLargest } from '../components.ts';
import { finish } from '../grow/coarseLiver.ts';
import { compete, Node } from '../grow/competition.ts';
import type { IntensityModel } from '../grow/intensityModel.ts';
import { close, depths, dilate, erode, open } from '../grow/morphology.ts';
import { smooth } from '../grow/smooth.ts';
import { Seed } from '../grow/seeds.ts';
import { fillSlices } from '../landmarks/body.ts';
import type { CanonicalVolume } from '../landmarks/canonical.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import { aboveDiaphragm, type Anatomy } from './anatomy.ts';
import { findCava } from './cava.ts';
import { largeLesions } from './largeLesions.ts';
import { backgroundWeight } from './location.ts';
import { muscleHu } from './muscle.ts';

/** The core, even as it is, spreads less than the whole organ with its rim and small vessels. */
const LEAST_SIGMA_HU = 8;
const CANDIDATE_SIGMAS = 2.5;
const RIM_SIGMAS = 3.5;
const RIM_MM = 4;
/** So deep inside tissue of its intensity, the core on the right is surely liver. */
const SURE_DEPTH_MM = 12;
const LESS_SURE_DEPTH_MM = 8;
/** Won so clearly, and at no more than this weight of the background, thick tissue is surely liver too. */
const SURE_POTENTIAL = 0.5;
const SURE_WEIGHT = 0.6;
/** A liver so much brighter than muscle isn't mixed up with stomach or wall of the belly: there thinner tissue won more clearly is sure too. */
const STANDS_OUT_SIGMAS = 2.5;
const THIN_POTENTIAL = 0.65;
const ROUNDS = 3;
/** What a round adds when there is more to come, and all rounds when they found a lobe and not a rim: parts of the liver. */
const LEAST_ROUND = 0.015;
const LEAST_LOBE = 0.04;
/** The liver's potential falls to 37 % over this way through tissue that fits, at a weight of the background of 1. */
const REACH_MM = 60;
/** How much faster it falls in tissue that doesn't fit. */
const MISFIT_WEIGHT = 3;
const EDGE_SIGMAS = 1.5;
const SWEEPS = 400;
/** Half the thickness below which nothing is liver but its rim, and how wide a rim of that sort is kept. */
const THIN_MM = 5;
const THIN_RIM_MM = 3.2;
/** Ribs at a coarse resolution, not farther than this under the skin, and the muscle, pleura and diaphragm against them. */
const RIB_HU = 190;
const RIB_DEPTH_MM = 35;
const BESIDE_RIB_MM = 4.5;
/** Half the width of the widest space between ribs. */
const INTERCOSTAL_MM = 13;
const FAT_HU = -30;
const SKIN_MM = 4;
const WALL_GAP_MM = 8;
const LEAST_WALL_MM = 6;

export interface CoarseAutomatic {
  /** 0/1 on the canonical grid. */
  readonly mask: Uint8Array;
  /** 0/1: lesions as large as a lobe, beside what `mask` holds. */
  readonly lesions: Uint8Array;
  /** How likely each voxel is liver, 0..1: above a half in `mask` and `lesions`, else below. */
  readonly probability: Float32Array;
}

/**
 * The liver on the coarse grid. Its core on the right, under the diaphragm, is one seed, what lies above the diaphragm the other; in the
 * tissue between, the liver's potential leaks to the background everywhere, faster in unlikely places. So a large region behind a narrow
 * neck falls to the background, and one that is broadly joined stays: what a person calls a leak.
 */
export function coarseAutomatic(
  { hu, geometry }: CanonicalVolume,
  anatomy: Anatomy,
  ctx: KernelContext,
): CoarseAutomatic {
  const { body } = anatomy;
  const { dims, spacingMm } = geometry;
  const model = { ...anatomy.parenchyma.model };
  const wide: IntensityModel = { medianHu: model.medianHu, sigmaHu: Math.max(LEAST_SIGMA_HU, model.sigmaHu) };
  const soft = smooth(hu, dims);
  const deviation = (at: number): number => Math.abs(soft[at]! - wide.medianHu) / wide.sigmaHu;
  const above = aboveDiaphragm(anatomy);
  const wall = bodyWall(hu, soft, body, geometry);
  const cava = findCava(soft, geometry, anatomy.spine);
  ctx.throwIfCancelled();
  const other = maskWhere(hu.length, (at) => above[at] === 1 || body[at] === 0 || wall[at] === 1 || cava[at] === 1);
  const candidates = maskWhere(
    hu.length,
    (at) => body[at] === 1 && wall[at] === 0 && cava[at] === 0 && deviation(at) <= CANDIDATE_SIGMAS,
  );
  release(cava);
  const depth = depths(candidates, geometry);
  ctx.throwIfCancelled();
  const core = sureCore(anatomy, above, depth);
  const state = new Uint8Array(hu.length);
  const pull = new Float32Array(hu.length);
  const potential = new Float32Array(hu.length).fill(1);
  const weight = backgroundWeight(anatomy);
  const leak = meanFaceMm2(spacingMm) / (REACH_MM * REACH_MM);
  for (let at = 0; at < state.length; at++) {
    if (core[at] === 1) state[at] = Node.liver;
    else if (candidates[at] === 0 || anatomy.lungs[at] === 1) state[at] = Node.wall;
    else if (above[at] === 1) state[at] = Node.background;
    else {
      state[at] = Node.free;
      const misfit = Math.max(0, deviation(at) - 1);
      pull[at] = leak * weight(at) * (1 + MISFIT_WEIGHT * misfit * misfit);
    }
  }
  ctx.progress(0.4);
  const competition = { dims, spacingMm, hu: soft, state, pull, potential, edgeSigmaHu: EDGE_SIGMAS * wide.sigmaHu };
  compete(competition, SWEEPS, 2e-3, ctx);
  ctx.progress(0.6);
  // What is thick, won, and where a liver belongs is as sure as the core: from there the far lobe is near.
  const grow = (leastMm: number, least: number): number => {
    for (let at = 0; at < state.length; at++) {
      const isWon = state[at] === Node.free && potential[at]! > least && depth[at]! >= leastMm;
      if (isWon && weight(at) <= SURE_WEIGHT) state[at] = Node.liver;
    }
    compete(competition, SWEEPS, 1e-3, ctx);
    return potential.reduce((won, value, at) => won + (candidates[at] === 1 && value > 0.5 ? 1 : 0), 0);
  };
  const won = grow(SURE_DEPTH_MM, SURE_POTENTIAL);
  const muscle = muscleHu(soft, geometry, anatomy.spine);
  if (muscle !== null && wide.medianHu - muscle > STANDS_OUT_SIGMAS * wide.sigmaHu) {
    // A long thin left lobe, or one behind a tumour, is left behind by the first: it is followed on, and taken if it is a lobe.
    const before = gather(potential, candidates);
    let [last, all] = [won, won];
    for (let round = 0; round < ROUNDS; round++) {
      all = grow(LESS_SURE_DEPTH_MM, THIN_POTENTIAL);
      if (all - last < LEAST_ROUND * won) break;
      last = all;
    }
    if (all - won < LEAST_LOBE * won) scatter(before, candidates, potential);
    release(before);
  }
  ctx.progress(0.75);
  release(state, pull, depth);
  const mask = maskWhere(hu.length, (at) => candidates[at] === 1 && potential[at]! > 0.5);
  const potentials = gather(potential, candidates);
  release(potential);
  keepLargest(mask, dims);
  const decided = maskWhere(hu.length, (at) => candidates[at] === 1 || other[at] === 1);
  const near = dilate(mask, geometry, RIM_MM);
  for (let at = 0; at < mask.length; at++) {
    if (near[at] === 1 && decided[at] === 0 && deviation(at) <= RIM_SIGMAS) mask[at] = 1;
  }
  ctx.throwIfCancelled();
  const seeds = new Uint8Array(mask.length);
  for (let at = 0; at < seeds.length; at++) {
    if (other[at] === 1) seeds[at] = Seed.background;
    else if (core[at] === 1) seeds[at] = Seed.liver;
  }
  release(decided, near);
  finish({ mask, soft, seeds, geometry, wall }, wide);
  release(wall, seeds);
  dropThin(mask, core, geometry);
  release(core);
  ctx.throwIfCancelled();
  const lesions = largeLesions(mask, hu, soft, anatomy, above, other);
  release(soft, above, other);
  ctx.throwIfCancelled();
  const probability = probabilityOf(mask, lesions, candidates, potentials);
  release(candidates, potentials);
  return { mask, lesions, probability };
}

/**
 * 0/1: ribs, the muscle between them and what lies against them, and the thinnest that the wall of the belly is under the fat of the skin.
 * Bones deeper in the body, and bright lesions and vessels, aren't looked for.
 */
function bodyWall(hu: Int16Array, soft: Int16Array, body: Uint8Array, geometry: VolumeGeometry): Uint8Array {
  const underRibs = erode(body, geometry, RIB_DEPTH_MM);
  const ribs = maskWhere(hu.length, (at) => body[at] === 1 && hu[at]! > RIB_HU && underRibs[at] === 0);
  const cage = close(ribs, geometry, INTERCOSTAL_MM);
  const wall = dilate(cage, geometry, BESIDE_RIB_MM);
  release(underRibs, ribs, cage);
  const underSkin = erode(body, geometry, SKIN_MM);
  const lean = maskWhere(soft.length, (at) => underSkin[at] === 1 && soft[at]! > FAT_HU);
  const trunk = close(lean, geometry, WALL_GAP_MM);
  release(underSkin, lean);
  fillSlices(trunk, geometry.dims);
  const underFat = depths(trunk, geometry);
  for (let at = 0; at < wall.length; at++) if (underFat[at]! < LEAST_WALL_MM) wall[at] = 1;
  release(trunk, underFat);
  return wall;
}

/** The largest piece of parenchyma on the right that is deep inside tissue like it. */
function sureCore({ parenchyma, geometry }: Anatomy, above: Uint8Array, depth: Float32Array): Uint8Array {
  for (const leastMm of [SURE_DEPTH_MM, LESS_SURE_DEPTH_MM]) {
    const core = maskWhere(depth.length, (at) => parenchyma.core[at] === 1 && above[at] === 0 && depth[at]! >= leastMm);
    if (keepLargest(core, geometry.dims) > 0) return core;
  }
  throw new RemnantError('refused', 'No liver was found: nothing on the right is thick enough. Draw a stroke in it.');
}

/** Takes away, in place, what hangs on the liver and is thinner than it is anywhere. */
function dropThin(mask: Uint8Array, core: Uint8Array, geometry: VolumeGeometry): void {
  const opened = open(mask, geometry, THIN_MM);
  const near = dilate(opened, geometry, THIN_RIM_MM);
  for (let at = 0; at < mask.length; at++) mask[at]! &= near[at]! | core[at]!;
  release(opened, near);
}

/** Candidates by their potential; what was added because the liver encloses it, or taken away again, is less sure. */
function probabilityOf(
  mask: Uint8Array,
  lesions: Uint8Array,
  candidates: Uint8Array,
  potentials: Float32Array,
): Float32Array {
  const ENCLOSED = 0.75;
  const BESIDE = 0.65;
  const TAKEN_AWAY = 0.4;
  const probability = new Float32Array(mask.length);
  scatter(potentials, candidates, probability);
  for (let at = 0; at < mask.length; at++) {
    const value = probability[at]!;
    if (mask[at] === 1) probability[at] = value > 0.5 ? value : ENCLOSED;
    else if (lesions[at] === 1) probability[at] = BESIDE;
    else probability[at] = Math.min(value, TAKEN_AWAY);
  }
  return probability;
}

/** The values where a mask is 1, which are a small part of a grid's. */
function gather(values: Float32Array, mask: Uint8Array): Float32Array {
  const gathered = new Float32Array(mask.reduce((sum, value) => sum + value, 0));
  for (let at = 0, n = 0; at < mask.length; at++) if (mask[at] === 1) gathered[n++] = values[at]!;
  return gathered;
}

/** Puts gathered values back where they were. */
function scatter(gathered: Float32Array, mask: Uint8Array, values: Float32Array): void {
  for (let at = 0, n = 0; at < mask.length; at++) if (mask[at] === 1) values[at] = gathered[n++]!;
}

/** Area of a voxel's face, for isotropic voxels of the same conductance. */
function meanFaceMm2([x, y, z]: readonly [number, number, number]): number {
  return 3 / (1 / (x * x) + 1 / (y * y) + 1 / (z * z));
}

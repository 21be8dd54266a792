import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { keepLargest } from '../components.ts';
import { finish } from '../grow/coarseLiver.ts';
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
import { followLobes, LESS_SURE_DEPTH_MM, scatter, SURE_DEPTH_MM, wholeDepths } from './followLobes.ts';
import { largeLesions } from './largeLesions.ts';
import { backgroundWeight } from './location.ts';
import { muscleHu } from './muscle.ts';

/** The core, even as it is, spreads less than the whole organ with its rim and small vessels. */
const LEAST_SIGMA_HU = 8;
const CANDIDATE_SIGMAS = 2.5;
const RIM_SIGMAS = 3.5;
const RIM_MM = 4;
/** Half the thickness below which nothing is liver but its rim, and how wide a rim of that sort is kept. */
const THIN_MM = 5;
const THIN_RIM_MM = 3.2;
/** Half the thickness of parenchyma that was lost, rather than a rim or an even part of something else, and how close it is to a lesion. */
const LOST_MM = 8;
const TOUCH_MM = 6;
/** A liver so much brighter than muscle isn't mixed up with stomach or wall of the belly. */
const STANDS_OUT_SIGMAS = 2.5;
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
/** The three muscles of the flank together are 15 to 25 mm thick. */
const MUSCLES_MM = 22;

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
  const { dims } = geometry;
  const model = { ...anatomy.parenchyma.model };
  const wide: IntensityModel = { medianHu: model.medianHu, sigmaHu: Math.max(LEAST_SIGMA_HU, model.sigmaHu) };
  const soft = smooth(hu, dims);
  const deviation = (at: number): number => Math.abs(soft[at]! - wide.medianHu) / wide.sigmaHu;
  const above = aboveDiaphragm(anatomy);
  const { wall, muscles } = bodyWall(hu, soft, body, geometry);
  const cava = findCava(soft, geometry, anatomy.spine);
  ctx.throwIfCancelled();
  const other = maskWhere(hu.length, (at) => above[at] === 1 || body[at] === 0 || wall[at] === 1 || cava[at] === 1);
  const candidates = maskWhere(
    hu.length,
    (at) => body[at] === 1 && wall[at] === 0 && cava[at] === 0 && deviation(at) <= CANDIDATE_SIGMAS,
  );
  release(cava);
  ctx.throwIfCancelled();
  const weight = backgroundWeight(anatomy, muscles);
  const muscle = muscleHu(soft, geometry, anatomy.spine);
  const standsOut = muscle !== null && wide.medianHu - muscle > STANDS_OUT_SIGMAS * wide.sigmaHu;
  const depth = wholeDepths(candidates, geometry);
  const core = sureCore(anatomy, above, depth);
  const { lungs } = anatomy;
  const ground = { geometry, soft, candidates, above, lungs, weight, deviation, standsOut, sigmaHu: wide.sigmaHu };
  const shape = (potentials: Float32Array, sure: Uint8Array, bridges: Uint8Array | null): Uint8Array => {
    const mask = won(candidates, potentials, bridges, dims);
    addRim(mask, geometry, (at) => candidates[at] === 0 && other[at] === 0 && deviation(at) <= RIM_SIGMAS);
    const seeds = new Uint8Array(mask.length);
    for (let at = 0; at < seeds.length; at++) {
      if (other[at] === 1) seeds[at] = Seed.background;
      else if (sure[at] === 1 && bridges?.[at] !== 1) seeds[at] = Seed.liver;
    }
    finish({ mask, soft, seeds, geometry, wall }, wide);
    release(seeds);
    dropThin(mask, core, geometry);
    ctx.throwIfCancelled();
    return mask;
  };
  const lesionsBeside = (mask: Uint8Array, lost: Uint8Array): Uint8Array =>
    largeLesions(mask, { hu, soft, anatomy, above, barred: other, lost });
  ctx.progress(0.4);
  const { potentials, sure } = followLobes(ground, core, depth, ctx);
  release(sure);
  ctx.progress(0.7);
  let mask = shape(potentials, core, null);
  // A liver no brighter than muscle is no brighter than most tumours: what looks like it outside is no lobe for sure.
  const lostBeside = (found: Uint8Array): Uint8Array =>
    standsOut ? lostParenchyma(found, candidates, geometry) : new Uint8Array(found.length);
  let lost = lostBeside(mask);
  let lesions = lesionsBeside(mask, lost);
  ctx.throwIfCancelled();
  if (touch(lesions, lost, geometry)) {
    // A tumour as large as a lobe parts the lobes on its sides from each other: it leads on from one to the other.
    const thickness = wholeDepths(candidates, geometry);
    const isDeep = (at: number): boolean => mask[at] === 1 && thickness[at]! >= LESS_SURE_DEPTH_MM;
    const start = maskWhere(mask.length, (at) => lesions[at] === 1 || core[at] === 1 || isDeep(at));
    const further = followLobes(ground, start, thickness, ctx);
    raise(potentials, further.potentials, candidates, mask);
    release(start, mask, lost, further.potentials);
    mask = shape(potentials, further.sure, lesions);
    release(lesions, further.sure);
    lost = lostBeside(mask);
    lesions = lesionsBeside(mask, lost);
    ctx.throwIfCancelled();
  }
  release(wall, muscles, soft, above, other, core, lost);
  const probability = probabilityOf(mask, lesions, candidates, potentials);
  release(candidates, potentials);
  return { mask, lesions, probability };
}

/** Takes over, in place, what was found of candidates outside of a mask. */
function raise(potentials: Float32Array, further: Float32Array, candidates: Uint8Array, mask: Uint8Array): void {
  for (let at = 0, n = 0; at < mask.length; at++) {
    if (candidates[at] === 0) continue;
    if (mask[at] === 0) potentials[n] = further[n]!;
    n++;
  }
}

/** 0/1: the largest piece of what the liver won, taken together with `bridges` between its parts. */
function won(candidates: Uint8Array, potentials: Float32Array, bridges: Uint8Array | null, dims: Vec3): Uint8Array {
  let n = 0;
  const mask = maskWhere(candidates.length, (at) => {
    const isWon = candidates[at] === 1 && potentials[n++]! > 0.5;
    return isWon || bridges?.[at] === 1;
  });
  keepLargest(mask, dims);
  if (bridges) for (let at = 0; at < mask.length; at++) mask[at]! &= 1 - bridges[at]!;
  return mask;
}

/** Adds, in place, what is close to the mask and may be its rim. */
function addRim(mask: Uint8Array, geometry: VolumeGeometry, mayBe: (at: number) => boolean): void {
  const near = dilate(mask, geometry, RIM_MM);
  for (let at = 0; at < mask.length; at++) if (near[at] === 1 && mask[at] === 0 && mayBe(at)) mask[at] = 1;
  release(near);
}

/** 0/1: thick tissue as the liver's that wasn't won, as a lobe behind a tumour. */
function lostParenchyma(mask: Uint8Array, candidates: Uint8Array, geometry: VolumeGeometry): Uint8Array {
  const outside = maskWhere(mask.length, (at) => mask[at] === 0 && candidates[at] === 1);
  const lost = open(outside, geometry, LOST_MM);
  release(outside);
  return lost;
}

/** Whether any of one mask is close to any of another. */
function touch(one: Uint8Array, other: Uint8Array, geometry: VolumeGeometry): boolean {
  if (!one.includes(1) || !other.includes(1)) return false;
  const near = dilate(one, geometry, TOUCH_MM);
  const found = near.some((value, at) => value === 1 && other[at] === 1);
  release(near);
  return found;
}

/** 0/1 each. */
interface BodyWall {
  readonly wall: Uint8Array;
  /** As deep under the fat of the skin as its muscles reach: there, low down, is no liver but its rim. */
  readonly muscles: Uint8Array;
}

/**
 * 0/1: ribs, the muscle between them and what lies against them, and the thinnest that the wall of the belly is under the fat of the skin.
 * Bones deeper in the body, and bright lesions and vessels, aren't looked for.
 */
function bodyWall(hu: Int16Array, soft: Int16Array, body: Uint8Array, geometry: VolumeGeometry): BodyWall {
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
  const muscles = maskWhere(underFat.length, (at) => underFat[at]! < MUSCLES_MM);
  release(trunk, underFat);
  return { wall, muscles };
}

/** The largest piece of parenchyma on the right that is deep inside tissue like it. */
function sureCore({ parenchyma, geometry }: Anatomy, above: Uint8Array, depth: Uint8Array): Uint8Array {
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

/**
 * How a correction spreads from its stroke: a random walk through what has the wrong value, which ends at edges, where tissue differs from
 * the stroke's, and, anywhere, with a chance that makes its reach a few times the region's thickness. What is likelier to end at the stroke
 * than elsewhere is corrected. A leak ends at what surely is liver, so it may be followed farther: what was won in it is as sure as the
 * stroke, and the walk goes on from there.
 */
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import { compete, meanFaceMm2, Node } from './competition.ts';
import type { IntensityModel } from './intensityModel.ts';
import { robustModel } from './intensityModel.ts';
import { squaredDistances } from './morphology.ts';
import { isHeld, offsetsOf, overlayStrokes, rasteriseStrokes, Seed } from './seeds.ts';
import { sureLiver } from './sureLiver.ts';

/** How far the walk comes, as half thicknesses: a lobe is as long as it is thick, all else may be a sheet many times as wide. */
const LOBE_WALK_HALVES = 7;
const WALK_HALVES = 40;
/** Thinner regions are rims of the liver, along which there is no end. */
const RIM_HALF_MM = 5;
/** How often the walk through a leak goes on from what was won this clearly, in tissue that resists no more than this. */
const LEAK_ROUNDS = 3;
const WON_POTENTIAL = 0.4;
const WON_RESISTANCE = 1.5;
/** The liver's tissue is measured so deep in it, where it is. */
const DEEP_IN_LIVER_MM = 6;
/**
 * What is so much farther from what is right is another region. Drawn along the middle, a stroke says that its region is two halves thick
 * there. Through tissue that may be of both, the walk ends earlier: what it ends at has blocks of its own, and the border between voxels is
 * found afterwards. It goes as far through a missed lobe, and through a leak's own tissue, which resists no more than this.
 */
const MOST_HALVES = 1.35;
const OWN_MOST_HALVES = 2;
const OWN_RESISTANCE = 0.4;
const MORE_MM = 1.5;
/** How much sooner the walk ends in tissue that doesn't fit the stroke's. */
const MISFIT_WEIGHT = 2;
/** And in tissue that fits what is there better. */
const OTHER_WEIGHT = 0.5;
const EDGE_SIGMAS = 1.2;
/** Blocks are means of many voxels, where a border between organs takes two or three: a step this large is one, even across a mixture. */
const MOST_EDGE_HU = 5;
const SWEEPS = 150;
/** The stroke itself is looked at within this part of the region's half thickness. */
const CORE_PART = 0.8;

export interface Spreading {
  /** Smoothed HU of the blocks around the stroke. */
  readonly soft: Int16Array;
  /** 0/1 per block: the liver so far. */
  readonly is: Uint8Array;
  readonly geometry: VolumeGeometry;
  /** The last is the one that spreads. */
  readonly strokes: readonly Stroke[];
  readonly wanted: 0 | 1;
  readonly halfMm: number;
  readonly reachMm: number;
}

/** @returns per block, the correction's likelihood 0..1, 1 where nothing is wrong; null: the stroke meets no block of the wrong value. */
export function spread(input: Spreading, ctx: KernelContext): Float32Array | null {
  const { soft, is, geometry, strokes, wanted, halfMm, reachMm } = input;
  const stroke = strokes.at(-1)!;
  const core = strokeCore(geometry, stroke, halfMm);
  const sources = offsetsOf(core, Seed.liver).filter((at) => is[at] !== wanted);
  if (sources.length === 0) return null;
  const own = robustModel(sources.map((at) => soft[at]!));
  const fromStroke = squaredDistances(core, geometry, 1);
  const fromRight = squaredDistances(is, geometry, wanted);
  // Half a thickness is measured up to a limit: a region that holds all of the stroke farther inside is thicker.
  const clearMm = Math.sqrt(sources.reduce((least, at) => Math.min(least, fromRight[at]!), Infinity));
  const isLobe = isThickMiss(wanted, halfMm);
  const squaredLimit = (halves: number): number => (halves * Math.max(halfMm, clearMm) + MORE_MM) ** 2;
  const [limit, ownLimit] = [squaredLimit(isLobe ? OWN_MOST_HALVES : MOST_HALVES), squaredLimit(OWN_MOST_HALVES)];
  const held = overlayStrokes(geometry, strokes);
  const other = otherModel(input, fromRight, fromStroke);
  const isThick = isThickLeak(wanted, halfMm);
  const sure = other && isThick ? sureLiver({ soft, is, geometry, fromStroke, halfMm, own }, other) : null;
  const state = new Uint8Array(is.length);
  const pull = new Float32Array(is.length);
  const potential = new Float32Array(is.length);
  const walkMm = (isLobe ? LOBE_WALK_HALVES : WALK_HALVES) * halfMm;
  const leak = meanFaceMm2(geometry.spacingMm) / (walkMm * walkMm);
  const isBeyond = (at: number): boolean =>
    fromStroke[at]! > reachMm * reachMm ||
    fromRight[at]! > ownLimit ||
    (fromRight[at]! > limit && resistance(soft[at]!, own, other) > OWN_RESISTANCE) ||
    sure?.[at] === 1 ||
    isHeld(held[at]!, wanted);
  for (let at = 0; at < state.length; at++) {
    if (is[at] === wanted) state[at] = Node.wall;
    else if (core[at] !== Seed.none) state[at] = Node.liver;
    else if (isBeyond(at)) state[at] = Node.background;
    else {
      state[at] = Node.free;
      pull[at] = leak * resistance(soft[at]!, own, other);
    }
  }
  const { dims, spacingMm } = geometry;
  const edgeSigmaHu = Math.min(MOST_EDGE_HU, EDGE_SIGMAS * own.sigmaHu);
  const walk = { dims, spacingMm, hu: soft, state, pull, potential, edgeSigmaHu };
  compete(walk, SWEEPS, 2e-3, ctx);
  for (let round = 0; isThick && round < LEAK_ROUNDS; round++) {
    if (!goOn(state, potential, pull, WON_RESISTANCE * leak)) break;
    compete(walk, SWEEPS, 2e-3, ctx);
  }
  for (let at = 0; at < state.length; at++) if (state[at] === Node.wall) potential[at] = 1;
  release(core, fromStroke, fromRight, held, state, pull);
  if (sure) release(sure);
  return potential;
}

/** Whether what is wrong is a leak that is more than a rim of the liver. */
export const isThickLeak = (wanted: 0 | 1, halfMm: number): boolean => wanted === 0 && halfMm > RIM_HALF_MM;

/** Whether what is wrong is missed tissue that is more than a rim of the liver. */
export const isThickMiss = (wanted: 0 | 1, halfMm: number): boolean => wanted === 1 && halfMm > RIM_HALF_MM;

/** Makes what was won clearly, and resists little, part of where the walk starts from. @returns whether there is any */
function goOn(state: Uint8Array, potential: Float32Array, pull: Float32Array, mostPull: number): boolean {
  let any = false;
  for (let at = 0; at < state.length; at++) {
    if (state[at] !== Node.free || potential[at]! <= WON_POTENTIAL || pull[at]! > mostPull) continue;
    state[at] = Node.liver;
    any = true;
  }
  return any;
}

/** The middle of the stroke, where the region is surest; at least its line. */
function strokeCore(geometry: VolumeGeometry, stroke: Stroke, halfMm: number): Uint8Array {
  const radiusMm = Math.min(stroke.radiusMm, Math.max(CORE_PART * halfMm, Math.min(...geometry.spacingMm) / 2));
  return rasteriseStrokes(geometry, [{ ...stroke, segment: 'liver', radiusMm }]);
}

/** What a background stroke must be told from: the liver, deeper than the leak is thick. Outside the liver there is no one tissue. */
function otherModel(
  { soft, is, wanted, halfMm }: Spreading,
  fromRight: Float64Array,
  fromStroke: Float64Array,
): IntensityModel | null {
  if (wanted === 1) return null;
  const awayMm = 2 * halfMm + MORE_MM;
  for (const deepMm of [DEEP_IN_LIVER_MM, MORE_MM]) {
    const samples: number[] = [];
    for (let at = 0; at < is.length; at++) {
      if (is[at] === 1 && fromStroke[at]! > awayMm * awayMm && fromRight[at]! > deepMm * deepMm)
        samples.push(soft[at]!);
    }
    if (samples.length > 0) return robustModel(samples);
  }
  return null;
}

/** How much sooner than in the stroke's own tissue the walk ends: 1 in it. */
function resistance(value: number, own: IntensityModel, other: IntensityModel | null): number {
  const away = Math.abs(value - own.medianHu) / own.sigmaHu;
  const misfit = Math.max(0, away - 1);
  const otherAway = other ? Math.abs(value - other.medianHu) / other.sigmaHu : away;
  const gain = Math.max(-0.8, Math.min(8, away * away - otherAway * otherAway) * OTHER_WEIGHT);
  return 1 + MISFIT_WEIGHT * misfit * misfit + gain;
}

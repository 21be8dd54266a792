/** The walk from where a liver surely is to what belongs to it: lobe by lobe, as far as its potential reaches. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { compete, meanFaceMm2, Node, type Competition } from '../grow/competition.ts';
import { depths } from '../grow/morphology.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';

/** So deep inside tissue of its intensity, the core on the right is surely liver. */
export const SURE_DEPTH_MM = 12;
export const LESS_SURE_DEPTH_MM = 8;
/** Won so clearly, and at no more than this weight of the background, thick tissue is surely liver too. */
const SURE_POTENTIAL = 0.5;
const SURE_WEIGHT = 0.6;
/** Where the liver stands out, thinner tissue won more clearly is sure too. */
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

export interface Ground {
  readonly geometry: VolumeGeometry;
  /** Smoothed HU. */
  readonly soft: Int16Array;
  /** 0/1 each: what may be liver by its intensity; what lies above the diaphragm; the lungs. */
  readonly candidates: Uint8Array;
  readonly above: Uint8Array;
  readonly lungs: Uint8Array;
  /** Weight of the background by place. */
  readonly weight: (at: number) => number;
  /** The parenchyma's spread, HU, and the distance from its median in such spreads. */
  readonly sigmaHu: number;
  readonly deviation: (at: number) => number;
  /** Whether the liver is so much brighter than muscle that it isn't mixed up with stomach or wall of the belly. */
  readonly standsOut: boolean;
}

export interface Followed {
  /** The liver's potential at each candidate, in their order. */
  readonly potentials: Float32Array;
  /** 0/1: what was sure before, and what became as sure on the way. */
  readonly sure: Uint8Array;
}

/** Half the thickness of candidates: whole mm, rounded down, as both depths above are. */
export function wholeDepths(candidates: Uint8Array, geometry: VolumeGeometry): Uint8Array {
  const depthMm = depths(candidates, geometry);
  const whole = new Uint8Array(depthMm.length);
  for (let at = 0; at < whole.length; at++) whole[at] = Math.min(255, depthMm[at]!);
  release(depthMm);
  return whole;
}

/**
 * @param sure 0/1: liver, or lesions of it, that are certain
 * @param depth of the candidates, as of `wholeDepths`; its memory is given back
 */
export function followLobes(ground: Ground, sure: Uint8Array, depth: Uint8Array, ctx: KernelContext): Followed {
  const { candidates } = ground;
  const competition = competitionOf(ground, sure);
  const { state, potential, pull } = competition;
  compete(competition, SWEEPS, 2e-3, ctx);
  // What is thick, won, and where a liver belongs is as sure as the core: from there the far lobe is near.
  const grow = (leastMm: number, least: number): number => {
    for (let at = 0; at < state.length; at++) {
      const isWon = state[at] === Node.free && potential[at]! > least && depth[at]! >= leastMm;
      if (isWon && ground.weight(at) <= SURE_WEIGHT) state[at] = Node.liver;
    }
    compete(competition, SWEEPS, 1e-3, ctx);
    return potential.reduce((won, value, at) => won + (candidates[at] === 1 && value > 0.5 ? 1 : 0), 0);
  };
  const won = grow(SURE_DEPTH_MM, SURE_POTENTIAL);
  if (ground.standsOut) followOn(won, grow, potential, candidates);
  const isSure = state.map((value) => (value === Node.liver ? 1 : 0));
  release(state, pull, depth);
  const potentials = gather(potential, candidates);
  release(potential);
  return { potentials, sure: isSure };
}

/** A long thin left lobe, or one behind a tumour, is left behind at first: it is followed on, and taken if it is a lobe. */
function followOn(
  won: number,
  grow: (leastMm: number, least: number) => number,
  potential: Float32Array,
  candidates: Uint8Array,
): void {
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

function competitionOf(ground: Ground, sure: Uint8Array): Competition & { state: Uint8Array; pull: Float32Array } {
  const { geometry, soft, candidates, above, lungs, weight, deviation } = ground;
  const { dims, spacingMm } = geometry;
  const state = new Uint8Array(soft.length);
  const pull = new Float32Array(soft.length);
  const leak = meanFaceMm2(spacingMm) / (REACH_MM * REACH_MM);
  for (let at = 0; at < state.length; at++) {
    if (sure[at] === 1) state[at] = Node.liver;
    else if (candidates[at] === 0 || lungs[at] === 1) state[at] = Node.wall;
    else if (above[at] === 1) state[at] = Node.background;
    else {
      state[at] = Node.free;
      const misfit = Math.max(0, deviation(at) - 1);
      pull[at] = leak * weight(at) * (1 + MISFIT_WEIGHT * misfit * misfit);
    }
  }
  const potential = new Float32Array(soft.length).fill(1);
  return { dims, spacingMm, hu: soft, state, pull, potential, edgeSigmaHu: EDGE_SIGMAS * ground.sigmaHu };
}

/** The values where a mask is 1, which are a small part of a grid's. */
function gather(values: Float32Array, mask: Uint8Array): Float32Array {
  const gathered = new Float32Array(mask.reduce((sum, value) => sum + value, 0));
  for (let at = 0, n = 0; at < mask.length; at++) if (mask[at] === 1) gathered[n++] = values[at]!;
  return gathered;
}

/** Puts gathered values back where they were. */
export function scatter(gathered: Float32Array, mask: Uint8Array, values: Float32Array): void {
  for (let at = 0, n = 0; at < mask.length; at++) if (mask[at] === 1) values[at] = gathered[n++]!;
}

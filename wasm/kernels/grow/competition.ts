/**
 * Liver and background compete for the voxels between their seeds: a random walker (Grady 2006, doi 10.1109/TPAMI.2006.233) with an extra
 * pull to the background where intensity speaks against the liver. Unlike a shortest path it doesn't slip through one lucky voxel: what
 * is joined by a narrow or faint neck only gets little of the liver's potential.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { DIFFERENCES, State } from '../solver/lattice.ts';
import { settle } from '../solver/walker.ts';
import type { FreePotential, PerVoxel, Walk } from '../solver/lattice.ts';
import type { KernelContext } from '../types.ts';

/** State of a node: fixed at 0, fixed at 1, to be found, or no part of the competition. */
export const Node = { background: State.zero, liver: State.one, free: State.free, wall: State.wall } as const;

interface Common {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
  readonly hu: Walk['hu'];
  /** Conductance to the background per free voxel, relative to a face between equal voxels. */
  readonly pull: PerVoxel;
  /** Difference of neighbours (HU) at which their conductance has fallen to 61 %. */
  readonly edgeSigmaHu: number;
}

export interface Competition extends Common {
  /** `Node` value of each voxel. */
  readonly state: Uint8Array;
  /** In: a first guess; out: the probability of liver. */
  readonly potential: Float32Array;
}

/** The same without arrays of the whole grid. */
export interface FreeCompetition extends Common, Pick<Walk, 'state'> {
  readonly potential: FreePotential;
}

/** Conductance that is left between very different neighbours. */
const FLOOR = 1e-4;

/**
 * Solves for `potential` in place.
 * @param steps at most; ends earlier when no voxel moves by `tolerance`.
 */
export function compete(
  input: Competition | FreeCompetition,
  steps: number,
  tolerance: number,
  ctx: KernelContext,
): void {
  const { dims, hu, state, pull, potential, spacingMm, edgeSigmaHu } = input;
  if (state instanceof Uint8Array && potential instanceof Float32Array) {
    for (let at = 0; at < state.length; at++)
      if (state[at] !== Node.free) potential[at] = state[at] === Node.liver ? 1 : 0;
  }
  const [x, y, z] = faceScales(spacingMm).map((scale) => conductances(edgeSigmaHu, scale));
  settle({ dims, hu, state, weights: [x!, y!, z!], tie: { weight: pull }, potential }, { steps, tolerance }, ctx);
}

/** Faces of anisotropic voxels conduct by area over distance; relative to the mean. */
function faceScales(spacingMm: Vec3): number[] {
  const inverse = spacingMm.map((spacing) => 1 / (spacing * spacing));
  const mean = inverse.reduce((sum, value) => sum + value, 0) / 3;
  return inverse.map((value) => value / mean);
}

/** Conductance by absolute difference in HU: a Gaussian, of basic operations alone, whose bits are the same in every engine. */
function conductances(sigmaHu: number, scale: number): Float32Array {
  const ratio = expOfMinus(1 / (2 * sigmaHu * sigmaHu));
  let gaussian = 1;
  // The exponent grows by the odd numbers from one square to the next.
  let step = ratio;
  return Float32Array.from({ length: DIFFERENCES }, () => {
    const value = scale * (FLOOR + gaussian);
    gaussian *= step;
    step *= ratio * ratio;
    return value;
  });
}

/** exp(-x) for x of 0..1 by its series. */
function expOfMinus(x: number): number {
  let [sum, term] = [1, 1];
  for (let n = 1; n < 16; n++) {
    term *= -x / n;
    sum += term;
  }
  return sum;
}

/** Area of a voxel's face, for isotropic voxels of the same conductance. */
export function meanFaceMm2([x, y, z]: Vec3): number {
  return 3 / (1 / (x * x) + 1 / (y * y) + 1 / (z * z));
}

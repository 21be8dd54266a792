/**
 * Liver and background compete for the voxels between their seeds: a random walker (Grady 2006, doi 10.1109/TPAMI.2006.233) with an extra
 * pull to the background where intensity speaks against the liver. Unlike a shortest path it doesn't slip through one lucky voxel: what
 * is joined by a narrow or faint neck only gets little of the liver's potential.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';

/** State of a node: fixed at 0, fixed at 1, to be found, or no part of the competition. */
export const Node = { background: 0, liver: 1, free: 2, wall: 3 } as const;

export interface Competition {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
  readonly hu: Int16Array;
  /** `Node` value of each voxel. */
  readonly state: Uint8Array;
  /** Conductance to the background per free voxel, relative to a face between equal voxels; a function saves the memory of an array. */
  readonly pull: Float32Array | ((at: number) => number);
  /** Difference of neighbours (HU) at which their conductance has fallen to 61 %. */
  readonly edgeSigmaHu: number;
  /** In: a first guess; out: the probability of liver. */
  readonly potential: Float32Array;
}

/** Conductance that is left between very different neighbours. */
const FLOOR = 1e-4;
/** Over-relaxation suited to a band some voxels wide. */
const OMEGA = 1.6;

/**
 * Solves for `potential` in place by symmetric over-relaxation.
 * @param sweeps at most; ends earlier when no voxel moves by `tolerance`.
 */
export function compete(input: Competition, sweeps: number, tolerance: number, ctx: KernelContext): void {
  const { state, potential } = input;
  for (let at = 0; at < state.length; at++)
    if (state[at] !== Node.free) potential[at] = state[at] === Node.liver ? 1 : 0;
  const nodes = freeNodes(state);
  const weights = faceWeights(input, nodes);
  ctx.throwIfCancelled();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    ctx.throwIfCancelled();
    if (relaxAll(nodes, weights, potential, input.dims, sweep % 2 === 0 ? 1 : -1) < tolerance) break;
  }
  release(nodes, weights);
}

/**
 * One sweep over all nodes, in memory order or (`way` -1) against it.
 * @returns the largest change.
 */
function relaxAll(
  nodes: Int32Array,
  weights: Float32Array,
  potential: Float32Array,
  [sx, sy]: Vec3,
  way: 1 | -1,
): number {
  const plane = sx * sy;
  // Which of the two neighbours on the row was relaxed just before; it is kept at hand, since waiting for memory is what takes the time.
  const behind = way === 1 ? 0 : 1;
  let moved = 0;
  let lastAt = -2;
  let last = 0;
  for (let step = 0; step < nodes.length; step++) {
    const n = way === 1 ? step : nodes.length - 1 - step;
    const at = nodes[n]!;
    const w = 6 * n;
    const before = potential[at]!;
    // Faces on the grid's border weigh 0, and reading past the array gives undefined: `?? 0` keeps the sum a number.
    const rest =
      (1 - OMEGA) * before +
      weights[w + 1 - behind]! * (potential[at + way] ?? 0) +
      weights[w + 2]! * (potential[at - sx] ?? 0) +
      weights[w + 3]! * (potential[at + sx] ?? 0) +
      (weights[w + 4]! * (potential[at - plane] ?? 0) + weights[w + 5]! * (potential[at + plane] ?? 0));
    const previous = lastAt === at - way ? last : (potential[at - way] ?? 0);
    const sum = rest + weights[w + behind]! * previous;
    const after = sum < 0 ? 0 : sum > 1 ? 1 : sum;
    potential[at] = after;
    lastAt = at;
    last = after;
    const change = after > before ? after - before : before - after;
    if (change > moved) moved = change;
  }
  return moved;
}

function freeNodes(state: Uint8Array): Int32Array {
  let count = 0;
  for (let at = 0; at < state.length; at++) if (state[at] === Node.free) count++;
  const nodes = new Int32Array(count);
  let n = 0;
  for (let at = 0; at < state.length; at++) if (state[at] === Node.free) nodes[n++] = at;
  return nodes;
}

/** Six weights per node (-x +x -y +y -z +z): conductance of the face over all that leads away, times `OMEGA`; 0 towards walls and where the grid ends. */
function faceWeights({ hu, state, pull, dims, spacingMm, edgeSigmaHu }: Competition, nodes: Int32Array): Float32Array {
  const weights = new Float32Array(6 * nodes.length);
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const tables = faceScales(spacingMm).map((scale) => conductances(edgeSigmaHu, scale));
  const [tx, ty, tz] = tables as [Float32Array, Float32Array, Float32Array];
  const pullOf = typeof pull === 'function' ? pull : (at: number): number => pull[at]!;
  for (let n = 0; n < nodes.length; n++) {
    const at = nodes[n]!;
    const own = hu[at]!;
    const i = at % columns;
    const k = Math.floor(at / plane);
    const j = (at - k * plane - i) / columns;
    const w = 6 * n;
    if (i > 0 && state[at - 1] !== Node.wall) weights[w] = conductance(tx, own - hu[at - 1]!);
    if (i < columns - 1 && state[at + 1] !== Node.wall) weights[w + 1] = conductance(tx, own - hu[at + 1]!);
    if (j > 0 && state[at - columns] !== Node.wall) weights[w + 2] = conductance(ty, own - hu[at - columns]!);
    if (j < rows - 1 && state[at + columns] !== Node.wall) weights[w + 3] = conductance(ty, own - hu[at + columns]!);
    if (k > 0 && state[at - plane] !== Node.wall) weights[w + 4] = conductance(tz, own - hu[at - plane]!);
    if (k < slices - 1 && state[at + plane] !== Node.wall) weights[w + 5] = conductance(tz, own - hu[at + plane]!);
    let sum = pullOf(at);
    for (let slot = 0; slot < 6; slot++) sum += weights[w + slot]!;
    if (sum > 0) for (let slot = 0; slot < 6; slot++) weights[w + slot]! *= OMEGA / sum;
  }
  return weights;
}

/** Of a face between voxels that differ by so much (HU); the table's last entry stands for all that differ more. */
function conductance(table: Float32Array, difference: number): number {
  const size = difference < 0 ? -difference : difference;
  return table[size < table.length ? size : table.length - 1]!;
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
  return Float32Array.from({ length: 256 }, () => {
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

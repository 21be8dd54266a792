/**
 * Parts a mask at its necks: the watershed of its inner distances, where two parts stay one when the neck between them is nearly as wide
 * as the slimmer of the two. Organs that merely touch come apart; lobes of one organ stay together.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { release } from '../release.ts';

export interface Basins {
  /** Basin of each voxel, 1..; 0 outside the mask. */
  readonly ids: Int32Array;
  /** Per basin (index = id): half its width at the widest place, mm. */
  readonly peakMm: readonly number[];
  /** Widest neck (half width, mm) between two basins, by `neckKey`. */
  readonly necks: ReadonlyMap<number, { readonly a: number; readonly b: number; readonly widthMm: number }>;
}

/**
 * @param depthMm inner distance of each voxel: 0 outside the mask.
 * @param neckRatio two parts are one when neck / slimmer part is above it,
 * @param leastNeckMm and the neck's half width is at least this.
 */
export function partAtNecks(depthMm: Float32Array, dims: Vec3, neckRatio: number, leastNeckMm: number): Basins {
  const order = byDepth(depthMm);
  const parent: number[] = [0];
  const peak: number[] = [0];
  const raw = new Int32Array(depthMm.length);
  const find = (id: number): number => {
    let root = id;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = id; at !== root;) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  const necks: { a: number; b: number; widthMm: number }[] = [];
  const visitNeighbours = neighbours(dims);
  const near: number[] = [];
  const collect = (other: number): void => {
    if (raw[other] === 0) return;
    const root = find(raw[other]!);
    if (!near.includes(root)) near.push(root);
  };
  for (const at of order) {
    near.length = 0;
    visitNeighbours(at, collect);
    const depth = depthMm[at]!;
    if (near.length === 0) {
      parent.push(parent.length);
      peak.push(depth);
      raw[at] = parent.length - 1;
      continue;
    }
    near.sort((a, b) => peak[b]! - peak[a]! || a - b);
    const main = near[0]!;
    raw[at] = main;
    for (const other of near.slice(1)) {
      if (depth > neckRatio * peak[other]! && depth >= leastNeckMm) parent[other] = main;
      else necks.push({ a: main, b: other, widthMm: depth });
    }
  }
  release(order);
  return renumber(raw, peak, necks, find);
}

/** HU of the voxels of each basin (index = id), of which there are `count` with what lies outside of them, which has none; all in one memory. */
export function valuesOfBasins(ids: Int32Array, count: number, hu: Int16Array): Int16Array[] {
  const ends = new Int32Array(count);
  for (let at = 0; at < ids.length; at++) if (ids[at] !== 0) ends[ids[at]!]!++;
  for (let id = 1; id < count; id++) ends[id]! += ends[id - 1]!;
  const starts = Int32Array.from(ends, (_, id) => (id === 0 ? 0 : ends[id - 1]!));
  const values = new Int16Array(ends[count - 1]!);
  const free = starts.slice();
  for (let at = 0; at < ids.length; at++) if (ids[at] !== 0) values[free[ids[at]!]!++] = hu[at]!;
  return Array.from(starts, (start, id) => values.subarray(start, ends[id]));
}

/** Numbers the basins in memory order, in place. */
function renumber(
  raw: Int32Array,
  peak: readonly number[],
  found: readonly { a: number; b: number; widthMm: number }[],
  find: (id: number) => number,
): Basins {
  const idOf = new Map<number, number>();
  const peakMm = [0];
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === 0) continue;
    const root = find(raw[at]!);
    let id = idOf.get(root);
    if (id === undefined) {
      id = peakMm.push(peak[root]!) - 1;
      idOf.set(root, id);
    }
    raw[at] = id;
  }
  const necks = new Map<number, { a: number; b: number; widthMm: number }>();
  for (const neck of found) {
    const [a, b] = [idOf.get(find(neck.a))!, idOf.get(find(neck.b))!].sort((x, y) => x - y) as [number, number];
    if (a === b) continue;
    const key = a * peakMm.length + b;
    const known = necks.get(key);
    if (!known || known.widthMm < neck.widthMm) necks.set(key, { a, b, widthMm: neck.widthMm });
  }
  return { ids: raw, peakMm, necks };
}

/** Offsets inside the mask, deepest first; equal ones in memory order (counting sort in steps of 0.05 mm). */
function byDepth(depthMm: Float32Array): Int32Array {
  const STEP = 20;
  let deepest = 0;
  for (let at = 0; at < depthMm.length; at++) if (depthMm[at]! > deepest) deepest = depthMm[at]!;
  const starts = new Int32Array(Math.ceil(deepest * STEP) + 2);
  const bin = (depth: number): number => starts.length - 2 - Math.floor(depth * STEP);
  let total = 0;
  for (let at = 0; at < depthMm.length; at++) {
    const depth = depthMm[at]!;
    if (depth <= 0) continue;
    starts[bin(depth) + 1]!++;
    total++;
  }
  for (let n = 1; n < starts.length; n++) starts[n]! += starts[n - 1]!;
  const order = new Int32Array(total);
  for (let at = 0; at < depthMm.length; at++) {
    if (depthMm[at]! > 0) order[starts[bin(depthMm[at]!)]!++] = at;
  }
  return order;
}

function neighbours([columns, rows, slices]: Vec3): (at: number, visit: (other: number) => void) => void {
  const plane = columns * rows;
  return (at, visit) => {
    const i = at % columns;
    const j = Math.floor(at / columns) % rows;
    const k = Math.floor(at / plane);
    if (i > 0) visit(at - 1);
    if (i < columns - 1) visit(at + 1);
    if (j > 0) visit(at - columns);
    if (j < rows - 1) visit(at + columns);
    if (k > 0) visit(at - plane);
    if (k < slices - 1) visit(at + plane);
  };
}

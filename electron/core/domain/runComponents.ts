/**
 * Connected pieces (6 neighbours) of a set of voxels, found on runs along the rows instead of voxels: union-find over the runs of
 * neighbouring rows (Rosenfeld & Pfaltz 1966, doi 10.1145/321356.321357, on runs). Memory goes with the surface, not with the volume.
 */
import { rootOf, unite } from './disjointSets.ts';
import type { Vec3 } from './geometry.ts';

/** Inclusive voxel indices. */
export interface IndexBox {
  readonly min: Vec3;
  readonly max: Vec3;
}

export interface Piece {
  readonly voxels: number;
  /** Those of the query's special values. */
  readonly special: number;
  /** Index of a voxel in the middle of the piece's longest row. */
  readonly at: Vec3;
  /** Whether it reaches the border of the box in which it was looked for. */
  readonly atBorder: boolean;
  readonly box: IndexBox;
}

export interface PieceQuery {
  readonly dims: Vec3;
  readonly box: IndexBox;
  /** One byte a voxel of the whole grid, in memory order. */
  readonly values: Uint8Array;
  /** Index = value: 1 for values that belong to the set. */
  readonly belongs: Uint8Array;
  /** Index = value: 1 for values whose voxels are counted apart. */
  readonly special?: Uint8Array;
}

/** Runs of the set in the order of their rows: first and last column, row and slice. */
interface Runs {
  readonly from: number[];
  readonly to: number[];
  /** Number of the first run of each row of the box, and the end. */
  readonly rowStarts: Int32Array;
}

function runsOf({ dims, box, values, belongs }: PieceQuery): Runs {
  const rows = box.max[1] - box.min[1] + 1;
  const rowStarts = new Int32Array(rows * (box.max[2] - box.min[2] + 1) + 1);
  const from: number[] = [];
  const to: number[] = [];
  let row = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const start = dims[0] * (j + dims[1] * k);
      for (let i = box.min[0]; i <= box.max[0]; i++) {
        if (belongs[values[start + i]!] === 0) continue;
        from.push(i);
        while (i < box.max[0] && belongs[values[start + i + 1]!] === 1) i++;
        to.push(i);
      }
      rowStarts[++row] = from.length;
    }
  }
  return { from, to, rowStarts };
}

/** Joins the runs of two rows that touch. */
function joinRows({ from, to, rowStarts }: Runs, a: number, b: number, join: (x: number, y: number) => void): void {
  let x = rowStarts[a]!;
  let y = rowStarts[b]!;
  while (x < rowStarts[a + 1]! && y < rowStarts[b + 1]!) {
    if (from[x]! <= to[y]! && from[y]! <= to[x]!) join(x, y);
    if (to[x]! < to[y]!) x++;
    else y++;
  }
}

/** The pieces of the set inside the box, the largest first. */
export function pieces(query: PieceQuery): Piece[] {
  const { box } = query;
  const rows = box.max[1] - box.min[1] + 1;
  const slices = box.max[2] - box.min[2] + 1;
  const runs = runsOf(query);
  const parent = Int32Array.from(runs.from, (_, at) => at);
  const join = (x: number, y: number): void => {
    unite(parent, x, y);
  };
  for (let row = 0; row < rows * slices; row++) {
    if (row % rows > 0) joinRows(runs, row - 1, row, join);
    if (row >= rows) joinRows(runs, row - rows, row, join);
  }
  return gather(query, runs, (at) => rootOf(parent, at)).sort((a, b) => b.voxels - a.voxels);
}

interface Growing {
  voxels: number;
  special: number;
  longest: number;
  at: Vec3;
  readonly min: [number, number, number];
  readonly max: [number, number, number];
}

function gather(query: PieceQuery, { from, to, rowStarts }: Runs, root: (at: number) => number): Piece[] {
  const { box, dims } = query;
  const rows = box.max[1] - box.min[1] + 1;
  const found = new Map<number, Growing>();
  for (let row = 0; row + 1 < rowStarts.length; row++) {
    const j = box.min[1] + (row % rows);
    const k = box.min[2] + Math.floor(row / rows);
    const start = dims[0] * (j + dims[1] * k);
    for (let run = rowStarts[row]!; run < rowStarts[row + 1]!; run++) {
      const [first, last] = [from[run]!, to[run]!];
      let piece = found.get(root(run));
      if (piece === undefined) {
        piece = { voxels: 0, special: 0, longest: 0, at: [first, j, k], min: [first, j, k], max: [last, j, k] };
        found.set(root(run), piece);
      }
      piece.special += specialIn(query, start + first, start + last);
      addRun(piece, first, last, j, k);
    }
  }
  return [...found.values()].map(({ voxels, special, at, min, max }) => ({
    voxels,
    special,
    at,
    box: { min, max },
    atBorder: [0, 1, 2].some((axis) => min[axis] === box.min[axis] || max[axis] === box.max[axis]),
  }));
}

function specialIn({ values, special }: PieceQuery, from: number, to: number): number {
  let count = 0;
  if (special !== undefined) for (let at = from; at <= to; at++) count += special[values[at]!]!;
  return count;
}

function addRun(piece: Growing, first: number, last: number, j: number, k: number): void {
  const length = last - first + 1;
  piece.voxels += length;
  if (length > piece.longest) {
    piece.longest = length;
    piece.at = [(first + last) >> 1, j, k];
  }
  const { min, max } = piece;
  if (first < min[0]) min[0] = first;
  if (last > max[0]) max[0] = last;
  // Rows come in order: the first one of a slice may lie behind those of the slice before.
  if (j < min[1]) min[1] = j;
  if (j > max[1]) max[1] = j;
  max[2] = k;
}

/** The smallest box around the set, a margin of voxels around it; null when the set is empty. */
export function boxAround(dims: Vec3, values: Uint8Array, belongs: Uint8Array, margin: number): IndexBox | null {
  const [columns, rows, slices] = dims;
  let [i0, j0, k0, i1, j1, k1] = [columns, rows, slices, -1, -1, -1];
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        if (belongs[values[at]!] === 0) continue;
        if (i < i0) i0 = i;
        if (i > i1) i1 = i;
        if (j < j0) j0 = j;
        if (j > j1) j1 = j;
        if (k < k0) k0 = k;
        k1 = k;
      }
    }
  }
  if (k1 < 0) return null;
  const low = (value: number): number => Math.max(value - margin, 0);
  const high = (value: number, axis: 0 | 1 | 2): number => Math.min(value + margin, dims[axis] - 1);
  return { min: [low(i0), low(j0), low(k0)], max: [high(i1, 0), high(j1, 1), high(k1, 2)] };
}

/**
 * The connected pieces (26-neighbourhood) of a labelmap's tumour voxels. Found over runs along the rows, so that the labelmap itself and its
 * stored run-length form give the same pieces, the latter without being unfolded.
 */
import { rootOf, unite } from './disjointSets.ts';
import type { Vec3 } from './geometry.ts';
import { Label } from './labels.ts';
import { readRuns } from './labelmapRuns.ts';

/** Inclusive voxel indices. */
export interface PieceBox {
  readonly min: Vec3;
  readonly max: Vec3;
}

export interface Piece {
  /** Voxels of label 3 and of label 4. */
  readonly resectedVoxels: number;
  readonly flrVoxels: number;
  /** Linear offsets: the start and the end (excluded) of each run along a row, in memory order. */
  readonly runs: Uint32Array;
}

/** The largest ones are told apart; a tumour that is scattered over more pieces is noise, and what is left over counts as no lesion. */
export const MAX_PIECES = 500;
/** A tumour of 4 litres on a fine grid has some 200 000 runs; beyond this nothing is told apart, so that memory stays bounded. */
const MAX_RUNS = 5_000_000;

export const pieceVoxels = ({ resectedVoxels, flrVoxels }: Piece): number => resectedVoxels + flrVoxels;

/** The runs of all tumour voxels, in memory order. */
class TumourRuns {
  readonly rows: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly flr: number[] = [];
  readonly columns: number;

  constructor(columns: number) {
    this.columns = columns;
  }

  get size(): number {
    return this.starts.length;
  }

  /** Offsets `start` to `end` (excluded) of one label; must come in memory order. */
  add(label: number, start: number, end: number): void {
    for (let from = start; from < end && this.size <= MAX_RUNS;) {
      const row = Math.floor(from / this.columns);
      const to = Math.min(end, (row + 1) * this.columns);
      this.addInRow(row, from, to, label === Label.tumourFlr ? to - from : 0);
      from = to;
    }
  }

  private addInRow(row: number, start: number, end: number, flr: number): void {
    const last = this.size - 1;
    if (last >= 0 && this.rows[last] === row && this.ends[last] === start) {
      this.ends[last] = end;
      this.flr[last]! += flr;
      return;
    }
    this.rows.push(row);
    this.starts.push(start);
    this.ends.push(end);
    this.flr.push(flr);
  }
}

/** @param box where tumour voxels lie, if it is known; others are not looked at. */
export function findPieces(labels: Uint8Array, dims: Vec3, box?: PieceBox): Piece[] {
  const [columns, rows, slices] = dims;
  const { min, max } = box ?? { min: [0, 0, 0], max: [columns - 1, rows - 1, slices - 1] };
  const found = new TumourRuns(columns);
  for (let k = min[2]; k <= max[2]; k++) {
    for (let j = min[1]; j <= max[1]; j++) {
      const row = columns * (j + rows * k);
      const end = row + max[0] + 1;
      for (let at = row + min[0]; at < end;) {
        const label = labels[at]!;
        if (label !== Label.tumourResected && label !== Label.tumourFlr) {
          at++;
          continue;
        }
        const start = at;
        while (at < end && labels[at] === label) at++;
        found.add(label, start, at);
      }
    }
  }
  return joined(found, rows);
}

/** As `findPieces`, from the run-length form. @throws RangeError as `readRuns` */
export function piecesOfRuns(bytes: Uint8Array): Piece[] {
  let found = new TumourRuns(1);
  let rows = 1;
  readRuns(bytes, {
    dims(dims) {
      found = new TumourRuns(dims[0]);
      rows = dims[1];
    },
    run(label, start, end) {
      if (label === Label.tumourResected || label === Label.tumourFlr) found.add(label, start, end);
    },
  });
  return joined(found, rows);
}

function joined(found: TumourRuns, rows: number): Piece[] {
  if (found.size > MAX_RUNS) return [];
  const parents = connect(found, rows);
  const runsOf = new Map<number, number[]>();
  for (let run = 0; run < found.size; run++) {
    const root = rootOf(parents, run);
    const members = runsOf.get(root);
    if (members) members.push(run);
    else runsOf.set(root, [run]);
  }
  return largest([...runsOf.values()].map((members) => pieceOf(found, members)));
}

function pieceOf({ starts, ends, flr }: TumourRuns, members: readonly number[]): Piece {
  const runs = new Uint32Array(2 * members.length);
  let [voxels, flrVoxels] = [0, 0];
  members.forEach((run, at) => {
    runs[2 * at] = starts[run]!;
    runs[2 * at + 1] = ends[run]!;
    voxels += ends[run]! - starts[run]!;
    flrVoxels += flr[run]!;
  });
  return { resectedVoxels: voxels - flrVoxels, flrVoxels, runs };
}

/** In memory order of their first voxels, whatever was left out. */
function largest(pieces: readonly Piece[]): Piece[] {
  if (pieces.length <= MAX_PIECES) return [...pieces];
  const kept = pieces.toSorted((a, b) => pieceVoxels(b) - pieceVoxels(a)).slice(0, MAX_PIECES);
  return kept.toSorted((a, b) => a.runs[0]! - b.runs[0]!);
}

/** Union-find over runs that touch, corners included; the root of a piece is its first run. */
function connect(found: TumourRuns, rows: number): Int32Array {
  const { rows: rowOf, columns, size } = found;
  const parents = Int32Array.from({ length: size }, (_, run) => run);
  const first = (run: number): number => found.starts[run]! - rowOf[run]! * columns;
  const beyond = (run: number): number => found.ends[run]! - rowOf[run]! * columns;
  // The row before in the slice, and three in the slice before. Runs come in memory order, so that one pointer for each only moves on.
  const neighbours = [
    { back: 1, shift: -1, pointer: 0 },
    { back: rows + 1, shift: -1, pointer: 0 },
    { back: rows, shift: 0, pointer: 0 },
    { back: rows - 1, shift: 1, pointer: 0 },
  ];
  for (let run = 0; run < size; run++) {
    const row = rowOf[run]!;
    const j = row % rows;
    for (const neighbour of neighbours) {
      if (j + neighbour.shift < 0 || j + neighbour.shift >= rows) continue;
      const wanted = row - neighbour.back;
      let at = neighbour.pointer;
      while (at < run && (rowOf[at]! < wanted || (rowOf[at] === wanted && beyond(at) < first(run)))) at++;
      neighbour.pointer = at;
      for (; at < run && rowOf[at] === wanted && first(at) <= beyond(run); at++) unite(parents, at, run);
    }
  }
  return parents;
}

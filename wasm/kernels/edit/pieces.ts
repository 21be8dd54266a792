/** Pieces (6 neighbours) of a mask as runs of its rows: little memory however large they are, and their boxes and sizes come with them. */
import { rootOf, unite } from '../../../electron/core/domain/disjointSets.ts';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BoxBuilder } from '../box.ts';
import type { VoxelBox } from '../types.ts';

export interface Piece {
  readonly voxels: number;
  readonly box: VoxelBox;
  /** Offsets of the first voxel and lengths of its runs, in memory order. */
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
}

interface Runs {
  readonly starts: number[];
  readonly lengths: number[];
  /** Union-find forest over the runs; a root is its own parent and the first run of its piece. */
  readonly parents: number[];
}

/** Joins the runs of two neighbouring rows where they overlap; both lists are in order of columns. */
function joinRows(
  { starts, lengths, parents }: Runs,
  [a, aEnd, aRow]: readonly number[],
  [b, bEnd, bRow]: readonly number[],
): void {
  let [n, m] = [a!, b!];
  while (n < aEnd! && m < bEnd!) {
    const [from, other] = [starts[n]! - aRow!, starts[m]! - bRow!];
    const [end, otherEnd] = [from + lengths[n]!, other + lengths[m]!];
    if (from < otherEnd && other < end) unite(parents, n, m);
    if (end < otherEnd) n++;
    else m++;
  }
}

/** The pieces of ones, in memory order of their first voxels. */
export function findPieces(mask: Uint8Array, dims: Vec3): Piece[] {
  const [columns, rows, slices] = dims;
  const runs: Runs = { starts: [], lengths: [], parents: [] };
  /** First run of each row, and the end of the last. */
  const firsts = new Int32Array(rows * slices + 1);
  for (let row = 0; row < rows * slices; row++) {
    firsts[row] = runs.starts.length;
    findRuns(mask, row * columns, columns, runs);
    const end = runs.starts.length;
    const own = [firsts[row]!, end, row * columns] as const;
    if (row % rows > 0) joinRows(runs, own, [firsts[row - 1]!, firsts[row]!, (row - 1) * columns]);
    const below = row - rows;
    if (below >= 0) joinRows(runs, own, [firsts[below]!, firsts[below + 1]!, below * columns]);
  }
  return collect(runs, dims);
}

function findRuns(mask: Uint8Array, start: number, columns: number, { starts, lengths, parents }: Runs): void {
  const end = start + columns;
  for (let at = start; at < end; at++) {
    if (mask[at] === 0) continue;
    const begun = at;
    while (at < end && mask[at] !== 0) at++;
    parents.push(starts.length);
    starts.push(begun);
    lengths.push(at - begun);
  }
}

function collect({ starts, lengths, parents }: Runs, [columns, rows]: Vec3): Piece[] {
  const building = new Map<number, { box: BoxBuilder; voxels: number; starts: number[]; lengths: number[] }>();
  starts.forEach((start, run) => {
    const of = rootOf(parents, run);
    const piece = building.get(of) ?? { box: new BoxBuilder(), voxels: 0, starts: [], lengths: [] };
    building.set(of, piece);
    const length = lengths[run]!;
    const i = start % columns;
    const row = (start - i) / columns;
    const j = row % rows;
    const k = (row - j) / rows;
    piece.box.add(i, j, k);
    piece.box.add(i + length - 1, j, k);
    piece.voxels += length;
    piece.starts.push(start);
    piece.lengths.push(length);
  });
  return [...building.values()].map(({ box, ...piece }) => ({ ...piece, box: box.done()! }));
}

/** Writes `value` over a piece. */
export function fillPiece(mask: Uint8Array, { starts, lengths }: Piece, value: 0 | 1): void {
  starts.forEach((start, run) => mask.fill(value, start, start + lengths[run]!));
}

/** Whether the voxel at `offset` belongs to the piece. */
export const holds = ({ starts, lengths }: Piece, offset: number): boolean =>
  starts.some((start, run) => offset >= start && offset < start + lengths[run]!);

/** The lesions of the drawing, step by step; whose voxels they are is in their pieces. */
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import { isTumour, Label, type LabelCounts } from '../../../../electron/core/domain/labels.ts';
import {
  lesionsOfPieces,
  unconfirmedTumour,
  type CountedLesion,
  type FoundLesion,
  type Lesion,
  type LesionState,
} from '../../../../electron/core/domain/lesions.ts';
import { changeOrigin, followLesions } from '../../../../electron/core/domain/lesionsFollow.ts';
import { findPieces, type Piece } from '../../../../electron/core/domain/lesionsPieces.ts';
import type { LabelDelta, VoxelBox } from '../../../../wasm/kernels/index.ts';

/** What the host knows of a segmentation's lesions when it is opened. */
export interface StoredLesions {
  /** null: nothing is drawn, or was drawn before lesions had a state (then all are confirmed). */
  readonly lesions: readonly Lesion[] | null;
  readonly lastLesionNumber: number;
}

const newId = (): string => crypto.randomUUID();

/** The lesions that a stored list says the pieces of the labels are. */
export function storedLesions(
  labels: Uint8Array,
  dims: Vec3,
  { lesions, lastLesionNumber }: StoredLesions,
): readonly FoundLesion[] {
  const pieces = findPieces(labels, dims);
  const found = lesions === null ? null : lesionsOfPieces(lesions, pieces);
  if (found !== null && typeof found !== 'string') return found;
  // From before lesions had a state; a list that doesn't fit its labels is refused by the host and is not shown as confirmed here.
  const origin = found === null ? 'mask' : 'algorithm';
  return followLesions({ before: [], pieces, origin, lastNumber: lastLesionNumber, newId });
}

/** Numbers are given out once in a session, too: undo doesn't bring them back. */
export class LesionFollower {
  private lastNumber: number;
  private readonly dims: Vec3;

  constructor(dims: Vec3, lastLesionNumber: number) {
    this.dims = dims;
    this.lastNumber = lastLesionNumber;
  }

  /** The very same list when `delta` touched no tumour. @param labels with the change */
  after(before: readonly FoundLesion[], delta: LabelDelta, labels: Uint8Array, tool: string): readonly FoundLesion[] {
    if (!touchesTumour(delta)) return before;
    const box = boxOf(
      before.map(({ piece }) => piece),
      delta.box,
      this.dims,
    );
    const found = followLesions({
      before,
      pieces: findPieces(labels, this.dims, box),
      origin: changeOrigin(tool),
      lastNumber: this.lastNumber,
      newId,
    });
    this.know(found);
    return found;
  }

  know(found: readonly FoundLesion[]): void {
    this.lastNumber = found.reduce((last, { lesion }) => Math.max(last, lesion.number), this.lastNumber);
  }
}

function touchesTumour({ before, after }: LabelDelta): boolean {
  for (let run = 0; run < before.length; run++) if (isTumour(before[run]!) || isTumour(after[run]!)) return true;
  return false;
}

/** The smallest box around `box` and the pieces. */
export function boxOf(pieces: readonly Piece[], box: VoxelBox | null, [columns, rows]: Vec3): VoxelBox {
  const min: [number, number, number] = box ? [...box.min] : [Infinity, Infinity, Infinity];
  const max: [number, number, number] = box ? [...box.max] : [-1, -1, -1];
  for (const { runs } of pieces) {
    for (let at = 0; at < runs.length; at += 2) {
      const i = runs[at]! % columns;
      const row = Math.floor(runs[at]! / columns);
      const [j, k] = [row % rows, Math.floor(row / rows)];
      min[0] = Math.min(min[0], i);
      max[0] = Math.max(max[0], i + runs[at + 1]! - runs[at]! - 1);
      min[1] = Math.min(min[1], j);
      max[1] = Math.max(max[1], j);
      min[2] = Math.min(min[2], k);
      max[2] = Math.max(max[2], k);
    }
  }
  return { min, max };
}

/** The runs of all proposed lesions in memory order, for the views. */
export function proposedRuns(found: readonly FoundLesion[]): Uint32Array {
  const proposed = found.filter(({ lesion }) => lesion.state === 'proposed').map(({ piece }) => piece.runs);
  if (proposed.length === 1) return proposed[0]!;
  // Runs don't overlap, so that sorting all starts and all ends by themselves keeps them together.
  const all = new Uint32Array(proposed.reduce((sum, { length }) => sum + length, 0));
  const ends = (end: 0 | 1): Uint32Array =>
    Uint32Array.from(
      proposed.flatMap((runs) => Array.from({ length: runs.length / 2 }, (_, at) => runs[2 * at + end]!)),
    ).sort();
  const [starts, stops] = [ends(0), ends(1)];
  starts.forEach((start, at) => {
    all[2 * at] = start;
    all[2 * at + 1] = stops[at]!;
  });
  return all;
}

/** The list with some of them in another state. */
export const withState = (
  found: readonly FoundLesion[],
  ids: ReadonlySet<string>,
  state: LesionState,
): readonly FoundLesion[] =>
  found.map((each) => (ids.has(each.lesion.id) ? { ...each, lesion: { ...each.lesion, state } } : each));

/** The list under the numbers that the host gave them, or null when they are the same. */
export function renumbered(
  found: readonly FoundLesion[],
  stored: readonly CountedLesion[] | null,
): readonly FoundLesion[] | null {
  const numbers = new Map(stored?.map(({ id, number }) => [id, number]));
  const isOther = ({ lesion: { id, number } }: FoundLesion): boolean => (numbers.get(id) ?? number) !== number;
  if (!found.some(isOther)) return null;
  return found
    .map(({ lesion, piece }) => ({ lesion: { ...lesion, number: numbers.get(lesion.id) ?? lesion.number }, piece }))
    .sort((a, b) => a.lesion.number - b.lesion.number);
}

/** Takes a lesion out of the labels: its voxels become parenchyma of their side. */
export function removeLesion(labels: Uint8Array, { runs }: Piece): void {
  for (let at = 0; at < runs.length; at += 2) {
    for (let voxel = runs[at]!; voxel < runs[at + 1]!; voxel++) {
      labels[voxel] = labels[voxel] === Label.tumourFlr ? Label.flr : Label.resected;
    }
  }
}

/**
 * Voxels per label as they are measured, while something is drawn on top of the last commit: what a preview adds to the tumour is proposed,
 * what a brush adds counts at once.
 * @param committed counts and lesions of the last commit
 * @param preview voxels per label before a preview of tumour that is shown; null without one
 */
export function measuredCounts(
  counts: LabelCounts,
  committed: { readonly counts: LabelCounts; readonly lesions: readonly CountedLesion[] },
  preview: LabelCounts | null,
): number[] {
  const { resectedVoxels, flrVoxels } = unconfirmedTumour(committed.counts, committed.lesions);
  const measured = [...counts];
  const move = (tumour: number, parenchyma: number, unconfirmed: number): void => {
    const added = preview === null ? 0 : Math.max(0, counts[tumour]! - preview[tumour]!);
    const voxels = Math.min(Math.max(unconfirmed + added, 0), counts[tumour]!);
    measured[tumour]! -= voxels;
    measured[parenchyma]! += voxels;
  };
  move(Label.tumourResected, Label.resected, resectedVoxels);
  move(Label.tumourFlr, Label.flr, flrVoxels);
  return measured;
}

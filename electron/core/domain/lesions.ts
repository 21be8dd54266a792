/**
 * Lesions: connected pieces of tumour with an identity and a state. Only confirmed ones are subtracted from the liver; until a person has
 * confirmed them, the voxels of proposed ones count as the parenchyma around them.
 */
import { Label, LABEL_COUNT, type LabelCounts } from './labels.ts';
import { pieceVoxels, type Piece } from './lesionsPieces.ts';

export type LesionState = 'proposed' | 'confirmed';

export interface Lesion {
  /** UUID; stays the same while the lesion is edited, moved to the other side, undone and redone. */
  readonly id: string;
  /** Shown as "Lesion 3"; never given twice within a segmentation. */
  readonly number: number;
  readonly state: LesionState;
  /** Linear offset of a voxel inside it: tells which piece of the labelmap is meant. */
  readonly anchor: number;
}

export interface CountedLesion extends Lesion {
  /** Voxels in the part to be resected (label 3) and in the remnant (label 4). */
  readonly resectedVoxels: number;
  readonly flrVoxels: number;
}

export interface FoundLesion {
  readonly lesion: CountedLesion;
  readonly piece: Piece;
}

/** Confirming, or taking it back, is a revision like any other; this names it. */
export function stateAction(
  state: LesionState,
  numbers: readonly number[],
  all: boolean,
): { title: string; tool: string; parameters: { lesions: string } } {
  const verb = state === 'confirmed' ? 'Confirm' : 'Unconfirm';
  const which =
    all && numbers.length > 1 ? 'all lesions' : `${numbers.length === 1 ? 'lesion' : 'lesions'} ${numbers.join(', ')}`;
  return {
    title: `${verb} ${which}`.slice(0, 200),
    tool: state === 'confirmed' ? 'confirm-lesion@1' : 'unconfirm-lesion@1',
    parameters: { lesions: numbers.join(' ') },
  };
}

export type LesionSide = 'resected' | 'flr' | 'both';

/** Where the lesion lies once the liver is divided; 'both' for one that the cut goes through. */
export function lesionSide({ resectedVoxels, flrVoxels }: CountedLesion): LesionSide {
  if (flrVoxels === 0) return 'resected';
  return resectedVoxels === 0 ? 'flr' : 'both';
}

/**
 * Voxels per label as they are measured: what is not confirmed tumour counts as parenchyma of its side, so that the total stays and the parts
 * still sum to it.
 * @param lesions null for a revision from before lesions had a state: all of its tumour was subtracted.
 */
export function effectiveCounts(counts: LabelCounts, lesions: readonly CountedLesion[] | null): number[] {
  const effective = [...counts];
  if (lesions === null || counts.length !== LABEL_COUNT) return effective;
  const { resectedVoxels, flrVoxels } = unconfirmedTumour(counts, lesions);
  effective[Label.tumourResected]! -= resectedVoxels;
  effective[Label.resected]! += resectedVoxels;
  effective[Label.tumourFlr]! -= flrVoxels;
  effective[Label.flr]! += flrVoxels;
  return effective;
}

export interface UnconfirmedTumour {
  readonly lesions: number;
  readonly resectedVoxels: number;
  readonly flrVoxels: number;
}

/** Proposed lesions, and tumour voxels that are no lesion at all (specks beyond the largest pieces). */
export function unconfirmedTumour(counts: LabelCounts, lesions: readonly CountedLesion[] | null): UnconfirmedTumour {
  if (lesions === null) return { lesions: 0, resectedVoxels: 0, flrVoxels: 0 };
  const confirmed = lesions.filter(({ state }) => state === 'confirmed');
  const without = (label: number, of: 'resectedVoxels' | 'flrVoxels'): number =>
    confirmed.reduce((left, lesion) => left - lesion[of], counts[label] ?? 0);
  return {
    lesions: lesions.length - confirmed.length,
    resectedVoxels: without(Label.tumourResected, 'resectedVoxels'),
    flrVoxels: without(Label.tumourFlr, 'flrVoxels'),
  };
}

/** One sentence for wherever volumes are shown; null when nothing is left out. */
export function unconfirmedWarning(unconfirmed: UnconfirmedTumour, voxelMl: number): string | null {
  const { lesions, resectedVoxels, flrVoxels } = unconfirmed;
  if (resectedVoxels + flrVoxels === 0) return null;
  const volume = `${((resectedVoxels + flrVoxels) * voxelMl).toFixed(1)} mL`;
  if (lesions === 0) return `Tumour of ${volume} in specks that are no lesions is not subtracted.`;
  return lesions === 1
    ? `1 proposed lesion (${volume}) is not confirmed, so it is not subtracted as tumour.`
    : `${lesions} proposed lesions (${volume}) are not confirmed, so they are not subtracted as tumour.`;
}

/**
 * The pieces with the lesions that a list says they are.
 * @returns a sentence when the list isn't that of these pieces: every piece has exactly one lesion, whose anchor lies in it.
 */
export function lesionsOfPieces(lesions: readonly Lesion[], pieces: readonly Piece[]): FoundLesion[] | string {
  const ids = new Set(lesions.map(({ id }) => id));
  if (ids.size !== lesions.length) return 'A lesion is listed twice.';
  const found = new Map<Piece, FoundLesion>();
  for (const lesion of lesions) {
    const piece = pieces.find((each) => holds(each, lesion.anchor));
    if (!piece) return `Lesion ${lesion.number} has its anchor outside the tumour.`;
    if (found.has(piece)) return `Lesion ${lesion.number} is in one piece with another lesion.`;
    found.set(piece, { lesion: counted(lesion, piece), piece });
  }
  if (found.size < pieces.length) return `${pieces.length - found.size} pieces of tumour are not listed as lesions.`;
  return byNumber([...found.values()]);
}

/** The list again with the numbers that the host knows its lesions by. */
export const byNumber = (found: readonly FoundLesion[]): FoundLesion[] =>
  found.toSorted((a, b) => a.lesion.number - b.lesion.number);

export function counted({ id, number, state, anchor }: Lesion, { resectedVoxels, flrVoxels }: Piece): CountedLesion {
  return { id, number, state, anchor, resectedVoxels, flrVoxels };
}

/** In the middle of the longest run, so that small edits rarely take it away. */
export function anchorOf({ runs }: Piece): number {
  let longest = 0;
  for (let at = 2; at < runs.length; at += 2) {
    if (runs[at + 1]! - runs[at]! > runs[longest + 1]! - runs[longest]!) longest = at;
  }
  return Math.floor((runs[longest]! + runs[longest + 1]! - 1) / 2);
}

/** Whether the voxel of that offset is one of the piece. */
export function holds({ runs }: Piece, offset: number): boolean {
  let [low, high] = [0, runs.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[2 * middle + 1]! <= offset) low = middle + 1;
    else high = middle;
  }
  return 2 * low < runs.length && runs[2 * low]! <= offset;
}

/** Offsets of all voxels of the piece, in memory order. */
export function voxelsOfPiece(piece: Piece): Uint32Array {
  const voxels = new Uint32Array(pieceVoxels(piece));
  let filled = 0;
  for (let at = 0; at < piece.runs.length; at += 2) {
    for (let offset = piece.runs[at]!; offset < piece.runs[at + 1]!; offset++) voxels[filled++] = offset;
  }
  return voxels;
}

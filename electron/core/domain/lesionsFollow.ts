/** Which lesion is which after the tumour's voxels changed. */
import { anchorOf, byNumber, counted, holds, type FoundLesion, type LesionState } from './lesions.ts';
import { pieceVoxels, type Piece } from './lesionsPieces.ts';

/**
 * What changed the labels: a person voxel by voxel, an algorithm, or a mask that a person brought along as a finished reading.
 */
export type ChangeOrigin = 'hand' | 'algorithm' | 'mask';

/** Tools with which a person sets every voxel, or says what a lesion is; what all others leave behind is looked at and confirmed first. */
const HAND_TOOLS = new Set([
  'paint',
  'confirm-lesion',
  'unconfirm-lesion',
  'delete-lesion',
  'brush',
  'erase',
  'eraser',
  'erase-tumour',
  'scissors',
  'contour',
  'live-wire',
  'keep-piece',
  'remove-piece',
  'copy-slice',
]);
const MASK_TOOLS = new Set(['import-mask']);

/** @param tool id with version, e.g. 'brush@1' */
export function changeOrigin(tool: string): ChangeOrigin {
  const [name = ''] = tool.split('@');
  if (MASK_TOOLS.has(name)) return 'mask';
  return HAND_TOOLS.has(name) ? 'hand' : 'algorithm';
}

export interface LesionChange {
  readonly before: readonly FoundLesion[];
  readonly pieces: readonly Piece[];
  readonly origin: ChangeOrigin;
  /** The highest number that was ever given in the segmentation. */
  readonly lastNumber: number;
  readonly newId: () => string;
}

interface Overlap {
  readonly known: FoundLesion;
  readonly piece: Piece;
  readonly voxels: number;
}

/**
 * A piece that overlaps known lesions goes on as the oldest of those that it continues; of a lesion that fell apart the piece with its anchor
 * (else the one with most of it) goes on, the others are new lesions of the same state. Merged lesions are proposed unless all were
 * confirmed; a confirmed one that an algorithm changed is proposed again; what is drawn by hand or comes with a mask is confirmed.
 * @returns by number
 */
export function followLesions({ before, pieces, origin, lastNumber, newId }: LesionChange): FoundLesion[] {
  const overlaps = overlapsOf(before, pieces);
  const continued = continuations(before, overlaps);
  let number = lastNumber;
  const follow = (piece: Piece): FoundLesion => {
    const parts = overlaps.filter((overlap) => overlap.piece === piece);
    const oldest = byNumber(before).find((known) => continued.get(known) === piece)?.lesion;
    const anchor = oldest && holds(piece, oldest.anchor) ? oldest.anchor : anchorOf(piece);
    const identity = oldest ?? { id: newId(), number: ++number };
    return {
      lesion: counted({ ...identity, state: stateOf(piece, parts, origin), anchor }, piece),
      piece: unchanged(piece, parts) ?? piece,
    };
  };
  return byNumber(pieces.map(follow));
}

function stateOf(piece: Piece, parts: readonly Overlap[], origin: ChangeOrigin): LesionState {
  if (origin === 'mask') return 'confirmed';
  if (parts.length === 0) return origin === 'hand' ? 'confirmed' : 'proposed';
  if (parts.some(({ known }) => known.lesion.state === 'proposed')) return 'proposed';
  return origin === 'hand' || isSame(piece, parts) ? 'confirmed' : 'proposed';
}

/** The former piece where voxels and sides are the same, so that what was measured of it still holds for the very object. */
function unchanged(piece: Piece, parts: readonly Overlap[]): Piece | null {
  const former = parts[0]?.known.piece;
  return former && isSame(piece, parts) && former.flrVoxels === piece.flrVoxels ? former : null;
}

/** Not a voxel more or less than the one lesion it was; its side may have changed. */
function isSame(piece: Piece, parts: readonly Overlap[]): boolean {
  const [part] = parts;
  return parts.length === 1 && part!.voxels === pieceVoxels(piece) && part!.voxels === pieceVoxels(part!.known.piece);
}

/** By lesion, the piece that goes on as it. */
function continuations(before: readonly FoundLesion[], overlaps: readonly Overlap[]): Map<FoundLesion, Piece> {
  const continued = new Map<FoundLesion, Piece>();
  for (const known of before) {
    const parts = overlaps.filter((overlap) => overlap.known === known);
    const largest = parts.toSorted((a, b) => b.voxels - a.voxels)[0];
    const next = parts.find(({ piece }) => holds(piece, known.lesion.anchor)) ?? largest;
    if (next) continued.set(known, next.piece);
  }
  return continued;
}

/** Pairs that share voxels. Pieces of one labelmap share none among themselves. */
function overlapsOf(before: readonly FoundLesion[], pieces: readonly Piece[]): Overlap[] {
  return before.flatMap((known) =>
    pieces.flatMap((piece) => {
      const voxels = sharedVoxels(known.piece.runs, piece.runs);
      return voxels === 0 ? [] : [{ known, piece, voxels }];
    }),
  );
}

function sharedVoxels(a: Uint32Array, b: Uint32Array): number {
  if (a[0]! >= b[b.length - 1]! || b[0]! >= a[a.length - 1]!) return 0;
  let [shared, atA, atB] = [0, 0, 0];
  while (atA < a.length && atB < b.length) {
    shared += Math.max(0, Math.min(a[atA + 1]!, b[atB + 1]!) - Math.max(a[atA]!, b[atB]!));
    if (a[atA + 1]! < b[atB + 1]!) atA += 2;
    else atB += 2;
  }
  return shared;
}

/** Splits the slices of one series into the volumes they make, where they don't make one. */
import { divisions, type Division, type SliceToGroup } from './geometry/divisions.ts';
import { areInterleaved, areOne, tearsOut } from './geometry/entangled.ts';
import { judgeGeometry, type Judgement } from './geometry.ts';

export type { SliceToGroup } from './geometry/divisions.ts';

export interface Part {
  /** What tells it from the other parts, such as 'acquisition 2'; '' for the only part. */
  readonly label: string;
  /** Places in the input of all its slices, ascending. */
  readonly at: readonly number[];
  /** Of its slices alone: `order` holds places in `at`. */
  readonly judgement: Judgement;
}

/** Divisions that may be combined: orientation, then acquisition, then repetition. */
const MAX_DEPTH = 3;
/** Of the slices that may be strays, such as a scout among its scan; with more of them the rest is hardly a volume. */
const STRAY_SHARE = 0.1;

/** A slice with its place in the input, and its rank in an order that depends on the slices alone. */
type Slice = SliceToGroup & { readonly place: number; readonly rank: number };
/** A part while it is being looked for. */
interface Piece {
  readonly labels: readonly string[];
  /** By rank. */
  readonly slices: readonly Slice[];
  /** Equal for pieces of the same slices. */
  readonly key: string;
  readonly judgement: Judgement;
}

/**
 * One part when the slices make one volume; otherwise the volumes that the simplest division gives which leaves no doubt: by frame of
 * reference, orientation, matrix, pixel spacing, acquisition, point in time, copy, or repetition of the positions, or by several of these.
 * Where there is none, one refused part. A few strays become refused parts of their own, unless a volume lacks them.
 * The result doesn't depend on the order of `input`.
 * @param input the slices of one series, at least one
 */
export function partition(input: readonly SliceToGroup[]): Part[] {
  const slices = input
    .map((slice, place) => ({ key: JSON.stringify(slice), slice, place }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ slice, place }, rank) => ({ ...slice, place, rank }));
  return createPartitioner()(slices).map((piece) => {
    const at = piece.slices.map(({ place }) => place).sort((a, b) => a - b);
    const placeInPart = new Map(at.map((place, index) => [place, index]));
    const order = piece.judgement.order.map((index) => placeInPart.get(piece.slices[index]!.place)!);
    return { label: piece.labels.join(', '), at, judgement: { ...piece.judgement, order } };
  });
}

const isUsable = ({ judgement }: Piece): boolean => judgement.status !== 'refused';
const isVolume = (piece: Piece): boolean => isUsable(piece) || piece.judgement.canResample;

/** Divisions often come to the same groups: each is judged, and divided in vain, once. */
function createPartitioner(): (slices: readonly Slice[]) => readonly Piece[] {
  const judgements = new Map<string, Judgement>();
  const indivisible = new Set<string>();

  function pieceOf(labels: readonly string[], group: readonly Slice[]): Piece {
    const slices = [...group].sort((a, b) => a.rank - b.rank);
    const key = slices.map(({ rank }) => rank).join(' ');
    const judgement = judgements.get(key) ?? judgeGeometry(slices);
    judgements.set(key, judgement);
    return { labels, slices, key, judgement };
  }

  function piecesBy(division: Division, { labels, slices }: Piece): Piece[] {
    const groups = division(slices);
    // One group says nothing; groups of single slices are no volumes.
    if (groups.length < 2 || groups.length > slices.length / 2) return [];
    return groups.map((group) => pieceOf([...labels, group.label], group.slices));
  }

  function divide(whole: Piece, depth: number, mayTouch: boolean): readonly Piece[] | null {
    const attempt = `${whole.key} in ${depth}${mayTouch ? ', touching' : ''}`;
    if (indivisible.has(attempt)) return null;
    for (const division of Object.values<Division>(divisions)) {
      const pieces = volumesAmong(piecesBy(division, whole), depth - 1, mayTouch);
      if (pieces && areVolumes(pieces, mayTouch)) return pieces;
    }
    indivisible.add(attempt);
    return null;
  }

  /** Divides on the pieces that are no volumes. @returns null when there are none, or too many that can't be divided */
  function volumesAmong(pieces: readonly Piece[], depth: number, mayTouch: boolean): readonly Piece[] | null {
    const total = pieces.reduce((sum, { slices }) => sum + slices.length, 0);
    const divided = new Map<Piece, readonly Piece[]>();
    let strays = 0;
    // The largest first: most often it shows that the division is none.
    for (const piece of [...pieces].sort((a, b) => b.slices.length - a.slices.length)) {
      const parts = isVolume(piece) || depth === 0 ? null : divide(piece, depth, mayTouch);
      divided.set(piece, parts ?? [piece]);
      if (!parts && !isVolume(piece)) strays += piece.slices.length;
      if (strays > total * STRAY_SHARE) return null;
    }
    return pieces.length > 0 ? pieces.flatMap((piece) => divided.get(piece)!) : null;
  }

  /** Of slices that make one volume: the acquisitions that make it only because their slices alternate. */
  function separateAcquisitions(whole: Piece): readonly Piece[] | null {
    const { acquisition, temporalPosition, acquisitionTime, timeCluster } = divisions;
    for (const division of [acquisition, temporalPosition, acquisitionTime, timeCluster]) {
      const pieces = piecesBy(division, whole);
      const volumes = pieces.every((piece) => isUsable(piece) && piece.slices.length > 2);
      if (pieces.length > 0 && volumes && areInterleaved(pieces.map(({ slices }) => slices))) return pieces;
    }
    return null;
  }

  return (slices) => {
    const whole = pieceOf([], slices);
    if (isUsable(whole)) return separateAcquisitions(whole) ?? [whole];
    for (let depth = 1; depth <= MAX_DEPTH; depth++) {
      // Stacks that follow each other without a gap are told apart only where nothing better is found, and not where they are one.
      const pieces = divide(whole, depth, false) ?? (isVolume(whole) ? null : divide(whole, depth, true));
      if (pieces) return pieces;
    }
    return [whole];
  };
}

/** Whether the pieces are volumes, but for a few strays, and none was torn out of another. */
function areVolumes(pieces: readonly Piece[], mayTouch: boolean): boolean {
  const volumes = pieces.filter(isVolume).map(({ slices }) => slices);
  const strays = pieces.filter((piece) => !isVolume(piece)).flatMap(({ slices }) => slices);
  const total = pieces.reduce((sum, { slices }) => sum + slices.length, 0);
  if (volumes.length === 0 || strays.length > total * STRAY_SHARE) return false;
  if (volumes.some((volume) => tearsOut(volume, strays))) return false;
  return !volumes.some((volume, at) => volumes.slice(at + 1).some((other) => areOne(volume, other, mayTouch)));
}

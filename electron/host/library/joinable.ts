/** Which series of one study would make one volume together, as the halves of a scan that was sent under two Series Instance UIDs. */
import type { ContrastPhase } from '../../core/contract/library.ts';
import { cross, dot, type Vec3 } from '../../core/domain/geometry.ts';
import { sameMatrix, sameOrientation, sameSpacing } from './geometry/mixed.ts';
import { largest, median, smallest } from './geometry/numbers.ts';
import { placeSlice } from './geometry/place.ts';
import type { Placed } from './geometry/types.ts';
import { mm } from './geometry/words.ts';
import { partition, type SliceToGroup } from './partition.ts';

export interface Joinable {
  /** Places in the input, in the order in which they follow each other along the volume; at least two. */
  readonly groups: readonly number[];
  /** One sentence. */
  readonly statement: string;
}

/** Pieces of one scan are taken within this; an arterial and a portal venous scan start at least twice as far apart. */
const SAME_SCAN_S = 10;
/** Distances between slices that differ by less than this share may be of one volume; the judging of geometry decides. */
const EVEN = 0.1;
/** Two or three slices are evenly spaced by chance. */
const MIN_SLICES = 4;

interface Range {
  readonly from: number;
  readonly to: number;
}
interface Piece {
  readonly at: number;
  readonly slices: readonly SliceToGroup[];
  readonly shape: Placed;
  readonly phase: ContrastPhase | null;
  /** Of each slice along the normal, in mm, ascending. */
  readonly offsets: readonly number[];
  /** Of the slices' acquisition, in s; null when it isn't known of all. */
  readonly time: Range | null;
}

const rangeOf = (values: readonly number[]): Range => ({ from: smallest(values), to: largest(values) });
/** 0 when they overlap. */
const between = (a: Range, b: Range): number => Math.max(0, a.from - b.to, b.from - a.to);

function pieceOf(slices: readonly SliceToGroup[], at: number, phase: ContrastPhase | null): Piece | null {
  const placed = slices.map(placeSlice);
  const [shape] = placed;
  if (!shape) return null;
  const normal: Vec3 = cross(shape.i, shape.j);
  const offsets = placed.flatMap((each) =>
    each && sameMatrix(each, shape) && sameSpacing(each, shape) && sameOrientation(each, shape)
      ? [dot(each.positionMm, normal)]
      : [],
  );
  if (offsets.length < slices.length) return null;
  const times = slices.flatMap(({ timing }) => timing.acquisitionSeconds ?? []);
  const time = times.length === slices.length ? rangeOf(times) : null;
  return { at, slices, shape, phase, offsets: offsets.sort((a, b) => a - b), time };
}

const extentOf = ({ offsets }: Piece): Range => ({ from: offsets[0]!, to: offsets.at(-1)! });
const frameOf = ({ slices }: Piece): string => slices[0]!.frameOfReferenceUid;

/** Whether two pieces could be of one volume, by what all its slices share. */
function areAlike(a: Piece, b: Piece): boolean {
  if (frameOf(a) !== frameOf(b)) return false;
  if (![sameMatrix, sameSpacing, sameOrientation].every((same) => same(a.shape, b.shape))) return false;
  if (a.phase !== null && b.phase !== null && a.phase !== b.phase) return false;
  // Of whole scans whose slices alternate only the times tell that they are one.
  if (a.time && b.time) return true;
  return between(extentOf(a), extentOf(b)) > 0 || !isWhole(a) || !isWhole(b);
}

/** Whether what is known of their times has no longer pause than one scan has. */
function runOn(pieces: readonly Piece[]): boolean {
  const times = pieces.flatMap(({ time }) => time ?? []).sort((a, b) => a.from - b.from);
  let end = times[0]?.to ?? 0;
  return times.every(({ from, to }) => {
    const follows = from - end <= SAME_SCAN_S;
    end = Math.max(end, to);
    return follows;
  });
}

const stepsOf = (offsets: readonly number[]): number[] => offsets.slice(1).map((offset, at) => offset - offsets[at]!);
function isEven(offsets: readonly number[]): boolean {
  const steps = stepsOf(offsets);
  const usual = steps.length > 0 ? median(steps) : 0;
  return usual > 0 && steps.every((step) => Math.abs(step - usual) <= EVEN * usual);
}
const isWhole = ({ offsets }: Piece): boolean => offsets.length > 2 && isEven(offsets);

const unionOf = (pieces: readonly Piece[]): number[] => pieces.flatMap(({ offsets }) => offsets).sort((a, b) => a - b);

/** Whether they make one volume in which no position repeats. */
function makeOne(pieces: readonly Piece[]): boolean {
  const union = unionOf(pieces);
  // Cheap to see, and enough against most series of a study, which repeat the same positions.
  if (pieces.length < 2 || union.length < MIN_SLICES || !isEven(union) || !runOn(pieces)) return false;
  if (!pieces.every((piece, at) => pieces.slice(at + 1).every((other) => areAlike(piece, other)))) return false;
  const slices = pieces.flatMap((piece) => piece.slices);
  const parts = partition(slices);
  const [whole] = parts;
  return parts.length === 1 && whole?.judgement.order.length === slices.length;
}

/** Pieces that may be of one scan, by way of others. */
function familiesOf(pieces: readonly Piece[]): Piece[][] {
  let families: Piece[][] = [];
  for (const piece of pieces) {
    const related = families.filter((family) =>
      family.some((other) => areAlike(piece, other) && runOn([piece, other])),
    );
    families = [...families.filter((family) => !related.includes(family)), [...related.flat(), piece]];
  }
  return families;
}

/** The sets of a family that make one volume each; a piece that would go with several is in none. */
function setsOf(family: readonly Piece[]): (readonly Piece[])[] {
  if (makeOne(family)) return [family];
  const partners = new Map(
    family.map((piece) => [piece, family.filter((other) => other !== piece && makeOne([piece, other]))]),
  );
  const seen = new Set<Piece>();
  return family.flatMap((start) => {
    const set: Piece[] = [];
    const open = [start];
    for (let piece = open.pop(); piece; piece = open.pop()) {
      if (seen.has(piece)) continue;
      seen.add(piece);
      set.push(piece);
      open.push(...partners.get(piece)!);
    }
    return makeOne(set) ? [set] : [];
  });
}

function offerOf(set: readonly Piece[]): Joinable {
  const sorted = [...set].sort((a, b) => a.offsets[0]! - b.offsets[0]!);
  const union = unionOf(set);
  const alternating = sorted.some((piece, at) => at > 0 && piece.offsets[0]! < sorted[at - 1]!.offsets.at(-1)!);
  const how = alternating ? 'their slices alternate' : 'each goes on where another one ends';
  const statement = `Together these ${set.length} series make one volume of ${union.length} slices, ${mm(median(stepsOf(union)))} mm apart: ${how}.`;
  return { groups: sorted.map(({ at }) => at), statement };
}

/**
 * @param groups the slices of each series of one study
 * @param phases contrast phase of each series, where it is known: series of different phases are never joined
 * @returns sets that have no series in common
 */
export function joinable(
  groups: readonly (readonly SliceToGroup[])[],
  phases: readonly (ContrastPhase | null)[] = [],
): Joinable[] {
  const pieces = groups.flatMap((slices, at) => pieceOf(slices, at, phases[at] ?? null) ?? []);
  return familiesOf(pieces)
    .flatMap(setsOf)
    .map(offerOf)
    .sort((a, b) => smallest(a.groups) - smallest(b.groups));
}

/** Which segments of a mask each voxel has, and what that makes of it. Every way in which segments overlap is kept until it is decided. */
import type { Vec3 } from './geometry.ts';
import { Label } from './labels.ts';
import { lesionLabels, settleSides } from './lesionSides.ts';
import { winningPart, type SegmentPart, type TissueOrder } from './segmentParts.ts';

/** Segments that may overlap, on one grid. */
export interface SegmentVoxels {
  readonly segments: readonly { readonly number: number }[];
  /** One byte a voxel, 0 or 1. */
  readonly mask: (segmentNumber: number) => Uint8Array;
  /** Where segments can't overlap: a value for each voxel, and whose it is; other values are no segment's. */
  readonly exclusive?: () => { readonly values: Uint8Array; readonly numbers: ReadonlyMap<number, number> };
}

export interface Combination {
  /** Numbers of the segments that these voxels have. */
  readonly segments: readonly number[];
  readonly voxels: number;
}

export interface CombinedSegments {
  /** By voxel, the place of what it has in `combinations`. */
  readonly places: Uint8Array | Uint16Array;
  /** The first is none of the segments. */
  readonly combinations: readonly Combination[];
}

/** Far more than any overlapping organs make; each step doubles them at most. */
const MAX_COMBINATIONS = 4096;

/** @throws RangeError when the segments overlap in more ways than any drawing does */
export function combineSegments(...all: readonly SegmentVoxels[]): CombinedSegments {
  const combining = new Combining();
  for (const voxels of all) {
    if (voxels.exclusive) combining.addExclusive(voxels, voxels.exclusive());
    else for (const { number } of voxels.segments) combining.add(number, voxels.mask(number));
  }
  return combining.done();
}

class Combining {
  private places: CombinedSegments['places'] = new Uint8Array(0);
  private readonly sets: number[][] = [[]];

  add(number: number, mask: Uint8Array): void {
    this.begin(mask.length);
    const step = this.stepOf(number);
    // Most voxels are in no segment; the search for the next that is takes next to no time.
    for (let at = mask.indexOf(1); at !== -1; at = mask.indexOf(1, at))
      for (; mask[at] === 1; at++) this.put(at, step(this.places[at]!));
  }

  addExclusive({ segments }: SegmentVoxels, exclusive: ReturnType<NonNullable<SegmentVoxels['exclusive']>>): void {
    const { values, numbers } = exclusive;
    this.begin(values.length);
    const wanted = new Set(segments.map(({ number }) => number));
    const steps = Array.from({ length: 256 }, (_, value) => {
      const number = numbers.get(value);
      return number === undefined || !wanted.has(number) ? null : this.stepOf(number);
    });
    for (let at = 0; at < values.length; at++) {
      const step = steps[values[at]!];
      if (step) this.put(at, step(this.places[at]!));
    }
  }

  done(): CombinedSegments {
    const counts = new Array<number>(this.sets.length).fill(0);
    const { places } = this;
    // Most voxels are in none: they aren't counted one by one.
    let covered = 0;
    for (let at = 0; at < places.length; at++) {
      const place = places[at]!;
      if (place === 0) continue;
      counts[place]!++;
      covered++;
    }
    counts[0] = places.length - covered;
    const combinations = this.sets.map((segments, at) => ({ segments, voxels: counts[at]! }));
    return { places, combinations };
  }

  private begin(length: number): void {
    if (this.places.length === 0) this.places = new Uint8Array(length);
  }

  private put(at: number, place: number): void {
    if (place > 255 && this.places instanceof Uint8Array) this.places = Uint16Array.from(this.places);
    this.places[at] = place;
  }

  /** From what a voxel had to what it has with this segment. */
  private stepOf(number: number): (place: number) => number {
    const known = new Map<number, number>();
    return (place) => {
      let next = known.get(place);
      if (next !== undefined) return next;
      if (this.sets.length === MAX_COMBINATIONS) throw new RangeError('too many combinations of segments');
      next = this.sets.push([...this.sets[place]!, number]) - 1;
      known.set(place, next);
      return next;
    };
  }
}

/** What a person, or the file, says of a segment. */
export interface SegmentMeaning {
  readonly part: SegmentPart;
  /** Of a lesion, where the file tells it. */
  readonly side: 'remnant' | 'resected' | null;
}
export type MeaningOf = (segmentNumber: number) => SegmentMeaning;

/** A lesion lies in the remnant when its segment says so, or where the remnant is; likewise in the resected part. */
function labelOf(meanings: readonly SegmentMeaning[], order: TissueOrder): number {
  const parts = meanings.map(({ part }) => part);
  const winner = winningPart(parts, order);
  if (winner === null) return Label.outside;
  if (winner === 'liver') return Label.resected;
  if (winner === 'flr') return Label.flr;
  const isSaid = (side: SegmentMeaning['side']): boolean =>
    meanings.some((meaning) => meaning.part !== 'ignore' && meaning.side === side);
  const { resected, remnant, unsettled } = lesionLabels[winner];
  if (isSaid('remnant') || parts.includes('flr')) return remnant;
  return isSaid('resected') || parts.includes('liver') ? resected : unsettled;
}

/** The labels of the partition. */
export function labelsOfCombinations(
  { places, combinations }: CombinedSegments,
  meaningOf: MeaningOf,
  order: TissueOrder,
  dims: Vec3,
): Uint8Array {
  const table = Uint8Array.from(combinations, ({ segments }) => labelOf(segments.map(meaningOf), order));
  // `from` with a function goes through an iterator, which takes twenty times as long.
  const labels = new Uint8Array(places.length);
  for (let at = 0; at < places.length; at++) labels[at] = table[places[at]!]!;
  settleSides(labels, dims);
  return labels;
}

/** Voxels of the whole liver and of its parts, the tumour on either side. */
export interface PartVoxels {
  readonly total: number;
  readonly tumour: number;
  readonly flr: number;
  readonly other: number;
}

/** What the labels would measure, without making them. */
export function voxelsOfParts(
  combinations: readonly Combination[],
  partOf: (segmentNumber: number) => SegmentPart,
  order: TissueOrder,
): PartVoxels {
  const sums = { liver: 0, tumour: 0, flr: 0, other: 0 };
  for (const { segments, voxels } of combinations) {
    const winner = winningPart(segments.map(partOf), order);
    if (winner !== null) sums[winner] += voxels;
  }
  const { liver, tumour, flr, other } = sums;
  return { total: liver + tumour + flr + other, tumour, flr, other };
}

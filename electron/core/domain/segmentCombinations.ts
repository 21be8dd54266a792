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
  /** Where segments can't overlap: the number of each voxel's segment, 0 for none. */
  readonly numbers?: () => Uint8Array;
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
export function combineSegments(voxels: SegmentVoxels): CombinedSegments {
  const { places, sets } = voxels.numbers ? placesOfNumbers(voxels, voxels.numbers()) : placesOfMasks(voxels);
  const counts = new Array<number>(sets.length).fill(0);
  for (const place of places) counts[place]!++;
  return { places, combinations: sets.map((segments, at) => ({ segments, voxels: counts[at]! })) };
}

interface Places {
  readonly places: CombinedSegments['places'];
  readonly sets: readonly (readonly number[])[];
}

function placesOfNumbers({ segments }: SegmentVoxels, numbers: Uint8Array): Places {
  const table = new Uint8Array(256);
  segments.forEach(({ number }, at) => {
    table[number] = at + 1;
  });
  return { places: numbers.map((number) => table[number]!), sets: [[], ...segments.map(({ number }) => [number])] };
}

function placesOfMasks({ segments, mask }: SegmentVoxels): Places {
  const sets: number[][] = [[]];
  let places: CombinedSegments['places'] = new Uint8Array(0);
  for (const { number } of segments) {
    const voxels = mask(number);
    if (places.length === 0) places = new Uint8Array(voxels.length);
    // From what a voxel had to what it has with this segment.
    const next = new Map<number, number>();
    const follow = (place: number): number => {
      const known = next.get(place);
      if (known !== undefined) return known;
      if (sets.length === MAX_COMBINATIONS) throw new RangeError('too many combinations of segments');
      next.set(place, sets.length);
      return sets.push([...sets[place]!, number]) - 1;
    };
    // Most voxels are in no segment; the search for the next that is takes next to no time.
    for (let at = voxels.indexOf(1); at !== -1; at = voxels.indexOf(1, at))
      for (; voxels[at] === 1; at++) {
        const place = follow(places[at]!);
        if (place > 255 && places instanceof Uint8Array) places = Uint16Array.from(places);
        places[at] = place;
      }
  }
  return { places, sets };
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

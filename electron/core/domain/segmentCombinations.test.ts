import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLabels } from './labels.ts';
import { drawnMeaning, drawnVoxels } from './drawnSegments.ts';
import { combineSegments, labelsOfCombinations, voxelsOfParts, type SegmentMeaning } from './segmentCombinations.ts';
import { segmentParts, tissues, usualOrder } from './segmentParts.ts';

const dims = [5, 4, 3] as const;
const VOXELS = 60;
const masks = fc.array(fc.uint8Array({ minLength: VOXELS, maxLength: VOXELS, max: 1 }), {
  minLength: 1,
  maxLength: 10,
});
const order = fc.shuffledSubarray([...tissues], { minLength: tissues.length });
const meaning = fc.record({
  part: fc.constantFrom(...segmentParts),
  side: fc.constantFrom<SegmentMeaning['side']>('remnant', 'resected', null),
});
const held = (all: readonly Uint8Array[]) => ({
  segments: all.map((_, number) => ({ number })),
  mask: (number: number) => all[number]!,
});

test('every voxel has the segments whose masks have it, however many ways there are', () => {
  fc.assert(
    fc.property(masks, (all) => {
      const { places, combinations } = combineSegments(held(all));
      for (let at = 0; at < VOXELS; at++) {
        const own = all.flatMap((mask, number) => (mask[at] === 1 ? [number] : []));
        expect(combinations[places[at]!]!.segments).toEqual(own);
      }
      expect(combinations.reduce((sum, { voxels }) => sum + voxels, 0)).toBe(VOXELS);
    }),
  );
});

test('more than 255 ways are told apart, and more than any drawing has are refused', () => {
  const bits = (count: number, length: number) =>
    Array.from({ length: count }, (_, bit) => Uint8Array.from({ length }, (_value, at) => (at >> bit) & 1));
  const { places, combinations } = combineSegments(held(bits(9, 512)));
  expect(new Set(places).size).toBe(512);
  expect(combinations[places[511]!]!.segments).toHaveLength(9);
  expect(() => combineSegments(held(bits(13, 8192)))).toThrow(RangeError);
});

test('the volumes that are said beforehand are those of the labels', () => {
  fc.assert(
    fc.property(masks, fc.array(meaning, { minLength: 10, maxLength: 10 }), order, (all, meanings, wins) => {
      const combined = combineSegments(held(all));
      const counts = countLabels(labelsOfCombinations(combined, (number) => meanings[number]!, wins, dims));
      const sum = (...labels: number[]) => labels.reduce((total, label) => total + counts[label]!, 0);
      expect(voxelsOfParts(combined.combinations, (number) => meanings[number]!.part, wins)).toEqual({
        total: sum(1, 2, 3, 4, 5, 6),
        tumour: sum(3, 4),
        flr: sum(2),
        other: sum(5, 6),
      });
    }),
  );
});

test('segments that can’t overlap are taken by their numbers', () => {
  const numbers = Uint8Array.from([0, 7, 7, 200, 0, 9]);
  const segments = [{ number: 7 }, { number: 200 }];
  const combined = combineSegments({
    segments,
    mask: () => numbers,
    exclusive: () => ({
      values: numbers,
      numbers: new Map([
        [7, 7],
        [9, 9],
        [200, 200],
      ]),
    }),
  });
  const part = { 7: 'liver', 200: 'tumour' } as const;
  const meaningOf = (number: number): SegmentMeaning => ({ part: part[number as 7 | 200], side: null });
  expect([...labelsOfCombinations(combined, meaningOf, usualOrder, [6, 1, 1])]).toEqual([0, 1, 1, 3, 0, 0]);
});

test('a lesion is where its segment says, else where it lies, else on the side that it touches more of', () => {
  const parts: readonly SegmentMeaning[] = [
    { part: 'liver', side: null },
    { part: 'flr', side: null },
    { part: 'tumour', side: null },
    { part: 'tumour', side: 'remnant' },
  ];
  const row = (...at: number[]) => Uint8Array.from({ length: 8 }, (_, place) => Number(at.includes(place)));
  // Liver 0-2, remnant 5-7; a tumour in the liver at 0, a hole filled by one at 3-4, which touches both, one in the remnant at 7, one said at 1.
  const all = [row(0, 1, 2), row(5, 6, 7), row(0, 3, 4, 7), row(1)];
  const labels = labelsOfCombinations(combineSegments(held(all)), (number) => parts[number]!, usualOrder, [8, 1, 1]);
  expect([...labels]).toEqual([3, 4, 1, 3, 3, 2, 2, 4]);
});

test('what is drawn stays as it is under a mask of nothing, and takes what a mask adds', () => {
  const drawn = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 1, 2, 0]);
  const tumour = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
  const meaningOf = (number: number): SegmentMeaning => drawnMeaning(number) ?? { part: 'tumour', side: null };
  const labelsWith = (mask: Uint8Array) =>
    labelsOfCombinations(combineSegments(held([mask]), drawnVoxels(drawn)), meaningOf, usualOrder, [10, 1, 1]);
  expect(labelsWith(new Uint8Array(10))).toEqual(drawn);
  // Beyond what is drawn a lesion is on the side of what it touches.
  expect([...labelsWith(tumour)]).toEqual([0, 1, 2, 3, 4, 5, 6, 3, 4, 3]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countChanged, diffLabels } from './delta.ts';

const dims = [11, 3, 4] as const;
const size = 11 * 3 * 4;

/** Stretches of labels, as a labelmap is, that begin somewhere in a larger memory. */
const labelmap = fc
  .tuple(fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 20 })), { minLength: 15 }), fc.nat(4))
  .map(([stretches, shift]) => {
    const labels = new Uint8Array(size + shift).subarray(shift);
    stretches.reduce((at, [label, length]) => (labels.fill(label, at, at + length), at + length), 0);
    return labels;
  });
const ends = (count: number) => fc.tuple(fc.nat(count - 1), fc.nat(count - 1));
const box = fc.tuple(ends(11), ends(3), ends(4)).map((pairs) => ({
  min: pairs.map(([a, b]) => Math.min(a, b)) as [number, number, number],
  max: pairs.map(([a, b]) => Math.max(a, b)) as [number, number, number],
}));

test('finds every change in the box and nothing else, wherever labels begin in memory', () => {
  fc.assert(
    fc.property(labelmap, labelmap, box, (before, after, within) => {
      const { starts, lengths, ...labels } = diffLabels(before, after, dims, within);
      const found = before.slice();
      starts.forEach((start, run) => {
        for (let at = start; at < start + lengths[run]!; at++) {
          expect([found[at], after[at]]).toEqual([labels.before[run], labels.after[run]]);
          found[at] = labels.after[run]!;
        }
      });
      const counts = [0, 0, 0, 0];
      const expected = before.map((label, at) => {
        const index = [at % 11, Math.floor(at / 11) % 3, Math.floor(at / 33)];
        const isInside = index.every((value, axis) => value >= within.min[axis]! && value <= within.max[axis]!);
        const next = isInside ? after[at]! : label;
        counts[label]!--;
        counts[next]!++;
        return next;
      });
      expect(found).toEqual(expected);
      expect(countChanged([0, 0, 0, 0], before, after, dims, within)).toEqual(counts);
    }),
    { numRuns: 200 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoxBuilder } from '../box.ts';
import { paintSegments } from '../partition.ts';
import { editTables, noMasking } from './masking.ts';
import { mapRuns } from './mapRuns.ts';

const dims = [13, 4, 3] as const;
const size = 13 * 4 * 3;

/** Stretches of the same label, as a labelmap is. */
const stretches = fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 30 })), {
  minLength: 12,
});
const run = fc.tuple(fc.nat(12), fc.nat(12)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1] as const);
const rows = fc.array(fc.option(run), { minLength: 12, maxLength: 12 });
const table = fc.constantFrom(...paintSegments.flatMap((segment) => editTables(segment, noMasking)));

test('maps what lies in the runs and nothing else, wherever the labels begin in memory', () => {
  fc.assert(
    fc.property(stretches, rows, table, fc.nat(7), fc.nat(4), (drawn, runOfRow, map, shift, behind) => {
      const labels = new Uint8Array(new ArrayBuffer(size + shift + behind), shift, size);
      drawn.reduce((at, [label, length]) => (labels.fill(label, at, at + length), at + length), 0);
      const expected = labels.slice();
      const box = new BoxBuilder();
      const runs = runOfRow.flatMap((found, row) => (found ? [found[0], row % 4, Math.floor(row / 4), found[1]] : []));
      for (let n = 0; n < runs.length; n += 4) {
        const [i, j, k, count] = runs.slice(n) as [number, number, number, number];
        for (let each = i; each < i + count; each++) {
          const at = each + dims[0] * (j + dims[1] * k);
          if (map[expected[at]!] === expected[at]) continue;
          expected[at] = map[expected[at]!]!;
          box.add(each, j, k);
        }
      }
      expect(mapRuns(labels, dims, Int32Array.from(runs), map)).toEqual(box.done());
      expect(labels).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paintSegments } from '../partition.ts';
import { editTables, noMasking } from './masking.ts';
import { mapRange } from './mapRange.ts';

const end = fc.oneof(
  fc.integer({ min: -200, max: 300 }),
  fc.double({ min: -40_000, max: 40_000 }),
  fc.constantFrom(-Infinity, Infinity),
);

test('maps exactly the labels whose intensity lies in the range, or outside of it', () => {
  const dims = fc.tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 4 }),
  );
  const grid = dims.chain(([columns, rows, slices]) => {
    const size = columns * rows * slices;
    return fc.record({
      dims: fc.constant([columns, rows, slices] as const),
      // Views that begin somewhere in a larger buffer.
      labels: fc.uint8Array({ minLength: size + 3, maxLength: size + 3, max: 33 }),
      hu: fc.int16Array({ minLength: size + 1, maxLength: size + 1, min: -250, max: 350 }),
    });
  });
  const table = fc.constantFrom(...paintSegments.flatMap((segment) => editTables(segment, noMasking)));
  fc.assert(
    fc.property(
      grid,
      end,
      end,
      fc.constantFrom('inside', 'outside'),
      table,
      ({ dims: size, ...all }, low, high, where, drawn) => {
        const labels = all.labels.subarray(3);
        const hu = all.hu.subarray(1);
        const expected = Array.from(labels, (label, at) =>
          (hu[at]! >= low && hu[at]! <= high) === (where === 'inside') ? drawn[label]! : label,
        );
        const changed = expected.flatMap((label, at) => (label === labels[at] ? [] : [at]));
        const indices = [
          changed.map((at) => at % size[0]),
          changed.map((at) => Math.floor(at / size[0]) % size[1]),
          changed.map((at) => Math.floor(at / size[0] / size[1])),
        ];
        const box = mapRange(labels, hu, size, { low, high }, where, drawn);
        expect([...labels]).toEqual(expected);
        expect(box).toEqual(
          changed.length === 0
            ? null
            : { min: indices.map((each) => Math.min(...each)), max: indices.map((each) => Math.max(...each)) },
        );
      },
    ),
    { numRuns: 300 },
  );
});

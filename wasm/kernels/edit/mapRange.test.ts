import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BoxBuilder } from '../box.ts';
import { paintSegments } from '../partition.ts';
import { editTables, noMasking, type HuRange } from './masking.ts';
import { mapRange } from './mapRange.ts';

const end = fc.oneof(
  fc.integer({ min: -200, max: 300 }),
  fc.double({ min: -40_000, max: 40_000 }),
  fc.constantFrom(-Infinity, Infinity),
);

const table = fc.constantFrom(...paintSegments.flatMap((segment) => editTables(segment, noMasking)));
const where = fc.constantFrom('inside' as const, 'outside' as const);

/** Voxel by voxel, and on what it changed. */
function expectMapped(
  labels: Uint8Array,
  hu: Int16Array,
  dims: Vec3,
  range: HuRange,
  which: 'inside' | 'outside',
  drawn: Uint8Array,
): void {
  const box = new BoxBuilder();
  const expected = labels.map((label, at) => {
    const isDrawn = (hu[at]! >= range.low && hu[at]! <= range.high) === (which === 'inside');
    const next = isDrawn ? drawn[label]! : label;
    const row = Math.floor(at / dims[0]);
    if (next !== label) box.add(at % dims[0], row % dims[1], Math.floor(row / dims[1]));
    return next;
  });
  expect(mapRange(labels, hu, dims, range, which, drawn)).toEqual(box.done());
  expect(Buffer.compare(labels, expected)).toBe(0);
}

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
  fc.assert(
    fc.property(grid, end, end, where, table, ({ dims: size, labels, hu }, low, high, which, drawn) => {
      expectMapped(labels.subarray(3), hu.subarray(1), size, { low, high }, which, drawn);
    }),
    { numRuns: 300 },
  );
});

test('does so in slices of several blocks, where little is to change', () => {
  const dims = [301, 260, 2] as const;
  const [columns, rows] = dims;
  const size = columns * rows * 2;
  const place = fc.nat(size - 1);
  const lump = fc.tuple(place, fc.integer({ min: 1, max: 2000 }), fc.nat(20));
  fc.assert(
    fc.property(
      fc.array(lump, { maxLength: 6 }),
      fc.array(place, { maxLength: 6 }),
      where,
      table,
      (lumps, at, ...map) => {
        const labels = new Uint8Array(size);
        for (const [start, count, label] of lumps) labels.fill(label, start, start + count);
        const hu = new Int16Array(size).fill(-1000);
        for (const start of at) hu.fill(100, start, start + 1 + (start % columns));
        expectMapped(labels, hu, dims, { low: 80, high: 150 }, ...map);
      },
    ),
    { numRuns: 20 },
  );
});

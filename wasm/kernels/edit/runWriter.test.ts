import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexToPatient, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { BoxBuilder } from '../box.ts';
import { paintSegments } from '../partition.ts';
import type { SideOfPoint } from '../types.ts';
import { editTables, noMasking } from './masking.ts';
import { editRules, runWriter } from './runWriter.ts';

const dims = [19, 4, 3] as const;
const size = 19 * 4 * 3;
const geometry: VolumeGeometry = {
  dims,
  spacingMm: [0.8, 1.1, 2.5],
  originMm: [3, -2, 1],
  direction: { i: [0.6, 0.8, 0], j: [-0.8, 0.6, 0], k: [0, 0, 1] },
};

const stretches = fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 30 })), {
  minLength: 16,
});
const run = fc.tuple(fc.nat(18), fc.nat(18)).map(([a, b]) => [Math.min(a, b), Math.abs(a - b) + 1] as const);
const rows = fc.array(fc.option(run), { minLength: 12, maxLength: 12 });
const bound = fc.oneof(fc.integer({ min: -20, max: 120 }), fc.double({ min: -40_000, max: 40_000, noNaN: true }));
const range = fc.option(fc.record({ low: bound, high: bound }));
const side = fc.option(
  fc.double({ min: -10, max: 20, noNaN: true }).map(
    (atMm): SideOfPoint =>
      (x, y, z) =>
        x + y + z > atMm,
  ),
);

test('draws what lies in the runs, in the range and on its side, wherever the labels begin and end in memory', () => {
  const memory = fc.tuple(fc.nat(7), fc.nat(4));
  const hu = fc.int16Array({ minLength: size, maxLength: size, min: 0, max: 100 });
  fc.assert(
    fc.property(
      ...[stretches, rows, hu, range, side, fc.constantFrom(...paintSegments), memory],
      (drawn, runOfRow, values, huRange, sideOf, segment, [shift, behind]) => {
        const labels = new Uint8Array(new ArrayBuffer(size + shift + behind), shift, size);
        drawn.reduce((at, [label, length]) => (labels.fill(label, at, at + length), at + length), 0);
        const masking = { ...noMasking, huRange };
        const expected = labels.slice();
        const changed = new BoxBuilder();
        const found = new BoxBuilder();
        const target = { labels, hu: values, geometry, side: sideOf };
        const write = runWriter(target, editRules(segment, masking, target), found);
        const [resected, remnant] = editTables(segment, masking);
        runOfRow.forEach((each, row) => {
          if (each === null) return;
          const [j, k] = [row % dims[1], Math.floor(row / dims[1])];
          for (let i = each[0]; i < each[0] + each[1]; i++) {
            const at = row * dims[0] + i;
            if (huRange !== null && (values[at]! < huRange.low || values[at]! > huRange.high)) continue;
            const table = sideOf?.(...indexToPatient(geometry, [i, j, k])) === true ? remnant : resected;
            const next = table[expected[at]!]!;
            if (next === expected[at]) continue;
            expected[at] = next;
            changed.add(i, j, k);
          }
          write(row * dims[0] + each[0], each[0], j, k, each[1]);
        });
        expect([...labels]).toEqual([...expected]);
        expect(found.done()).toEqual(changed.done());
      },
    ),
    { numRuns: 400 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cut } from '../../electron/core/contract/common.ts';
import { indexToPatient, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { isTumour } from '../../electron/core/domain/labels.ts';
import { cutSide, divide } from './divide.ts';
import { paint } from './paint.ts';

const geometry: VolumeGeometry = {
  dims: [60, 40, 12],
  spacingMm: [1.5, 1.5, 5],
  originMm: [-45, -30, -30],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const liver = () => Uint8Array.from({ length: 60 * 40 * 12 }, (_, at) => (at % 7 === 0 ? 3 : 1));
const coordinate = fc.integer({ min: -40, max: 40 });

/** A surface of six points that wave around x = 0, and one beside it. */
const wave = (offsets: readonly number[], x = 0) => ({
  pointsMm: offsets.map((off, n): [number, number, number] => [x + off, -25 + 25 * (n % 3), n < 3 ? -20 : 20]),
});
const offsets = fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 6, maxLength: 6 });

it('gives every voxel the side that the cut tells of its point, also beside a wavy or an edged one', () => {
  const two = fc.record({ first: offsets, second: offsets, both: fc.boolean() });
  fc.assert(
    fc.property(two, ({ first, second, both }) => {
      const surfaces = [wave(first), ...(both ? [wave(second, 18)] : [])];
      const cut: Cut = { surfaces, flrSide: both ? [9, 0, 0] : [44, 0, 0] };
      let side: ReturnType<typeof cutSide>;
      try {
        side = cutSide(cut);
      } catch {
        return;
      }
      const labels = liver();
      divide(labels, geometry, cut);
      const drawn = new Uint8Array(labels.length);
      paint(drawn, geometry, {
        fromMm: [0, 0, 0],
        toMm: [0, 0, 0],
        radiusMm: 99,
        shape: 'sphere',
        segment: 'liver',
        side,
      });
      for (let at = 0; at < labels.length; at++) {
        const place = indexToPatient(geometry, [at % 60, Math.floor(at / 60) % 40, Math.floor(at / 2400)]);
        for (const label of [labels[at]!, drawn[at]!])
          if ((label % 2 === 0) !== side(...place)) throw new Error(`voxel ${at} is on the wrong side`);
      }
    }),
    { numRuns: 40 },
  );
});

it('moves the cut without touching the tumours', () => {
  fc.assert(
    fc.property(coordinate, coordinate, (first, second) => {
      const labels = liver();
      const tumours = labels.map((label) => Number(isTumour(label)));
      for (const x of [first, second]) {
        const pointsMm: [number, number, number][] = [
          [x, 0, 0],
          [x, 10, 0],
          [x, 0, 10],
        ];
        divide(labels, geometry, { surfaces: [{ pointsMm }], flrSide: [x + 5, 0, 0] });
      }
      expect(labels.map((label) => Number(isTumour(label)))).toEqual(tumours);
    }),
    { numRuns: 20 },
  );
});

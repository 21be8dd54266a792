import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cut } from '../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { indexToPatient, length, subtract } from '../../electron/core/domain/geometry.ts';
import { countLabels, isTumour } from '../../electron/core/domain/labels.ts';
import {
  applyDelta,
  applyLiverShape,
  applyTumourMask,
  cutSide,
  diffLabels,
  divide,
  fillHoles,
  isEmptyDelta,
  keepLargest,
  paint,
  paintSegments,
  revertDelta,
  wholeShape,
} from './index.ts';

const cos = Math.cos(0.4);
const sin = Math.sin(0.4);
/** Anisotropic and oblique, as a tilted scan is. */
const geometry: VolumeGeometry = {
  dims: [24, 20, 16],
  spacingMm: [0.8, 1.1, 2.5],
  originMm: [-100, 50, 300],
  direction: { i: [cos, sin, 0], j: [-sin, cos, 0], k: [0, 0, 1] },
};
const total = 24 * 20 * 16;
const indexOf = (at: number): Vec3 => [at % 24, Math.floor(at / 24) % 20, Math.floor(at / 480)];
const at = (index: Vec3): Vec3 => indexToPatient(geometry, index);
const index = fc.tuple(
  fc.double({ min: -2, max: 25, noNaN: true }),
  fc.double({ min: -2, max: 21, noNaN: true }),
  fc.double({ min: -2, max: 17, noNaN: true }),
);

describe('paint', () => {
  it('draws exactly the voxels whose centre is within the sphere', () => {
    fc.assert(
      fc.property(index, fc.double({ min: 1.5, max: 9, noNaN: true }), (centre, radiusMm) => {
        const labels = new Uint8Array(total);
        const toMm = at(centre);
        paint(labels, geometry, { fromMm: toMm, toMm, radiusMm, shape: 'sphere', segment: 'liver' });
        const nearest = centre.map(Math.round);
        labels.forEach((label, offset) => {
          const distance = length(subtract(at(indexOf(offset)), toMm));
          if (Math.abs(distance - radiusMm) < 1e-6 || indexOf(offset).every((n, axis) => n === nearest[axis])) return;
          if ((label === 1) !== distance < radiusMm)
            throw new Error(`voxel ${indexOf(offset).join(' ')} at ${distance}`);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('draws one slice with a disc, without gaps along a fast stroke, and reports the touched box', () => {
    const labels = new Uint8Array(total);
    const box = paint(labels, geometry, {
      fromMm: at([3, 10, 7]),
      toMm: at([20, 10, 7]),
      radiusMm: 2,
      shape: 'disc',
      planeNormal: [0, 0, 1],
      segment: 'liver',
    });
    expect(box!.min[2]).toBe(7);
    expect(box!.max[2]).toBe(7);
    for (let i = 3; i <= 20; i++) expect(labels[i + 24 * (10 + 20 * 7)]).toBe(1);
    expect(
      paint(labels, geometry, {
        fromMm: at([20, 10, 7]),
        toMm: at([20, 10, 7]),
        radiusMm: 2,
        shape: 'disc',
        planeNormal: [0, 0, 1],
        segment: 'liver',
      }),
    ).toBeNull();
  });

  it('takes exactly one slice where the plane is midway between two', () => {
    const labels = new Uint8Array(total);
    const toMm = at([10, 10, 7.5]);
    paint(labels, geometry, {
      fromMm: toMm,
      toMm,
      radiusMm: 3,
      shape: 'disc',
      planeNormal: [0, 0, 1],
      segment: 'liver',
    });
    expect(new Set([...labels.keys()].filter((n) => labels[n] !== 0).map((n) => indexOf(n)[2])).size).toBe(1);
  });

  it('draws the voxel it is in when finer than the voxels', () => {
    const labels = new Uint8Array(total);
    const toMm = at([5.3, 6.4, 7.4]);
    paint(labels, geometry, { fromMm: toMm, toMm, radiusMm: 0.1, shape: 'sphere', segment: 'liver' });
    expect([...labels.keys()].filter((n) => labels[n] !== 0).map(indexOf)).toEqual([[5, 6, 7]]);
  });
});

const cutAt = (column: number, flrColumn: number): Cut => ({
  surfaces: [
    { pointsMm: [at([column, 0, 0]), at([column, 19, 0]), at([column, 0, 15])].map(([x, y, z]) => [x, y, z]) },
  ],
  flrSide: [...at([flrColumn, 8, 8])],
});

describe('partition', () => {
  const stroke = fc.record({
    kind: fc.constant('paint' as const),
    from: index,
    to: index,
    radius: fc.double({ min: 0.2, max: 8, noNaN: true }),
    segment: fc.constantFrom(...paintSegments),
    disc: fc.boolean(),
  });
  const mask = fc.record({
    kind: fc.constantFrom('liver' as const, 'tumour' as const),
    seed: fc.integer({ min: 2, max: 40 }),
  });
  const cutting = fc.record({
    kind: fc.constant('divide' as const),
    column: fc.double({ min: 2, max: 20, noNaN: true }),
    left: fc.boolean(),
  });

  it('survives any sequence of operations, and each can be undone', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(stroke, mask, cutting), { minLength: 1, maxLength: 12 }), (operations) => {
        const labels = new Uint8Array(total);
        const side = cutSide(cutAt(12, 20));
        for (const operation of operations) {
          const before = Uint8Array.from(labels);
          const box = (() => {
            switch (operation.kind) {
              case 'paint':
                return paint(labels, geometry, {
                  fromMm: at(operation.from),
                  toMm: at(operation.to),
                  radiusMm: operation.radius,
                  shape: operation.disc ? 'disc' : 'sphere',
                  planeNormal: [0, 0, 1],
                  segment: operation.segment,
                  side,
                });
              case 'divide':
                return divide(labels, geometry, cutAt(operation.column, operation.left ? 0 : 23));
              default: {
                const drawn = labels.map((_, n) => (n % operation.seed < operation.seed / 2 ? 1 : 0));
                return operation.kind === 'liver'
                  ? applyLiverShape(labels, geometry, wholeShape(drawn, geometry.dims), side)
                  : applyTumourMask(labels, geometry, drawn, side);
              }
            }
          })();
          const counts = countLabels(labels);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
          expect(counts[5]! + counts[6]!).toBe(0);
          const tumours = (values: Uint8Array): number =>
            values.reduce((sum, label) => sum + (isTumour(label) ? 1 : 0), 0);
          if (operation.kind === 'divide' || operation.kind === 'liver') expect(tumours(labels)).toBe(tumours(before));
          const changed = before.some((label, n) => label !== labels[n]);
          expect(box !== null).toBe(changed);
          if (!box) continue;
          const delta = diffLabels(before, labels, geometry.dims, box);
          expect(isEmptyDelta(delta)).toBe(false);
          const after = Uint8Array.from(labels);
          revertDelta(labels, delta);
          expect(labels).toEqual(before);
          applyDelta(labels, delta);
          expect(labels).toEqual(after);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('cutSide', () => {
  it('is the plane through three points', () => {
    const side = cutSide(cutAt(11.5, 20));
    for (let n = 0; n < total; n++) expect(side(...at(indexOf(n)))).toBe(indexOf(n)[0] > 11.5);
  });

  it('follows a curved sheet through many points', () => {
    const height = (x: number, y: number): number => 0.01 * x * x - 0.005 * y * y;
    const pointsMm = [-40, -20, 0, 20, 40].flatMap((x) =>
      [-40, -20, 0, 20, 40].map((y): [number, number, number] => [x, y, height(x, y)]),
    );
    const side = cutSide({ surfaces: [{ pointsMm }], flrSide: [0, 0, 60] });
    for (let x = -35; x <= 35; x += 7) {
      for (let y = -35; y <= 35; y += 7) {
        expect(side(x, y, height(x, y) + 1)).toBe(true);
        expect(side(x, y, height(x, y) - 1)).toBe(false);
      }
    }
  });

  it.each([
    [
      'two different points',
      [
        [0, 0, 0],
        [0, 0, 0],
        [5, 0, 0],
      ],
      [0, 9, 0],
    ],
    [
      'points on a line',
      [
        [0, 0, 0],
        [5, 5, 5],
        [10, 10, 10],
        [20, 20, 20],
      ],
      [0, 9, 0],
    ],
    [
      'a remnant point on the cut',
      [
        [0, 0, 0],
        [5, 0, 0],
        [0, 5, 0],
      ],
      [1, 1, 0],
    ],
    [
      'no number',
      [
        [0, 0, Number.NaN],
        [5, 0, 0],
        [0, 5, 0],
      ],
      [1, 1, 9],
    ],
  ] as [string, [number, number, number][], [number, number, number]][])('refuses %s', (_, pointsMm, flrSide) => {
    expect(() => cutSide({ surfaces: [{ pointsMm }], flrSide })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('components', () => {
  it('fills what is enclosed in 3D only, and keeps the largest part', () => {
    const dims: Vec3 = [9, 9, 9];
    const mask = Uint8Array.from({ length: 729 }, (_, n) => {
      const index = [n % 9, Math.floor(n / 9) % 9, Math.floor(n / 81)];
      return index.every((value) => value >= 2 && value <= 6) && !index.every((value) => value === 4) ? 1 : 0;
    });
    mask[0] = 1;
    expect(keepLargest(mask, dims)).toBe(124);
    fillHoles(mask, dims);
    expect(mask.reduce((sum, value) => sum + value, 0)).toBe(125);
  });
});

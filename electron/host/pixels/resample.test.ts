import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexToPatient } from '../../core/domain/geometry.ts';
import { smallGeometry } from '../../../tests/fixtures/geometry.ts';
import { blendPlanes, halveGeometry, halvePlane, type SourcePlane } from './resample.ts';

/** A plane that is linear in its columns and rows, which linear interpolation reproduces. */
function ramp(columns: number, rows: number, [a, b, c]: readonly [number, number, number]): Int16Array {
  return Int16Array.from({ length: columns * rows }, (_, at) => a + b * (at % columns) + c * Math.floor(at / columns));
}

describe('blending shifted planes', () => {
  const plane = (hu: Int16Array, size: readonly [number, number], shift: readonly [number, number]): SourcePlane => ({
    hu,
    size,
    shift,
  });

  test('a linear image stays linear, wherever it is moved, and what is outside is air', () => {
    const shift = fc.double({ min: -6, max: 6, noNaN: true });
    const coefficients = fc.tuple(
      fc.integer({ min: -200, max: 200 }),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
    );
    fc.assert(
      fc.property(fc.tuple(shift, shift), coefficients, ([x, y], [a, b, c]) => {
        const source = plane(ramp(9, 7, [a, b, c]), [9, 7], [x, y]);
        const out = blendPlanes([14, 12], source, source, 0);
        for (let row = 0; row < 12; row++) {
          for (let column = 0; column < 14; column++) {
            const [u, v] = [column - x, row - y];
            const value = out[row * 14 + column]!;
            if (u < -0.5 || u > 8.5 || v < -0.5 || v > 6.5) expect(value).toBe(-1024);
            else {
              const expected = a + b * Math.min(8, Math.max(0, u)) + c * Math.min(6, Math.max(0, v));
              expect(Math.abs(value - expected)).toBeLessThanOrEqual(0.5 + 1e-9);
            }
          }
        }
      }),
    );
  });

  test('whole shifts copy pixels', () => {
    const hu = Int16Array.of(1, 2, 3, 4);
    expect([...blendPlanes([3, 3], plane(hu, [2, 2], [1, 0]), plane(hu, [2, 2], [0, 0]), 0)]).toEqual([
      ...[-1024, 1, 2],
      ...[-1024, 3, 4],
      ...[-1024, -1024, -1024],
    ]);
  });

  test('the weight is that of the upper plane', () => {
    const [lower, upper] = [plane(Int16Array.of(100), [1, 1], [0, 0]), plane(Int16Array.of(200), [1, 1], [0, 0])];
    expect([...blendPlanes([1, 1], lower, upper, 0.25)]).toEqual([125]);
  });

  test('no value leaves the range of those it is made of', () => {
    const value = fc.constantFrom(-1024, 0, 32767, 1000);
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 8, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (hu, weight) => {
          const [lower, upper] = [Int16Array.from(hu.slice(0, 4)), Int16Array.from(hu.slice(4))];
          const out = blendPlanes([2, 2], plane(lower, [2, 2], [0.3, -0.2]), plane(upper, [2, 2], [0, 0.4]), weight);
          for (const each of out) {
            expect(each).toBeGreaterThanOrEqual(Math.min(-1024, ...hu));
            expect(each).toBeLessThanOrEqual(Math.max(...hu));
          }
        },
      ),
    );
  });
});

describe('half the size', () => {
  test('each new voxel lies in the middle of the four it is the mean of', () => {
    const geometry = smallGeometry({ dims: [7, 4, 3] });
    const half = halveGeometry(geometry);
    expect(half.dims).toEqual([4, 2, 3]);
    for (const [i, j] of [
      [0, 0],
      [2, 1],
      [3, 1],
    ] as const) {
      const centre = indexToPatient(geometry, [2 * i + 0.5, 2 * j + 0.5, 1]);
      indexToPatient(half, [i, j, 1]).forEach((value, axis) => {
        expect(value).toBeCloseTo(centre[axis]!, 9);
      });
    }
  });

  test('means, also at odd ends', () => {
    expect([...halvePlane(Int16Array.of(0, 2, 10, 4, 6, 20, 100, 200, 7), [3, 3])]).toEqual([3, 15, 150, 7]);
    expect([...halvePlane(Int16Array.of(5), [1, 1])]).toEqual([5]);
  });

  test('the mean of an image of even size stays', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 24, maxLength: 24 }), (values) => {
        const mean = (of: Iterable<number>): number => [...of].reduce((sum, value) => sum + value, 0);
        const half = halvePlane(Int16Array.from(values), [6, 4]);
        expect(Math.abs(mean(half) * 4 - mean(values))).toBeLessThanOrEqual(0.5 * half.length * 4);
      }),
    );
  });
});

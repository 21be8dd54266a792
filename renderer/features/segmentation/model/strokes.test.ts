import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { length, subtract, type Vec3, type VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import {
  canGrow,
  correctingStrokes,
  isInAir,
  kernelStrokes,
  simplified,
  strokeLengthMm,
  type DrawnStroke,
} from './strokes.ts';

const stroke = (target: 'liver' | 'tumour', foreground: boolean): DrawnStroke => ({
  id: `${target}-${foreground}`,
  target,
  foreground,
  applied: false,
  radiusMm: 2,
  pointsMm: [[0, 0, 0]],
});

function distanceToLine(point: Vec3, line: readonly Vec3[]): number {
  let best = Infinity;
  for (let at = 0; at + 1 < line.length; at++) {
    const [from, to] = [line[at]!, line[at + 1]!];
    for (let part = 0; part <= 1; part += 0.01) {
      best = Math.min(
        best,
        length(
          subtract(point, [0, 1, 2].map((axis) => from[axis]! + (to[axis]! - from[axis]!) * part) as unknown as Vec3),
        ),
      );
    }
  }
  return best;
}

describe('simplified', () => {
  it('keeps both ends and stays within the tolerance of every point', () => {
    const point = fc.tuple(
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.constant(0),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 20 }), (points) => {
        const line = simplified(points, 1);
        expect(line[0]).toEqual(points[0]);
        expect(line.at(-1)).toEqual(points.at(-1));
        for (const each of points) expect(distanceToLine(each, line)).toBeLessThan(1.5);
      }),
      { numRuns: 40 },
    );
  });
  it('makes a straight line of two points', () => {
    expect(
      simplified(
        [
          [0, 0, 0],
          [1, 0.01, 0],
          [2, 0, 0],
          [3, 0, 0],
        ],
        0.1,
      ),
    ).toEqual([
      [0, 0, 0],
      [3, 0, 0],
    ]);
  });
  it('keeps a single point', () => {
    expect(simplified([[1, 2, 3]], 1)).toEqual([[1, 2, 3]]);
  });
});

describe('kernelStrokes', () => {
  const all = [stroke('liver', true), stroke('liver', false), stroke('tumour', true), stroke('tumour', false)];
  it('gives the liver its own strokes and the tumour from inside it', () => {
    expect(kernelStrokes(all, 'liver').map(({ segment }) => segment)).toEqual(['liver', 'background', 'tumour']);
  });
  it('gives the tumour its own strokes only', () => {
    expect(kernelStrokes(all, 'tumour').map(({ segment }) => segment)).toEqual(['tumour', 'background']);
  });
  it('needs something to grow from', () => {
    expect(canGrow([stroke('tumour', false)], 'tumour')).toBe(false);
    expect(canGrow([stroke('liver', false)], 'liver')).toBe(true);
    expect(canGrow([stroke('tumour', true)], 'liver')).toBe(false);
    expect(canGrow([stroke('liver', true)], 'liver')).toBe(true);
  });
});

it('measures a line', () => {
  expect(
    strokeLengthMm([
      [0, 0, 0],
      [3, 4, 0],
      [3, 4, 12],
    ]),
  ).toBe(17);
});

describe('correctingStrokes', () => {
  it('puts what the liver follows already before what is new', () => {
    const applied = { ...stroke('liver', true), applied: true };
    const { given, followed } = correctingStrokes([stroke('liver', false), stroke('tumour', true), applied]);
    expect(given.map(({ segment }) => segment)).toEqual(['tumour', 'liver', 'background']);
    expect(followed).toBe(2);
  });
});

describe('a line in air', () => {
  // Tissue in the first half of each row, fat in the second; a slice of 20 x 20 mm.
  const geometry: VolumeGeometry = {
    dims: [20, 20, 1],
    spacingMm: [1, 1, 1],
    originMm: [0, 0, 0],
    direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
  };
  const hu = Int16Array.from({ length: 400 }, (_, at) => (at % 20 < 10 ? 80 : -105));
  const along = (from: number, to: number): Vec3[] => [
    [from, 5, 0],
    [to, 5, 0],
  ];
  const liver = (from: number, to: number): boolean => isInAir('liver', along(from, to), hu, geometry);

  it('is told by its mean HU, so that an end in fat does no harm', () => {
    expect(liver(2, 9)).toBe(false);
    expect(liver(2, 13)).toBe(false);
    expect(liver(11, 18)).toBe(true);
    expect(isInAir('liver', [[15, 5, 0]], hu, geometry)).toBe(true);
  });
  it('takes what is outside of the images for air', () => {
    expect(liver(-30, -20)).toBe(true);
  });
  it('lets a tumour hold fat', () => {
    expect(isInAir('tumour', along(11, 18), hu, geometry)).toBe(false);
    expect(isInAir('tumour', along(-30, -20), hu, geometry)).toBe(true);
  });
});

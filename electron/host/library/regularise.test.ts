import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  cross,
  dot,
  indexToPatient,
  scale,
  subtract,
  voxelVolumeMl,
  type Vec3,
} from '../../core/domain/geometry.ts';
import { blendPlanes } from '../pixels/resample.ts';
import { judgeGeometry } from './geometry.ts';
import { placedSlices } from '../../../tests/fixtures/slices.ts';
import { regularise, type Regularised } from './regularise.ts';

function regular(slices: Parameters<typeof regularise>[0]): Regularised {
  const plan = regularise(slices);
  if ('reason' in plan) throw new Error(plan.reason);
  return plan;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Positions of slices that follow `offsetsMm` along the normal of axial slices, each moved back by the gantry's tilt. */
const tilted = (offsetsMm: readonly number[], degrees: number): Vec3[] =>
  offsetsMm.map((z): Vec3 => [0, Math.tan(radians(degrees)) * z, z]);

describe('an ellipsoid scanned by a tilted gantry or unevenly has its analytic volume on the computed grid', () => {
  const semiAxesMm: Vec3 = [40, 28, 33];
  const truthMl = ((4 / 3) * Math.PI * semiAxesMm[0] * semiAxesMm[1] * semiAxesMm[2]) / 1000;
  const [columns, rows, spacingMm] = [72, 66, 1.5] as const;

  /** HU of one slice, each pixel the mean over its area. */
  function scan(positionMm: Vec3, centreMm: Vec3): Int16Array {
    const fine = [-0.375, -0.125, 0.125, 0.375];
    return Int16Array.from({ length: columns * rows }, (_, at) => {
      const [column, row] = [at % columns, Math.floor(at / columns)];
      let inside = 0;
      for (const dy of fine) {
        for (const dx of fine) {
          const point: Vec3 = [
            positionMm[0] + (column + dx) * spacingMm,
            positionMm[1] + (row + dy) * spacingMm,
            positionMm[2],
          ];
          const [x, y, z] = subtract(point, centreMm);
          inside += Number((x / semiAxesMm[0]) ** 2 + (y / semiAxesMm[1]) ** 2 + (z / semiAxesMm[2]) ** 2 <= 1);
        }
      }
      return -1000 + (1100 * inside) / fine.length ** 2;
    });
  }

  function volumeMl(positionsMm: readonly Vec3[]): { measuredMl: number; plan: Regularised } {
    const middle = positionsMm[positionsMm.length >> 1]!;
    const centreMm: Vec3 = [middle[0] + 53.3, middle[1] + 48.7, middle[2] + 0.4];
    const planes = positionsMm.map((positionMm) => scan(positionMm, centreMm));
    const slices = placedSlices(positionsMm, { rows, columns, pixelSpacingMm: [spacingMm, spacingMm] });
    const plan = regular(slices);
    const { geometry, sources, blends } = plan;
    const source = (at: number): Parameters<typeof blendPlanes>[1] => ({
      hu: planes[sources[at]!.at]!,
      size: [columns, rows],
      shift: sources[at]!.shift,
    });
    let voxels = 0;
    for (const { lower, upper, weight } of blends) {
      const hu = blendPlanes([geometry.dims[0], geometry.dims[1]], source(lower), source(upper), weight);
      // Half-way between two slices of which one is inside, a voxel is at the threshold itself: half of it counts.
      for (const value of hu) voxels += value > -450 ? 1 : value === -450 ? 0.5 : 0;
    }
    return { measuredMl: voxels * voxelVolumeMl(geometry), plan };
  }
  const even = (stepMm: number): number[] => Array.from({ length: Math.ceil(80 / stepMm) }, (_, k) => k * stepMm);

  test.each([5, 10, 15, 20, 25, 30])('tilted by %d degrees', (degrees) => {
    const { measuredMl, plan } = volumeMl(tilted(even(2), degrees));
    expect(Math.abs(measuredMl / truthMl - 1)).toBeLessThan(0.005);
    expect(plan.statement).toBe(
      `Computed from slices tilted by ${degrees}.0 degrees onto a regular grid (linear interpolation).`,
    );
  });

  const uneven: [string, number[]][] = [
    ['growing distances', even(1.5).map((z) => z + 0.004 * z * z)],
    [
      'two distances',
      [
        ...even(2).filter((z) => z < 38),
        ...even(3)
          .map((z) => 38 + z)
          .filter((z) => z < 84),
      ],
    ],
    ['slices missing', even(2).filter((_, k) => k !== 7 && k !== 21 && k !== 22)],
    ['distances by chance', even(2).map((z, k) => z + 0.6 * Math.sin(k * k))],
  ];
  test.each(uneven)('%s, straight and tilted', (_name, offsetsMm) => {
    for (const degrees of [0, 18]) {
      const { measuredMl } = volumeMl(tilted(offsetsMm, degrees));
      expect(Math.abs(measuredMl / truthMl - 1)).toBeLessThan(0.005);
    }
  });
});

describe('the grid', () => {
  const axes = fc
    .tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -1.4, max: 1.4, noNaN: true }))
    .map(([a, b]): { i: Vec3; j: Vec3 } => ({
      i: [Math.cos(a), Math.sin(a), 0],
      j: [-Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)],
    }));
  const offsets = fc
    .array(fc.double({ min: 0.8, max: 4, noNaN: true }), { minLength: 2, maxLength: 12 })
    .map((steps) => steps.reduce((places, step) => [...places, places.at(-1)! + step], [0]));

  test('holds every slice, where it was, in any orientation and order', () => {
    fc.assert(
      fc.property(
        axes,
        offsets,
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.boolean(),
        ({ i, j }, offsetsMm, shear, reversed) => {
          const normal = cross(i, j);
          const positions = offsetsMm.map((z) => add(scale(normal, z), add(scale(j, shear * z), [-120, 33, 800])));
          if (reversed) positions.reverse();
          const slices = placedSlices(positions, {
            rowCosines: [...i],
            columnCosines: [...j],
            rows: 40,
            columns: 30,
            pixelSpacingMm: [1, 1],
          });
          const plan = regularise(slices);
          if ('reason' in plan) return;
          const { geometry, sources, blends } = plan;
          expect(blends).toHaveLength(geometry.dims[2]);
          expect(dot(geometry.direction.k, normal)).toBeCloseTo(1, 9);
          const first = positions[sources[0]!.at]!;
          sources.forEach(({ at, shift: [column, row] }) => {
            // The first and the last pixel are inside.
            expect(Math.min(column, row)).toBeGreaterThanOrEqual(-1e-9);
            expect(column + 29).toBeLessThanOrEqual(geometry.dims[0] - 1 + 1e-9);
            expect(row + 39).toBeLessThanOrEqual(geometry.dims[1] - 1 + 1e-9);
            const k = dot(subtract(positions[at]!, first), normal) / geometry.spacingMm[2];
            const placed = indexToPatient(geometry, [column, row, k]);
            // Less than half a pixel sideways is no drift.
            const off = subtract(placed, positions[at]!);
            expect(Math.hypot(...off)).toBeLessThan(judgeDrifts(slices) ? 0.02 : 0.5);
          });
          blends.forEach(({ lower, upper, weight }, k) => {
            const along = (at: number): number => dot(subtract(positions[sources[at]!.at]!, first), normal);
            const blended = (1 - weight) * along(lower) + weight * along(upper);
            expect(Math.abs(blended - k * geometry.spacingMm[2])).toBeLessThan(0.0101);
          });
        },
      ),
    );
  });
  const judgeDrifts = (slices: Parameters<typeof judgeGeometry>[0]): boolean =>
    judgeGeometry(slices).problems.some(({ code, message }) => code === 'gantry_tilt' || message.includes('sideways'));

  test("a tilted scan's planes are taken as they are", () => {
    const { blends, geometry } = regular(placedSlices(tilted([0, 2.5, 5, 7.5], 20)));
    expect(blends).toEqual([0, 1, 2, 3].map((k) => ({ lower: k, upper: k, weight: 0 })));
    expect(geometry.spacingMm[2]).toBeCloseTo(2.5, 9);
  });

  test('the finer of two distances is kept; a missing slice is computed', () => {
    expect(regular(placedSlices(tilted([0, 1, 2, 3, 5, 7, 9, 11], 0))).geometry.dims[2]).toBe(12);
    const { blends, statement } = regular(placedSlices(tilted([0, 2, 4, 8, 10], 0)));
    expect(blends[3]).toEqual({ lower: 2, upper: 3, weight: 0.5 });
    expect(statement).toContain('of which 1 is missing');
  });

  test('copies with the same pixels are used once', () => {
    const slices = placedSlices(tilted([0, 2, 4, 8, 10], 0));
    expect(regular([...slices, { ...slices[1]!, name: 'copy' }]).sources).toHaveLength(5);
  });

  test('thick and lossy slices stay so', () => {
    const slices = placedSlices(tilted([0, 4, 8, 12], 15)).map((slice) => ({ ...slice, lossy: true }));
    expect(regular(slices).problems.map(({ code }) => code)).toEqual(['thick_slices', 'lossy_compression']);
  });
});

describe('what is not bridged', () => {
  test.each<[string, Vec3[], string]>([
    ['a wide gap', tilted([0, 2, 4, 16, 18], 0), 'The gap of 12 mm between'],
    ['slices scattered sideways', [0, 1, 2, 3].map((z): Vec3 => [z * 900, 0, z]), 'too far apart'],
    ['one very small distance among large ones', tilted([0, 0.02, 0.04, 9, 18, 27], 0), 'too far apart'],
    ['a single slice', [[0, 0, 0]], 'there is only'],
  ])('%s', (_name, positions, reason) => {
    const slices = placedSlices(positions);
    expect(regularise(slices)).toEqual({ reason: expect.stringContaining(reason) as string });
    expect(judgeGeometry(slices)).toMatchObject({ status: 'refused', canResample: false });
  });

  test('slices of two kinds', () => {
    const slices = placedSlices(tilted([0, 2, 4, 8], 0));
    const mixed = slices.map((each, k) => ({ ...each, slice: { ...each.slice, rows: k === 2 ? 3 : each.slice.rows } }));
    expect(regularise(mixed)).toEqual({ reason: expect.stringContaining('number of rows') as string });
    const clashing = [...slices, { ...slices[1]!, name: 'other', contentKey: 'other' }];
    expect(judgeGeometry(clashing)).toMatchObject({ status: 'refused', canResample: false });
  });

  test('a judgement says whether it can be done', () => {
    expect(judgeGeometry(placedSlices(tilted([0, 2, 4, 6], 12))).canResample).toBe(true);
    expect(judgeGeometry(placedSlices(tilted([0, 2, 6, 8, 10, 12], 0))).canResample).toBe(true);
    expect(judgeGeometry(placedSlices(tilted([0, 2, 4, 6], 0))).canResample).toBe(false);
  });
});

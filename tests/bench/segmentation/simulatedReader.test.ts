import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { length, patientToIndex, subtract, type Vec3 } from '../../../electron/core/domain/geometry.ts';
import { rasteriseStrokes } from '../../../wasm/kernels/grow/seeds.ts';
import { obliqueDirection, smallGeometry } from '../../fixtures/index.ts';
import { accuracy, surface95Mm } from './accuracy.ts';
import { nextStroke, reader } from './simulatedReader.ts';

const geometry = smallGeometry({ dims: [60, 50, 40], spacingMm: [1, 1.2, 2] });
type Inside = (x: number, y: number, z: number) => boolean;

function maskOf(inside: Inside, grid = geometry): Uint8Array {
  const [columns, rows, slices] = grid.dims;
  const [sx, sy, sz] = grid.spacingMm;
  const mask = new Uint8Array(columns * rows * slices);
  for (let at = 0; at < mask.length; at++) {
    const [i, j, k] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    if (inside((i - columns / 2) * sx, (j - rows / 2) * sy, (k - slices / 2) * sz)) mask[at] = 1;
  }
  return mask;
}
const ball =
  (x: number, y: number, z: number, radius: number): Inside =>
  (a, b, c) =>
    (a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2 < radius * radius;
const pathMm = (points: readonly Vec3[]): number =>
  points.slice(1).reduce((sum, point, n) => sum + length(subtract(point, points[n]!)), 0);
const nothing = new Uint8Array(60 * 50 * 40);

describe('the simulated reader', () => {
  it('draws nothing when nothing is wrong', () => {
    const mask = maskOf(ball(0, 0, 0, 15));
    expect(nextStroke({ geometry, reference: mask, found: mask }, 'liver')).toBeNull();
  });

  it('draws the segment where it is missed and background where it leaks, the larger first', () => {
    const whole = maskOf((x, y, z) => ball(-10, 0, 0, 12)(x, y, z) || ball(15, 0, 0, 6)(x, y, z));
    const large = maskOf(ball(-10, 0, 0, 12));
    const small = maskOf(ball(15, 0, 0, 6));
    expect(nextStroke({ geometry, reference: whole, found: small }, 'tumour')?.segment).toBe('tumour');
    expect(nextStroke({ geometry, reference: small, found: whole }, 'liver')?.segment).toBe('background');
    expect(nextStroke({ geometry, reference: large, found: small }, 'liver')?.segment).toBe('liver');
  });

  it('follows the middle of a bent tube', () => {
    const bent = maskOf((x, y, z) => (Math.sqrt(x * x + y * y) - 18) ** 2 + z * z < 36 && y > 0);
    const stroke = nextStroke({ geometry, reference: bent, found: nothing }, 'liver')!;
    expect(stroke.radiusMm).toBe(reader.radiusMm);
    expect(pathMm(stroke.pointsMm)).toBeGreaterThan(25);
    for (const point of stroke.pointsMm) {
      const [i, j, k] = patientToIndex(geometry, point);
      const [x, y, z] = [i - 30, (j - 25) * 1.2, (k - 20) * 2];
      expect(Math.hypot(Math.hypot(x, y) - 18, z)).toBeLessThan(3);
    }
  });

  it('prefers a lump to a rim of more voxels', () => {
    const reference = maskOf((x, y, z) => ball(0, 0, 0, 16)(x, y, z) || ball(22, 0, 0, 5)(x, y, z));
    const found = maskOf(ball(0, 0, 0, 15));
    const [point] = nextStroke({ geometry, reference, found }, 'liver')!.pointsMm;
    expect(patientToIndex(geometry, point!)[0] - 30).toBeGreaterThan(16);
  });

  it('stays inside what is wrong, is at most 40 mm long and does the same again, in any direction of the grid', () => {
    const centre = fc.tuple(...[20, 18, 24].map((reach) => fc.double({ min: -reach, max: reach, noNaN: true })));
    const lumps = fc.array(fc.tuple(centre, fc.double({ min: 2, max: 14, noNaN: true })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(lumps, fc.boolean(), (balls, missed) => {
        const turned = { ...geometry, direction: obliqueDirection(0.4, -0.2, 1.1) };
        const wrong = maskOf((x, y, z) => balls.some(([[a, b, c], radius]) => ball(a!, b!, c!, radius)(x, y, z)));
        const differing = missed ? { reference: wrong, found: nothing } : { reference: nothing, found: wrong };
        const stroke = nextStroke({ geometry: turned, ...differing }, 'liver');
        expect(nextStroke({ geometry: turned, ...differing }, 'liver')).toEqual(stroke);
        if (stroke === null) return wrong.every((value) => value === 0);
        expect(pathMm(stroke.pointsMm)).toBeLessThanOrEqual(reader.longestMm);
        expect(stroke.radiusMm).toBeLessThanOrEqual(reader.radiusMm);
        const drawn = rasteriseStrokes(turned, [stroke]);
        return drawn.every((seed, at) => seed === 0 || wrong[at] === 1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('surface distance', () => {
  it('is 0 for equal masks and the shift for a moved one', () => {
    const slab = (from: number): Uint8Array => maskOf((x) => x >= from && x < from + 20);
    expect(surface95Mm(slab(-10), slab(-10), geometry)).toBe(0);
    expect(surface95Mm(slab(-10), slab(-7), geometry)).toBe(3);
  });

  it('is that of every pair of surface voxels', () => {
    const small = smallGeometry({ dims: [9, 8, 7], spacingMm: [1, 1.5, 2] });
    const random = fc.array(fc.boolean(), { minLength: 504, maxLength: 504 });
    fc.assert(
      fc.property(random, random, (a, b) => {
        const [one, other] = [Uint8Array.from(a, Number), Uint8Array.from(b, Number)];
        if (!a.includes(true) || !b.includes(true)) return surface95Mm(one, other, small) === Infinity;
        const expected = bySearch(one, other, small.dims, small.spacingMm);
        return Math.abs(surface95Mm(one, other, small) - expected) < 1e-9;
      }),
      { numRuns: 40 },
    );
  });

  it('comes with Dice and the error of the volume', () => {
    const {
      dice,
      volumeErrorPct,
      surface95Mm: mm,
    } = accuracy(
      maskOf((x) => x >= 0),
      maskOf(() => true),
      geometry,
    );
    expect(dice).toBeCloseTo(2 / 3, 10);
    expect(volumeErrorPct).toBeCloseTo(-50, 10);
    expect(mm).toBeGreaterThan(20);
  });
});

function bySearch(one: Uint8Array, other: Uint8Array, [columns, rows, slices]: Vec3, spacing: Vec3): number {
  const surfaceOf = (mask: Uint8Array): Vec3[] => {
    const at = (i: number, j: number, k: number): boolean =>
      i >= 0 && j >= 0 && k >= 0 && i < columns && j < rows && k < slices && mask[i + columns * (j + rows * k)] === 1;
    const points: Vec3[] = [];
    for (let k = 0; k < slices; k++)
      for (let j = 0; j < rows; j++)
        for (let i = 0; i < columns; i++) {
          const inner = at(i - 1, j, k) && at(i + 1, j, k) && at(i, j - 1, k) && at(i, j + 1, k) && at(i, j, k - 1);
          if (at(i, j, k) && !(inner && at(i, j, k + 1))) points.push([i * spacing[0], j * spacing[1], k * spacing[2]]);
        }
    return points;
  };
  const [a, b] = [surfaceOf(one), surfaceOf(other)];
  const nearest = (from: readonly Vec3[], to: readonly Vec3[]): number[] =>
    from.map((point) => Math.min(...to.map((other) => length(subtract(point, other)))));
  const all = [...nearest(a, b), ...nearest(b, a)].sort((x, y) => x - y);
  return all[Math.ceil(0.95 * all.length) - 1]!;
}

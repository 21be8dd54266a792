import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { maskWhere } from '../mask.ts';
import type { Anatomy } from './anatomy.ts';
import { largeLesions } from './largeLesions.ts';

const [columns, rows, slices] = [60, 60, 40] as const;
const geometry: VolumeGeometry = {
  dims: [columns, rows, slices],
  spacingMm: [4, 4, 4],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const size = columns * rows * slices;
const where = (test: (i: number, j: number, k: number) => boolean): Uint8Array =>
  maskWhere(size, (at) => {
    const row = Math.floor(at / columns);
    return test(at % columns, row % rows, Math.floor(row / rows));
  });
const ball = (i: number, j: number, k: number, radius: number): Uint8Array =>
  where((x, y, z) => (x - i) ** 2 + (y - j) ** 2 + (z - k) ** 2 <= radius * radius);
const nothing: Uint8Array = new Uint8Array(size);
/** A liver that ends at a flat face, with the spine behind. */
const liver = where((i, j, k) => i >= 5 && i <= 25 && j >= 8 && j <= 50 && k >= 4 && k <= 36);
const anatomy: Anatomy = {
  geometry,
  body: new Uint8Array(size).fill(1),
  lungs: nothing,
  spine: { column: new Float64Array(slices).fill(30), row: new Float64Array(slices).fill(55) },
  diaphragm: null,
  parenchyma: { model: { medianHu: 110, sigmaHu: 8 }, core: liver },
};

/** What is found of a lump of 70 HU in fat, as a part of the lump; a part of it may be brighter, with specks of oil or without. */
function foundOf(
  lump: Uint8Array,
  { gas = nothing, above = nothing, lungs = nothing, bright = nothing, specks = nothing, lost = nothing } = {},
): number {
  const soft = Int16Array.from({ length: size }, (_, at) => {
    if (gas[at] === 1) return -800;
    return liver[at] === 1 ? 110 : lump[at] === 1 ? 70 + 70 * bright[at]! : -100;
  });
  for (let at = 0; at < size; at++) if (lungs[at] === 1) soft[at] = -800;
  const hu = soft.map((value, at) => (specks[at] === 1 ? 400 : value));
  const found = largeLesions(liver, { hu, soft, anatomy: { ...anatomy, lungs }, above, barred: above, lost });
  let [both, all] = [0, 0];
  for (let at = 0; at < size; at++) {
    if (lump[at] === 0 || liver[at] === 1) continue;
    all++;
    both += found[at]!;
  }
  return both / all;
}

describe('largeLesions', () => {
  const joined = ball(33, 24, 20, 11);

  it('finds a thick lump that is broadly joined with the liver', () => {
    expect(foundOf(joined)).toBeGreaterThan(0.97);
  });

  it('finds what specks of oil brighten in a lump, and leaves blood as bright', () => {
    const bright = maskWhere(size, (at) => joined[at] === 1 && at % columns > 36);
    const specks = maskWhere(size, (at) => bright[at] === 1 && at % 5 === 0);
    expect(foundOf(joined, { bright })).toBeLessThan(0.8);
    expect(foundOf(joined, { bright, specks })).toBeGreaterThan(0.97);
  });

  it('leaves a lump that fat parts from the liver', () => {
    expect(foundOf(ball(42, 24, 20, 11))).toBe(0);
  });

  it('leaves a lump with gas in it, as the stomach', () => {
    const gas = where((i, j, k) => (i - 33) ** 2 + (j - 18) ** 2 + (k - 20) ** 2 <= 64);
    expect(foundOf(joined, { gas })).toBe(0);
  });

  it('leaves a lump on the right under the ribs that merely touches, as a kidney', () => {
    expect(foundOf(where((i, j, k) => (i - 15) ** 2 + (j - 56) ** 2 + (k - 20) ** 2 <= 80))).toBe(0);
  });

  it('asks for more contact low in the middle, where pancreas and duodenum make one lump', () => {
    const low = where((i, j, k) => (i - 30) ** 2 + (j - 24) ** 2 + ((k - 6) * 1.6) ** 2 <= 121);
    const high = where((i, j, k) => (i - 30) ** 2 + (j - 24) ** 2 + ((k - 34) * 1.6) ** 2 <= 121);
    expect(foundOf(low)).toBe(0);
    expect(foundOf(high)).toBeGreaterThan(0.9);
  });

  it('leaves what lies under the upper side of the diaphragm, as the heart', () => {
    expect(foundOf(joined, { above: where((_, __, k) => k > 20) })).toBe(0);
  });

  it('finds a lump under the dome, whose surface lies on lung and not on heart', () => {
    const dome = where((i, j, k) => i >= 5 && i <= 44 && k > 24 && (i - 33) ** 2 + (j - 24) ** 2 <= 225);
    expect(foundOf(joined, { above: dome, lungs: dome })).toBeGreaterThan(0.7);
  });

  it('judges the thick of a lump, not the organ that hangs on it', () => {
    const wall = where((i, j, k) => i >= 42 && i <= 58 && Math.abs(j - 24) <= 4 && Math.abs(k - 20) <= 6);
    const gas = where((i, j, k) => i >= 48 && j > 28 && j < 34 && Math.abs(k - 20) <= 8);
    const lump = maskWhere(size, (at) => joined[at] === 1 || wall[at] === 1);
    const found = foundOf(lump, { gas });
    expect(found).toBeGreaterThan(0.75);
    expect(found).toBeLessThan(0.97);
  });

  it('leaves a lobe that was lost behind a lesion to the walk', () => {
    const lost = maskWhere(size, (at) => joined[at] === 1 && at % columns > 33);
    expect(foundOf(joined, { lost })).toBeLessThan(0.6);
  });
});

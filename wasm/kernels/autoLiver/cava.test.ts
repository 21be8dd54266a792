import { describe, expect, it } from 'vitest';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { findCava } from './cava.ts';

const [columns, rows, slices] = [70, 60, 60];
const geometry: VolumeGeometry = {
  dims: [columns, rows, slices],
  spacingMm: [3, 3, 3],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const spine = { column: new Float64Array(slices).fill(35), row: new Float64Array(slices).fill(45) };
const BLOOD = 120;
const LIVER = 112;
/** Behind the liver from here on. */
const LIVER_FROM = 26;

/** Axis and half width of the vein, in mm from the centre of the vertebrae. */
const axisMm = (k: number): readonly [number, number] => [-14 - 0.1 * k, -52 - 0.15 * k];
const RADIUS_MM = 10;

function render(value: (xMm: number, yMm: number, k: number) => number): Int16Array {
  const hu = new Int16Array(columns * rows * slices);
  for (let at = 0; at < hu.length; at++) {
    const [i, j, k]: Vec3 = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    // Noise by a fixed pattern.
    hu[at] = value((i - 35) * 3, (j - 45) * 3, k) + ((7 * i + 11 * j + 13 * k) % 9) - 4;
  }
  return hu;
}

const isVein = (x: number, y: number, k: number): boolean => {
  const [x0, y0] = axisMm(k);
  return Math.hypot(x - x0, y - y0) <= RADIUS_MM;
};
const aorta = (x: number, y: number): boolean => Math.hypot(x - 14, y + 48) <= 10;
const bone = (x: number, y: number): boolean => Math.abs(x) < 20 && y > -36 && y < 20;

describe('the inferior vena cava', () => {
  it('is followed from the fat below the liver to where only its back is seen, and is not the aorta', () => {
    const hu = render((x, y, k) => {
      if (isVein(x, y, k)) return BLOOD;
      if (aorta(x, y)) return 160;
      if (bone(x, y)) return 260;
      const isLiver = k >= LIVER_FROM && y < axisMm(k)[1] + 2 && x < 0;
      return isLiver ? LIVER : -100;
    });
    const found = findCava(hu, geometry, spine);
    const size = { both: 0, found: 0, truth: 0, aorta: 0, upper: 0 };
    for (let at = 0; at < found.length; at++) {
      const [i, j, k]: Vec3 = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
      const [x, y] = [(i - 35) * 3, (j - 45) * 3];
      const truth = Number(isVein(x, y, k));
      size.truth += truth;
      size.found += found[at]!;
      size.both += truth & found[at]!;
      if (k > LIVER_FROM + 10) size.upper += truth & found[at]!;
      if (aorta(x, y)) size.aorta += found[at]!;
    }
    expect((2 * size.both) / (size.found + size.truth)).toBeGreaterThan(0.75);
    expect(size.upper).toBeGreaterThan(0);
    expect(size.aorta).toBe(0);
  });

  it('is not made up where nothing in the fat looks like it', () => {
    const hu = render((x, y, k) => {
      if (aorta(x, y)) return 160;
      if (bone(x, y)) return 260;
      return k >= LIVER_FROM && y < -50 && x < 0 ? LIVER : -100;
    });
    expect(findCava(hu, geometry, spine).includes(1)).toBe(false);
  });
});

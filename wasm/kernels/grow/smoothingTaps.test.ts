import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { packBits } from '../bits/bitMask.ts';
import { SmoothingTaps } from './smoothingTaps.ts';

const dims: Vec3 = [45, 11, 9];
const [columns, rows, slices] = dims;

it.each([
  [[1, 1, 1], 2.2],
  [[0.35, 0.6, 1.1], 2.2],
] as const)('tells by rows what the mean voxel by voxel tells, at spacing %j', (spacingMm, radiusMm) => {
  const mask = fc.uint8Array({ minLength: columns * rows * slices, maxLength: columns * rows * slices, max: 1 });
  fc.assert(
    fc.property(mask, fc.double({ min: -1, max: 1, noNaN: true }), (values, evidence) => {
      const bits = packBits(values, dims, 1);
      const taps = new SmoothingTaps(bits, [...spacingMm], radiusMm);
      const [i, j, k] = [columns >> 1, rows >> 1, slices >> 1];
      let [sum, total] = [0, 0];
      for (let c = 0; c < slices; c++) {
        for (let b = 0; b < rows; b++) {
          for (let a = 0; a < columns; a++) {
            const mm = Math.hypot((a - i) * spacingMm[0], (b - j) * spacingMm[1], (c - k) * spacingMm[2]);
            const isReached = [a - i, b - j, c - k].every((steps, axis) => Math.abs(steps) <= taps.reach[axis]!);
            const weight = isReached ? Math.max(0, 1 - (mm * mm) / (1.5 * radiusMm * radiusMm)) ** 2 : 0;
            sum += weight * (2 * values[a + columns * (b + rows * c)]! - 1);
            total += weight;
          }
        }
      }
      const signed = sum / total + evidence;
      fc.pre(Math.abs(signed) > 1e-6);
      expect(taps.isInside(bits.rowStart(j, k), i, evidence)).toBe(signed > 0);
    }),
    { numRuns: 50 },
  );
});

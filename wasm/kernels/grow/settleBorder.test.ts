import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { packBits, unpackBits } from '../bits/bitMask.ts';
import { quietContext } from '../index.ts';
import { smooth } from './smooth.ts';
import { settleBorder } from './settleBorder.ts';

const side = 64;
const dims: Vec3 = [side, side, side];
const spacingMm: Vec3 = [1, 1, 1];
const RADIUS_MM = 20;
const LIVER_HU = 110;
const model = { medianHu: LIVER_HU, sigmaHu: 8 };

/** Distance of each voxel from the middle. */
const away = Float64Array.from({ length: side ** 3 }, (_, at) =>
  Math.hypot((at % side) - 32.3, (Math.floor(at / side) % side) - 31.8, Math.floor(at / side ** 2) - 32.1),
);
const ball = (radiusMm: number): Uint8Array => Uint8Array.from(away, (mm) => Number(mm <= radiusMm));
const truth = ball(RADIUS_MM);
const none = new Uint8Array(side ** 3);

/** A ball of liver in `aroundHu`, with partial volume at its surface and a fixed pattern of +-20 HU in place of noise. */
const imageOf = (aroundHu: number): Int16Array =>
  smooth(
    Int16Array.from(away, (mm, at) => {
      const part = Math.min(1, Math.max(0, RADIUS_MM - mm + 0.5));
      return aroundHu + part * (LIVER_HU - aroundHu) + ((at * 7919) % 41) - 20;
    }),
    dims,
  );

function settled(start: Uint8Array, aroundHu: number, held = none): Uint8Array {
  const bits = packBits(start, dims, 1);
  settleBorder(bits, imageOf(aroundHu), { dims, spacingMm }, packBits(held, dims, 1), model, quietContext);
  return unpackBits(bits);
}

const size = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

describe('settleBorder', () => {
  it.each([
    ['muscle', 65],
    ['fat', -90],
    ['a brighter organ', 160],
  ])('finds the border to %s from a millimetre outside and inside of it', (_, aroundHu) => {
    for (const radiusMm of [RADIUS_MM - 1, RADIUS_MM, RADIUS_MM + 1]) {
      // A fifth of a millimetre.
      expect(Math.abs(size(settled(ball(radiusMm), aroundHu)) / size(truth) - 1)).toBeLessThan(0.03);
    }
  });

  it('keeps a smooth border where the image shows none', () => {
    expect(size(settled(truth, LIVER_HU)) / size(truth)).toBeCloseTo(1, 1);
  });

  it('leaves what is held as it is', () => {
    const held = none.slice();
    const at = 32 + side * (32 + side * 32) + RADIUS_MM;
    held[at] = 1;
    const start = ball(RADIUS_MM + 1);
    start[at] = 0;
    expect(settled(start, 65, held)[at]).toBe(0);
  });
});

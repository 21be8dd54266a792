import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { packBits, unpackBits } from '../bits/bitMask.ts';
import { dilateBox, erodeBox } from './boxMorphology.ts';

const dims: Vec3 = [7, 6, 5];
const [columns, rows, slices] = dims;

/** Whether some voxel of the box around (i, j, k), as far as it lies in the grid, has the value. */
function isNear(mask: Uint8Array, [i, j, k]: Vec3, [ri, rj, rk]: Vec3, value: number): boolean {
  for (let c = Math.max(0, k - rk); c <= Math.min(slices - 1, k + rk); c++)
    for (let b = Math.max(0, j - rj); b <= Math.min(rows - 1, j + rj); b++)
      for (let a = Math.max(0, i - ri); a <= Math.min(columns - 1, i + ri); a++)
        if (mask[a + columns * (b + rows * c)] === value) return true;
  return false;
}

it('grows and shrinks by a box of voxels', () => {
  const reach = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3));
  const mask = fc.uint8Array({ minLength: 210, maxLength: 210, max: 1 });
  fc.assert(
    fc.property(mask, reach, (values, [a, b, c]) => {
      const bits = packBits(values, dims, 1);
      const [wide, narrow] = [dilateBox(bits, [a, b, c]), erodeBox(bits, [a, b, c])].map((each) => unpackBits(each));
      for (let at = 0; at < values.length; at++) {
        const index: Vec3 = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
        expect(wide![at]).toBe(isNear(values, index, [a, b, c], 1) ? 1 : 0);
        expect(narrow![at]).toBe(isNear(values, index, [a, b, c], 0) ? 0 : 1);
      }
    }),
  );
});

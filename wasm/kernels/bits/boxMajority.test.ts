import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { packBits, unpackBits } from './bitMask.ts';
import { boxMajority } from './boxMajority.ts';

it('tells what most of the 27 voxels around each are, as if the edges of the grid went on', () => {
  const grid = fc.tuple(
    fc.integer({ min: 1, max: 70 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
  );
  const any = grid.chain((dims) => {
    const length = dims[0] * dims[1] * dims[2];
    return fc.tuple(fc.constant<Vec3>(dims), fc.uint8Array({ minLength: length, maxLength: length, max: 1 }));
  });
  fc.assert(
    fc.property(any, ([[columns, rows, slices], mask]) => {
      const found = unpackBits(boxMajority(packBits(mask, [columns, rows, slices], 1)));
      const inside = (place: number, size: number): number => Math.min(size - 1, Math.max(0, place));
      for (let at = 0; at < mask.length; at++) {
        const [i, j, k] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
        let sum = 0;
        for (let n = 0; n < 27; n++) {
          const [a, b] = [inside(i + (n % 3) - 1, columns), inside(j + (Math.floor(n / 3) % 3) - 1, rows)];
          sum += mask[a + columns * (b + rows * inside(k + Math.floor(n / 9) - 1, slices))]!;
        }
        expect(found[at]).toBe(sum > 13 ? 1 : 0);
      }
    }),
  );
});

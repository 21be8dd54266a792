import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quietContext } from '../types.ts';
import { Known, randomWalk } from './randomWalk.ts';

const part = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

it('weighs two voxels by how sure each is and by the step between them', () => {
  fc.assert(
    fc.property(part, part, fc.integer({ min: 0, max: 200 }), (a, b, stepHu) => {
      const [lengthMm, spacingMm, edgeHu] = [2, 0.8, 25];
      const found = randomWalk(
        {
          dims: [2, 1, 1],
          spacingMm: [spacingMm, 1, 1],
          hu: Int16Array.of(100, 100 - stepHu),
          prior: Float32Array.of(a, b),
          known: Uint8Array.of(Known.open, Known.open),
          lengthMm,
          edgeHu,
        },
        quietContext,
      );
      const link = (lengthMm / spacingMm) ** 2 / (1 + (stepHu / edgeHu) ** 2);
      const [sureA, sureB] = [0.05 + Math.abs(2 * a - 1), 0.05 + Math.abs(2 * b - 1)];
      // (sureA + link) x - link y = sureA a and the same for y, by Cramer's rule.
      const determinant = sureA * sureB + link * (sureA + sureB);
      expect(found[0]).toBeCloseTo((sureA * a * (sureB + link) + link * sureB * b) / determinant, 5);
      expect(found[1]).toBeCloseTo((sureB * b * (sureA + link) + link * sureA * a) / determinant, 5);
    }),
  );
});

it('leaves what is known, and says of the open what all say alike', () => {
  const dims = [6, 5, 4] as const;
  const size = 120;
  const input = {
    dims,
    spacingMm: [1, 1, 2] as const,
    hu: Int16Array.from({ length: size }, (_, at) => (at * 7919) % 60),
    prior: new Float32Array(size).fill(0.7),
    known: new Uint8Array(size),
    lengthMm: 1.5,
    edgeHu: 20,
  };
  for (const value of randomWalk(input, quietContext)) expect(value).toBeCloseTo(0.7, 5);
  const known = input.known.map((_, at) => (at < 10 ? Known.lesion : at < 20 ? Known.outside : Known.open));
  const found = randomWalk({ ...input, known }, quietContext);
  expect([...found.subarray(0, 20)]).toEqual([...Array<number>(10).fill(1), ...Array<number>(10).fill(0)]);
  for (const value of found.subarray(20)) expect(value > 0 && value < 1).toBe(true);
});

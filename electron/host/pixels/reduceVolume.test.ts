import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallGeometry } from '../../../tests/fixtures/index.ts';
import { indexToPatient } from '../../core/domain/geometry.ts';
import { reduceVolume } from './reduceVolume.ts';

const whole = fc.record({
  dims: fc.tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 2, max: 7 }), fc.integer({ min: 2, max: 7 })),
  targetMm: fc.double({ min: 0.1, max: 9, noNaN: true }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** Slices whose voxels are a function of their place. */
async function* slicesOf(dims: readonly number[], value: (i: number, j: number, k: number) => number) {
  for (let k = 0; k < dims[2]!; k++) {
    yield await Promise.resolve(
      Int16Array.from({ length: dims[0]! * dims[1]! }, (_, at) => value(at % dims[0]!, Math.floor(at / dims[0]!), k)),
    );
  }
}

test('each block is the mean of its voxels, and lies where they do', async () => {
  await fc.assert(
    fc.asyncProperty(whole, async ({ dims, targetMm, seed }) => {
      const geometry = smallGeometry({ dims });
      const value = (i: number, j: number, k: number): number => ((i * 31 + j * 17 + k * 7) * seed) % 1000;
      const reduced = await reduceVolume(geometry, slicesOf(dims, value), targetMm);
      const factors = geometry.spacingMm.map((mm) => Math.max(1, Math.floor(targetMm / mm)));
      const [width, height, depth] = reduced.geometry.dims;
      expect(reduced.hu).toHaveLength(width * height * depth);
      for (let at = 0; at < reduced.hu.length; at++) {
        const block = [at % width, Math.floor(at / width) % height, Math.floor(at / (width * height))];
        const values: number[] = [];
        for (let k = block[2]! * factors[2]!; k < Math.min(dims[2], (block[2]! + 1) * factors[2]!); k++)
          for (let j = block[1]! * factors[1]!; j < Math.min(dims[1], (block[1]! + 1) * factors[1]!); j++)
            for (let i = block[0]! * factors[0]!; i < Math.min(dims[0], (block[0]! + 1) * factors[0]!); i++)
              values.push(value(i, j, k));
        expect(Math.abs(reduced.hu[at]! - values.reduce((a, b) => a + b, 0) / values.length)).toBeLessThanOrEqual(0.5);
      }
      const first = indexToPatient(reduced.geometry, [0, 0, 0]);
      const centre = indexToPatient(geometry, factors.map((factor) => (factor - 1) / 2) as [number, number, number]);
      first.forEach((mm, axis) => {
        expect(mm).toBeCloseTo(centre[axis]!, 9);
      });
    }),
    { numRuns: 40 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAR } from '../lineTransform.ts';
import { depths, squaredDistances } from './morphology.ts';

test('distances are those to the nearest voxel of all, whatever the spacing', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 1, max: 7 }),
  );
  const spacing = fc.constantFrom([1, 1, 1] as const, [0.7, 0.7, 5] as const, [1.3, 0.4, 2] as const);
  const grid = sizes.chain((dims) => {
    const length = dims[0] * dims[1] * dims[2];
    // Few of one kind, so that there are long ways.
    const marks = fc.array(fc.nat({ max: length - 1 }), { maxLength: 5 });
    return fc.record({ dims: fc.constant(dims), marks, value: fc.constantFrom(0, 1) });
  });
  fc.assert(
    fc.property(grid, spacing, ({ dims, marks, value }, spacingMm) => {
      const mask = new Uint8Array(dims[0] * dims[1] * dims[2]).fill(1 - value);
      for (const at of marks) mask[at] = value;
      const place = (at: number): number[] => [
        (at % dims[0]) * spacingMm[0],
        (Math.floor(at / dims[0]) % dims[1]) * spacingMm[1],
        Math.floor(at / dims[0] / dims[1]) * spacingMm[2],
      ];
      const squared = (from: number, to: number): number =>
        place(from).reduce((sum, mm, axis) => sum + (mm - place(to)[axis]!) ** 2, 0);
      const found = squaredDistances(mask, { dims, spacingMm }, value);
      found.forEach((mm2, at) => {
        expect(mm2).toBeCloseTo(Math.min(FAR, ...marks.map((to) => squared(at, to))), 9);
      });
      const ofAll = squaredDistances(mask, { dims, spacingMm }, 0);
      expect(depths(mask, { dims, spacingMm })).toEqual(Float32Array.from(ofAll, Math.sqrt));
    }),
    { numRuns: 200 },
  );
});

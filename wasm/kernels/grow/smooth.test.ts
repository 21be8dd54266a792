import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxDims, crop } from '../box.ts';
import type { VoxelBox } from '../types.ts';
import { smooth, smoothInPlace, SmoothSlices } from './smooth.ts';

/** One axis after the other, voxel by voxel. */
function plain(values: readonly number[], dims: readonly [number, number, number], axes = 3): number[] {
  let field = [...values];
  for (const [axis, stride] of [1, dims[0], dims[0] * dims[1]].slice(0, axes).entries()) {
    const size = dims[axis]!;
    field = field.map((own, at) => {
      const n = Math.floor(at / stride) % size;
      const before = field[n > 0 ? at - stride : at]!;
      const after = field[n < size - 1 ? at + stride : at]!;
      return (before + 2 * own + after + 2) >> 2;
    });
  }
  return field;
}

test('weighs 1 2 1 along each axis, rounds and repeats the edges, over all 16 bits and for any length of rows, not across thick slices in place', () => {
  const grid = fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain((dims) => {
      const length = dims[0] * dims[1] * dims[2] + 1;
      return fc.record({ dims: fc.constant(dims), all: fc.int16Array({ minLength: length, maxLength: length }) });
    });
  fc.assert(
    fc.property(grid, ({ dims, all }) => {
      // A view that begins within a larger buffer.
      const hu = all.subarray(1);
      const before = [...hu];
      const expected = plain(before, dims);
      expect([...smooth(hu, dims)]).toEqual(expected);
      expect([...hu]).toEqual(before);
      expect(smoothInPlace(hu, { dims, spacingMm: [0.8, 0.8, 3] })).toBe(hu);
      expect([...hu]).toEqual(expected);
      hu.set(before);
      smoothInPlace(hu, { dims, spacingMm: [0.8, 0.8, 5] });
      expect([...hu], 'thick slices').toEqual(plain(before, dims, 2));
    }),
    { numRuns: 200 },
  );
});

test('comes slice by slice as all at once, whichever slices are left out, with no more than three held', () => {
  const stretch = fc
    .tuple(fc.nat({ max: 6 }), fc.nat({ max: 6 }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const dims = [7, 7, 7] as const;
  const given = fc.record({
    hu: fc.int16Array({ minLength: 343, maxLength: 343 }),
    ends: fc.tuple(stretch, stretch, stretch),
    wanted: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    sliceMm: fc.constantFrom(1, 5),
  });
  fc.assert(
    fc.property(given, ({ hu, ends: [x, y, z], wanted, sliceMm }) => {
      const box: VoxelBox = { min: [x[0], y[0], z[0]], max: [x[1], y[1], z[1]] };
      const spacingMm = [0.8, 0.8, sliceMm] as const;
      const all = smoothInPlace(crop(hu, dims, box), { dims: boxDims(box), spacingMm });
      const plane = boxDims(box)[0] * boxDims(box)[1];
      const slices = new SmoothSlices(hu, { dims, spacingMm }, box);
      for (let k = 0; k < boxDims(box)[2]; k++) {
        if (!wanted[k]) continue;
        expect([...slices.at(k)]).toEqual([...all.subarray(k * plane, (k + 1) * plane)]);
        if (k > 0 && wanted[k - 1])
          expect([...slices.at(k - 1)]).toEqual([...all.subarray((k - 1) * plane, k * plane)]);
      }
    }),
    { numRuns: 200 },
  );
});

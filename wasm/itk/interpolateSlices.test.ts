import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { quietContext, wholeMask } from '../kernels/index.ts';
import { interpolateLabels, interpolateSlices } from './interpolateSlices.ts';

const geometry: VolumeGeometry = {
  dims: [96, 84, 92],
  spacingMm: [1, 1.2, 1.5],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const [columns, rows, slices] = geometry.dims;
const sliceOf = [
  (at: number) => at % columns,
  (at: number) => Math.floor(at / columns) % rows,
  (at: number) => Math.floor(at / (columns * rows)),
] as const;

function ellipsoid(): Uint8Array {
  return Uint8Array.from({ length: columns * rows * slices }, (_, at) => {
    const [x, y, z] = sliceOf.map((index) => index(at)) as [number, number, number];
    return ((x - 47) / 42) ** 2 + ((y - 41) / 36) ** 2 + ((z - 45) / 40) ** 2 <= 1 ? 1 : 0;
  });
}

/** The labels are a mask themselves. */
const ones = Uint8Array.from({ length: 256 }, (_, label) => (label === 1 ? 1 : 0));

const dice = (a: Uint8Array, b: Uint8Array): number => {
  let [both, sum] = [0, 0];
  a.forEach((value, at) => {
    both += value & b[at]!;
    sum += value + b[at]!;
  });
  return (2 * both) / sum;
};

describe('interpolateSlices', () => {
  it.each([0, 1, 2] as const)('restores an ellipsoid drawn on every fifth slice of axis %i', async (axis) => {
    const truth = ellipsoid();
    const drawn = truth.map((value, at) => (sliceOf[axis](at) % 5 === 0 ? value : 0));
    const first = Math.min(...[...drawn.keys()].filter((at) => drawn[at] === 1).map(sliceOf[axis]));
    const last = Math.max(...[...drawn.keys()].filter((at) => drawn[at] === 1).map(sliceOf[axis]));
    const filled = wholeMask(await interpolateLabels(drawn, ones, geometry, quietContext), geometry.dims);
    const between = truth.map((value, at) => (sliceOf[axis](at) >= first && sliceOf[axis](at) <= last ? value : 0));
    expect(dice(filled, between)).toBeGreaterThan(0.97);
    filled.forEach((value, at) => {
      if (sliceOf[axis](at) % 5 === 0 && value !== drawn[at]) throw new Error(`drawn slice changed at ${at}`);
    });
  });

  it('reads the segment from the labels and leaves them as they were', async () => {
    const truth = ellipsoid();
    const labels = truth.map((value, at) => (value === 1 ? (sliceOf[2](at) % 5 === 0 ? 4 : 1) : 0));
    const before = Uint8Array.from(labels);
    const shape = await interpolateSlices({ labels, geometry, segment: 'tumour' }, quietContext);
    const mask = wholeMask(shape, geometry.dims);
    expect(dice(mask, truth)).toBeGreaterThan(0.9);
    expect(labels).toEqual(before);
  });

  it('asks for a second slice', async () => {
    const single = ellipsoid().map((value, at) => (sliceOf[2](at) === 45 ? value : 0));
    await expect(interpolateLabels(single, ones, geometry, quietContext, 2)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

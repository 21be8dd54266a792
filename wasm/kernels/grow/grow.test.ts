import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { growTumour, quietContext } from '../index.ts';

const side = 80;
const geometry: VolumeGeometry = {
  dims: [side, side, side],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};

/** A lesion of known size in the middle of parenchyma. */
function lesion(diameterMm: number, lesionHu: number): { hu: Int16Array; truth: Uint8Array; strokes: Stroke[] } {
  const truth = Uint8Array.from({ length: side ** 3 }, (_, at) => {
    const [x, y, z] = [at % side, Math.floor(at / side) % side, Math.floor(at / side ** 2)];
    return (x - 40) ** 2 + (y - 40) ** 2 + (z - 40) ** 2 <= (diameterMm / 2) ** 2 ? 1 : 0;
  });
  // A fixed pattern of +-12 HU in place of noise.
  const hu = Int16Array.from(truth, (value, at) => (value === 1 ? lesionHu : 110) + ((at * 7919) % 25) - 12);
  const half = diameterMm / 2 - 2;
  return {
    hu,
    truth,
    strokes: [
      {
        segment: 'tumour',
        radiusMm: 1.5,
        pointsMm: [
          [40 - half, 40, 40],
          [40 + half, 40, 40],
        ],
      },
    ],
  };
}

describe('growTumour', () => {
  it.each([
    [10, 40],
    [30, 40],
    [60, 40],
    [30, 190],
  ])('finds a lesion of %i mm and %i HU', (diameterMm, lesionHu) => {
    const { hu, truth, strokes } = lesion(diameterMm, lesionHu);
    const mask = growTumour({ hu, geometry, liver: null, strokes }, quietContext);
    const both = mask.reduce((sum, value, at) => sum + (value & truth[at]!), 0);
    const sum = mask.reduce((total, value, at) => total + value + truth[at]!, 0);
    expect((2 * both) / sum).toBeGreaterThan(0.85);
  });
});

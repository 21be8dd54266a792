import { describe, expect, it } from 'vitest';
import { peakOf } from './parenchyma.ts';

/** Counts of HU from -10 on: bells of so many voxels. */
function histogram(...bells: readonly (readonly [hu: number, voxels: number])[]): Float64Array {
  return Float64Array.from({ length: 231 }, (_, bin) =>
    bells.reduce((sum, [hu, voxels]) => sum + voxels * Math.exp(-((bin - 10 - hu) ** 2) / 128), 0),
  );
}

describe('peakOf', () => {
  it('is the commonest intensity', () => {
    expect(peakOf(histogram([112, 500], [65, 200], [190, 60]))).toBe(112);
  });

  it('is parenchyma beside a tumour that is more even, though darker', () => {
    expect(peakOf(histogram([72, 300], [121, 180]))).toBe(121);
  });

  it('stays with a dark liver beside little that is brighter', () => {
    expect(peakOf(histogram([56, 500], [115, 60], [190, 90]))).toBe(56);
  });

  it('takes no shoulder of a peak for another', () => {
    expect(peakOf(histogram([90, 500], [110, 300]))).toBeLessThan(100);
  });
});

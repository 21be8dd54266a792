import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { maskWhere } from '../mask.ts';
import type { Anatomy } from './anatomy.ts';
import { backgroundWeight, domeOf } from './location.ts';

const [columns, rows, stepMm] = [70, 70, 4] as const;

/** A round lobe of 15 cm, whose core lies 9 mm deep, in a scan without lung that ends so far below its dome. */
function anatomyOf(cutMm: number, slices: number): Anatomy {
  const geometry: VolumeGeometry = {
    dims: [columns, rows, slices],
    spacingMm: [stepMm, stepMm, stepMm],
    originMm: [0, 0, 0],
    direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
  };
  const size = columns * rows * slices;
  const centreMm = (slices - 1) * stepMm + cutMm - 75;
  const core = maskWhere(size, (at) => {
    const [i, j, k] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    return k < slices - 1 && Math.hypot((i - 25) * stepMm, (j - 30) * stepMm, k * stepMm - centreMm) <= 75 - 9;
  });
  return {
    geometry,
    body: new Uint8Array(size).fill(1),
    lungs: new Uint8Array(size),
    spine: { column: new Float64Array(slices).fill(35), row: new Float64Array(slices).fill(50) },
    diaphragm: null,
    parenchyma: { model: { medianHu: 110, sigmaHu: 8 }, core },
  };
}

function domeAboveTopMm(cutMm: number): number {
  const slices = 20;
  return (domeOf(anatomyOf(cutMm, slices)) - (slices - 1)) * stepMm;
}

describe('domeOf', () => {
  it.each([30, 45, 60])('lies %i mm above a scan without lung that ends so far below it', (cutMm) => {
    expect(Math.abs(domeAboveTopMm(cutMm) - cutMm)).toBeLessThan(10);
  });

  it('is the top of a scan where the liver does not reach it', () => {
    expect(domeAboveTopMm(-20)).toBe(0);
  });
});

describe('backgroundWeight', () => {
  it('is more in the muscles of the flank than beside them low down, and the same high up', () => {
    const anatomy = anatomyOf(30, 60);
    const muscles = new Uint8Array(anatomy.body.length).fill(1);
    const flank = (k: number): number => 5 + columns * (30 + rows * k);
    const [inMuscle, beside] = [backgroundWeight(anatomy, muscles), backgroundWeight(anatomy)];
    expect(inMuscle(flank(5))).toBeGreaterThan(5 * beside(flank(5)));
    expect(inMuscle(flank(55))).toBe(beside(flank(55)));
  });
});

import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { muscleHu } from './muscle.ts';

const [columns, rows, slices] = [80, 80, 10] as const;
const geometry: VolumeGeometry = {
  dims: [columns, rows, slices],
  spacingMm: [3, 3, 5],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const spine = { column: new Float64Array(slices).fill(40), row: new Float64Array(slices).fill(55) };
/** Muscle behind row 50, bone in its middle, an organ in front. */
const patient = (muscle: number, organ: number): Int16Array =>
  Int16Array.from({ length: columns * rows * slices }, (_, at) => {
    const [i, j] = [at % columns, Math.floor(at / columns) % rows];
    if (j < 50) return organ;
    return Math.abs(i - 40) < 8 ? 400 : muscle;
  });

describe('muscleHu', () => {
  it.each([45, 62])('is that of the muscle beside the spine, %i HU, whatever the organs in front are', (muscle) => {
    for (const organ of [0, 60, 110]) expect(muscleHu(patient(muscle, organ), geometry, spine)).toBe(muscle);
  });

  it('is unknown where the scan ends before the back', () => {
    expect(muscleHu(patient(-200, 60), geometry, spine)).toBeNull();
  });
});

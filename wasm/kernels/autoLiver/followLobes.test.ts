import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { quietContext } from '../index.ts';
import { maskWhere } from '../mask.ts';
import { followLobes, scatter, wholeDepths } from './followLobes.ts';

const [columns, rows, slices] = [80, 40, 30] as const;
const geometry: VolumeGeometry = {
  dims: [columns, rows, slices],
  spacingMm: [3, 3, 3],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const size = columns * rows * slices;
const where = (test: (i: number, j: number, k: number) => boolean): Uint8Array =>
  maskWhere(size, (at) => {
    const row = Math.floor(at / columns);
    return test(at % columns, row % rows, Math.floor(row / rows));
  });
const none = new Uint8Array(size);
const core = where((i, j, k) => i >= 8 && i < 20 && j >= 8 && j < 32 && k >= 6 && k < 24);

/** Part of the voxels of `lobe` that is won. */
function wonOf(
  lobe: Uint8Array,
  { candidates, sure = core, standsOut = true }: { candidates: Uint8Array; sure?: Uint8Array; standsOut?: boolean },
): number {
  const ground = {
    geometry,
    soft: new Int16Array(size).fill(110),
    candidates,
    above: none,
    lungs: none,
    weight: () => 0.6,
    deviation: () => 0,
    sigmaHu: 8,
    standsOut,
  };
  const potential = new Float32Array(size);
  scatter(followLobes(ground, sure, wholeDepths(candidates, geometry), quietContext).potentials, candidates, potential);
  let [won, all] = [0, 0];
  for (let at = 0; at < size; at++) {
    if (lobe[at] === 0) continue;
    all++;
    if (potential[at]! > 0.5) won++;
  }
  return won / all;
}

describe('followLobes', () => {
  const right = where((i, j, k) => i >= 5 && i < 24 && j >= 5 && j < 35 && k >= 3 && k < 27);

  it('follows a long thin lobe to its end where the liver stands out, and leaves its end where it does not', () => {
    const left = where((i, j, k) => i >= 24 && i < 76 && j >= 17 && j < 23 && k >= 12 && k < 18);
    const end = where((i, j, k) => i >= 60 && i < 76 && j >= 17 && j < 23 && k >= 12 && k < 18);
    const candidates = maskWhere(size, (at) => right[at] === 1 || left[at] === 1);
    expect(wonOf(end, { candidates })).toBeGreaterThan(0.95);
    expect(wonOf(end, { candidates, standsOut: false })).toBeLessThan(0.2);
  });

  it('reaches a lobe behind a lesion by the lesion alone', () => {
    const left = where((i, j, k) => i >= 40 && i < 64 && j >= 8 && j < 32 && k >= 6 && k < 24);
    const lesion = where((i, j, k) => i >= 24 && i < 40 && j >= 8 && j < 32 && k >= 6 && k < 24);
    const candidates = maskWhere(size, (at) => right[at] === 1 || left[at] === 1);
    const sure = maskWhere(size, (at) => core[at] === 1 || lesion[at] === 1);
    expect(wonOf(left, { candidates })).toBe(0);
    expect(wonOf(left, { candidates, sure })).toBeGreaterThan(0.95);
  });
});

import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { addRim } from './rim.ts';

const SIZE = 40;
const geometry: VolumeGeometry = {
  dims: [SIZE, SIZE, SIZE],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const [CORE_MM, RIM_MM] = [8, 3];
const look = { lesionOf: new Float32Array(), sigmaHu: 8, parenchymaHu: 110 };

const place = (at: number): [number, number, number] => [
  (at % SIZE) - 20,
  (Math.floor(at / SIZE) % SIZE) - 20,
  Math.floor(at / SIZE / SIZE) - 20,
];
const farMm = (at: number): number => Math.hypot(...place(at));
const voxels = Array.from({ length: SIZE ** 3 }, (_, at) => at);

/** A ball of `coreHu` in parenchyma, and what `around` draws beside it. */
const volume = (coreHu: number, around: (at: number) => number): Int16Array =>
  Int16Array.from(voxels, (at) => (farMm(at) <= CORE_MM ? coreHu : around(at)) + ((at * 7919) % 13) - 6);
const core = (): Uint8Array => Uint8Array.from(voxels, (at) => Number(farMm(at) <= CORE_MM));
const rimHu = (at: number): number => (farMm(at) <= CORE_MM + RIM_MM ? 140 : 110);
const add = (mask: Uint8Array, hu: Int16Array): boolean =>
  addRim(mask, hu, new Uint8Array(hu.length), geometry, look, CORE_MM + RIM_MM);

describe('the rim of a lesion', () => {
  it('is added to a dark centre, whole and no more, and only once', () => {
    const mask = core();
    const hu = volume(30, rimHu);
    expect(add(mask, hu)).toBe(true);
    const wrong = voxels.filter((at) => (mask[at] === 1) !== farMm(at) <= CORE_MM + RIM_MM).length;
    expect(wrong / voxels.filter((at) => farMm(at) <= CORE_MM + RIM_MM).length).toBeLessThan(0.02);
    const once = mask.slice();
    add(mask, hu);
    expect(mask).toEqual(once);
  });

  it('is not seen where there is none: a plain lesion, a vessel beside it, a bright lesion', () => {
    const vessel = (at: number): number => (place(at)[0] > CORE_MM - 2 ? 160 : 110);
    for (const hu of [volume(30, () => 110), volume(30, vessel), volume(160, rimHu)]) {
      const mask = core();
      expect(add(mask, hu)).toBe(false);
      expect(mask).toEqual(core());
    }
  });
});

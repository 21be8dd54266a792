import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { tellRim } from './rim.ts';

const SIZE = 40;
const grid = (sliceMm: number): VolumeGeometry => ({
  dims: [SIZE, SIZE, Math.round(SIZE / sliceMm)],
  spacingMm: [1, 1, sliceMm],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
});
const [CORE_MM, RIM_MM] = [8, 3];
const look = { lesionOf: new Float32Array(), sigmaHu: 8, parenchymaHu: 110 };

type Place = readonly [x: number, y: number, z: number];
const places = (sliceMm: number): Place[] =>
  Array.from({ length: SIZE * SIZE * Math.round(SIZE / sliceMm) }, (_, at) => [
    (at % SIZE) - 20,
    (Math.floor(at / SIZE) % SIZE) - 20,
    sliceMm * Math.floor(at / SIZE / SIZE) - 20,
  ]);
const farMm = (place: Place): number => Math.hypot(...place);
const isCore = (place: Place): boolean => farMm(place) <= CORE_MM;
const isWhole = (place: Place): boolean => farMm(place) <= CORE_MM + RIM_MM;

/** Belief that was 0 everywhere, about a ball of `coreHu` in what `around` draws, once the rim was looked for; null where there is none. */
function told(
  coreHu: number,
  around: (place: Place) => number,
  { sliceMm = 1, found = isCore }: { readonly sliceMm?: number; readonly found?: (place: Place) => boolean } = {},
): Float32Array | null {
  const all = places(sliceMm);
  const hu = Int16Array.from(all, (place, at) => (isCore(place) ? coreHu : around(place)) + ((at * 7919) % 13) - 6);
  const mask = Uint8Array.from(all, (place) => Number(found(place)));
  const prior = new Float32Array(all.length);
  const seen = { mask, barred: new Uint8Array(all.length), halfMm: CORE_MM + RIM_MM };
  return tellRim(prior, hu, grid(sliceMm), seen, look) ? prior : null;
}
const rimHu = (place: Place): number => (isWhole(place) ? 140 : 110);
/** Part of the lesion with its rim by which belief and truth differ. */
const wrongPart = (prior: Float32Array, sliceMm: number): number => {
  const truth = places(sliceMm).map(isWhole);
  const wrong = truth.filter((inside, at) => prior[at]! > 0.5 !== inside).length;
  return wrong / truth.filter(Boolean).length;
};

describe('the rim of a lesion', () => {
  it.each([1, 2.5, 5])('is told whole, with its dark centre, in slices of %d mm', (sliceMm) => {
    expect(wrongPart(told(30, rimHu, { sliceMm })!, sliceMm)).toBeLessThan(0.03);
  });

  it('is the same whether it was found before, in part or not', () => {
    const without = told(30, rimHu);
    expect(told(30, rimHu, { found: isWhole })).toEqual(without);
    expect(told(30, rimHu, { found: (place) => isCore(place) || (isWhole(place) && place[0] > 2) })).toEqual(without);
  });

  it('is told without the brighter vessel that crosses it', () => {
    const withVessel = (place: Place): number => (Math.abs(place[1] - CORE_MM - RIM_MM) < 3 ? 190 : rimHu(place));
    const prior = told(30, withVessel)!;
    const isVesselBeyond = (place: Place): boolean => withVessel(place) === 190 && !isWhole(place);
    const taken = places(1).filter((place, at) => isVesselBeyond(place) && prior[at]! > 0.5);
    expect(taken).toEqual([]);
  });

  it('is not seen where there is none: a plain lesion, a vessel beside it, a bright lesion, surroundings brighter than the liver elsewhere', () => {
    expect(told(30, () => 110)).toBeNull();
    expect(told(30, (place) => (place[0] > CORE_MM - 2 ? 160 : 110))).toBeNull();
    expect(told(160, rimHu)).toBeNull();
    expect(told(30, () => 122)).toBeNull();
  });
});

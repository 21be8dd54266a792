/** Lumps of tissue beside the liver, and what tells a lesion as large as a lobe from another organ. */
import { crop, growBox, marginVoxels, occupiedBox } from '../box.ts';
import { fillHoles } from '../components.ts';
import { valuesOfBasins } from '../grow/basins.ts';
import { close, depths, dilate } from '../grow/morphology.ts';
import { cropGeometry } from '../grow/resample.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { Anatomy } from './anatomy.ts';
import { backgroundWeight } from './location.ts';

/** Half its width, and the part of its surface that has to touch the liver: less of it, the thicker the lump is. */
export const LEAST_PEAK_MM = 13;
const CONTACT_AT_LEAST_PEAK = 0.42;
const LARGE_PEAK_MM = 32;
export const CONTACT_AT_LARGE_PEAK = 0.05;
/** Where a kidney, the stomach or the spleen may lie against the liver: left of and behind this from the spine, mm. */
const LEFT_MM = 50;
const BACK_MM = -45;
/** Where, low in the middle, head of the pancreas, duodenum and antrum lie against each other as one lump: weight of the background there. */
const MOST_WEIGHT = 5;
const CONTACT_BESIDE_ORGANS = 0.35;
/** Kidneys are 5 to 7 cm wide. */
const KIDNEY_HALF_MM = 36;
/** More of its surface near gas is stomach or bowel, which a large lesion may press upon; near the diaphragm's upper side, heart. */
const MOST_GAS = [0.15, 0.22] as const;
const MOST_HEART = 0.25;
const TOUCH_MM = 6;
const GAS_MM = 8;
const GAS_HU = -250;
/** So close to the lung, what looks like gas is its rim. */
const LUNG_RIM_MM = 6;
/** Half as wide as the gaps in a lump that belong to it. */
const SPECK_MM = 6;
/** What a voxel is close to, as bits. */
const Close = { liver: 1, gas: 2, heart: 4 } as const;

export interface Lump {
  /** HU of its voxels. */
  readonly values: Int16Array;
  /** Of its surface; of these, close to the liver, to gas, to the heart. */
  faces: number;
  onLiver: number;
  nearGas: number;
  nearHeart: number;
  /** Sums over its voxels: from the spine, mm; of the background's weight there. */
  leftMm: number;
  backMm: number;
  weight: number;
}

/** What each voxel is close to, of liver, gas in bowel and stomach, and heart; `Close` bits. */
export function closeTo(
  mask: Uint8Array,
  soft: Int16Array,
  { geometry, body, lungs }: Anatomy,
  above: Uint8Array,
): Uint8Array {
  const near = new Uint8Array(mask.length);
  const add = (bit: number, reachMm: number, what: Uint8Array): void => {
    const reached = dilate(what, geometry, reachMm);
    for (let at = 0; at < near.length; at++) if (reached[at] === 1) near[at]! |= bit;
    release(reached);
  };
  const nearLung = dilate(lungs, geometry, LUNG_RIM_MM);
  const gas = maskWhere(soft.length, (at) => body[at] === 1 && nearLung[at] === 0 && soft[at]! < GAS_HU);
  release(nearLung);
  // Under the lung lies the liver; the heart lies under what else is above the diaphragm.
  const heart = maskWhere(above.length, (at) => above[at] === 1 && lungs[at] === 0);
  add(Close.liver, TOUCH_MM, mask);
  add(Close.gas, GAS_MM, gas);
  add(Close.heart, TOUCH_MM, heart);
  release(gas, heart);
  return near;
}

/** @param ids number of the lump of each voxel, below `count`; 0 is none. @param near as of `closeTo` */
export function measureLumps(
  ids: Int32Array,
  count: number,
  soft: Int16Array,
  anatomy: Anatomy,
  near: Uint8Array,
): Lump[] {
  const { geometry, spine } = anatomy;
  const [columns, rows] = geometry.dims;
  const strides = [1, columns, columns * rows];
  const weight = backgroundWeight(anatomy);
  const lumps = valuesOfBasins(ids, count, soft).map((values): Lump => {
    return { values, faces: 0, onLiver: 0, nearGas: 0, nearHeart: 0, leftMm: 0, backMm: 0, weight: 0 };
  });
  for (let at = 0; at < ids.length; at++) {
    if (ids[at] === 0) continue;
    const lump = lumps[ids[at]!]!;
    const row = Math.floor(at / columns);
    const slice = Math.floor(row / rows);
    lump.leftMm += ((at % columns) - spine.column[slice]!) * geometry.spacingMm[0];
    lump.weight += weight(at);
    lump.backMm += ((row % rows) - spine.row[slice]!) * geometry.spacingMm[1];
    for (const stride of strides) {
      for (const other of [at - stride, at + stride]) {
        if (ids[other] === ids[at]) continue;
        lump.faces++;
        const bits = near[other] ?? 0;
        if ((bits & Close.liver) !== 0) lump.onLiver++;
        if ((bits & Close.gas) !== 0) lump.nearGas++;
        if ((bits & Close.heart) !== 0) lump.nearHeart++;
      }
    }
  }
  return lumps;
}

/** @param solidMm half its width with what it encloses, which takes a while to find */
export function isLesion(
  { values, faces, onLiver, nearGas, nearHeart, leftMm, backMm, weight }: Lump,
  solidMm: () => number,
): boolean {
  if (faces === 0 || nearHeart > MOST_HEART * faces || onLiver < CONTACT_AT_LARGE_PEAK * faces) return false;
  const halfMm = solidMm();
  const thick = Math.min(1, Math.max(0, (halfMm - LEAST_PEAK_MM) / (LARGE_PEAK_MM - LEAST_PEAK_MM)));
  const byThickness = ([small, large]: readonly [number, number]): number => small + thick * (large - small);
  if (nearGas > byThickness(MOST_GAS) * faces) return false;
  const isBesideOrgans =
    leftMm > LEFT_MM * values.length ||
    (backMm > BACK_MM * values.length && halfMm < KIDNEY_HALF_MM) ||
    weight > MOST_WEIGHT * values.length;
  const least = byThickness([CONTACT_AT_LEAST_PEAK, CONTACT_AT_LARGE_PEAK]);
  return onLiver >= faces * (isBesideOrgans ? Math.max(least, CONTACT_BESIDE_ORGANS) : least);
}

/** Oil, calcium and necrosis within a lump make it no thinner. */
export function solidPeakMm(
  ids: Int32Array,
  id: number,
  mask: Uint8Array,
  barred: Uint8Array,
  geometry: Anatomy['geometry'],
): number {
  const lump = maskWhere(ids.length, (at) => ids[at] === id);
  const { dims } = geometry;
  const occupied = occupiedBox(lump, dims);
  if (!occupied) return 0;
  // Nothing that is closed or filled lies farther outside.
  const box = growBox(occupied, marginVoxels(geometry, 2 * SPECK_MM), dims);
  const part = cropGeometry(geometry, box);
  const own = crop(lump, dims, box);
  const solid = close(own, part, SPECK_MM);
  release(lump, own);
  fillHoles(solid, part.dims);
  for (const other of [mask, barred]) {
    const beside = crop(other, dims, box);
    for (let at = 0; at < solid.length; at++) if (beside[at] === 1) solid[at] = 0;
    release(beside);
  }
  const depthMm = depths(solid, part);
  const peakMm = depthMm.reduce((most, mm) => Math.max(most, mm), 0);
  release(solid, depthMm);
  return peakMm;
}

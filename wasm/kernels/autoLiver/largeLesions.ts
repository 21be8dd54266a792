/**
 * Lesions as large as a lobe lie at the liver's rim, not inside it, and look like any other organ: what makes them lesions is that they are
 * thick, even tissue, broadly joined with the liver without fat between, without gas or contrast medium, and below the diaphragm.
 */
import { fillHoles, keepLargest } from '../components.ts';
import { partAtNecks, valuesOfBasins } from '../grow/basins.ts';
import { median } from '../grow/intensityModel.ts';
import { close, depths, dilate, open } from '../grow/morphology.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { Anatomy } from './anatomy.ts';
import { backgroundWeight } from './location.ts';

/** Necrosis and most lesions are denser than bile, cysts and what was drunk, and not much brighter than the liver. */
const LEAST_HU = 25;
const MOST_OVER_LIVER_HU = 50;
/** Thinner than twice this: muscle, wall of the bowel, vessels. */
const OPENING_MM = 8;
const NECK_RATIO = 0.7;
/** What hangs on a lump and is thinner than this part of it (stomach, duodenum, pancreas), or much brighter (heart, aorta), is no part of it. */
const ROUNDING = 0.4;
const MOST_ROUNDING_MM = 18;
const RIM_MM = 5;
const MOST_OVER_LUMP_HU = 45;
/** Specks of iodised oil in a lump, whose surroundings are no brighter than tissue, and how far around they brighten it. */
const OIL_HU = 220;
const OILY_MM = 14;
/** Half as wide as the gaps in a lump that belong to it. */
const SPECK_MM = 6;
/** Half its width, and the part of its surface that has to touch the liver: less of it, the thicker the lump is. */
const LEAST_PEAK_MM = 13;
const CONTACT_AT_LEAST_PEAK = 0.42;
const LARGE_PEAK_MM = 32;
const CONTACT_AT_LARGE_PEAK = 0.05;
/** Where a kidney, the stomach or the spleen may lie against the liver: left of and behind this from the spine, mm. */
const LEFT_MM = 50;
const BACK_MM = -45;
/** Where, low in the middle, head of the pancreas, duodenum and antrum lie against each other as one lump: weight of the background there. */
const MOST_WEIGHT = 5;
const CONTACT_BESIDE_ORGANS = 0.35;
/** More of its surface near gas is stomach or bowel, near the diaphragm's upper side heart. */
const MOST_GAS = 0.15;
const MOST_ABOVE = 0.25;
const TOUCH_MM = 6;
const GAS_MM = 8;
const GAS_HU = -250;
/** Iodised oil and calcium inside a lump: brighter than it, and so much of its surface on lump and liver. */
const LEAST_EMBRACED = 0.6;
const EMBRACE_MM = 4;
const SEAM_MM = 8;
const FAT_HU = 0;

interface Lump {
  /** HU of its voxels. */
  readonly values: Int16Array;
  faces: number;
  onLiver: number;
  nearGas: number;
  nearAbove: number;
  leftMm: number;
  backMm: number;
  /** Of the background, by place. */
  weight: number;
}

/**
 * @param mask 0/1: the liver so far.
 * @param soft `hu` smoothed, on the same canonical coarse grid
 * @param barred 0/1: what is surely no liver, as lungs, heart and ribs.
 * @returns 0/1: large lesions outside of `mask`, with the seam between; empty where there is none.
 */
export function largeLesions(
  mask: Uint8Array,
  hu: Int16Array,
  soft: Int16Array,
  anatomy: Anatomy,
  above: Uint8Array,
  barred: Uint8Array,
): Uint8Array {
  const { geometry, parenchyma } = anatomy;
  const most = parenchyma.model.medianHu + MOST_OVER_LIVER_HU;
  const tissue = maskWhere(
    mask.length,
    (at) => mask[at] === 0 && barred[at] === 0 && soft[at]! >= LEAST_HU && soft[at]! <= most,
  );
  const opened = open(tissue, geometry, OPENING_MM);
  release(tissue);
  const depthMm = depths(opened, geometry);
  release(opened);
  const { ids, peakMm } = partAtNecks(depthMm, geometry.dims, NECK_RATIO, 0);
  release(depthMm);
  const lumps = measure(ids, peakMm.length, mask, soft, anatomy, above);
  const found = new Uint8Array(mask.length);
  lumps.forEach((lump, id) => {
    if (id === 0 || !isLesion(lump, peakMm[id]!, () => solidPeakMm(ids, id, mask, barred, geometry))) return;
    const medianHu = median(lump.values);
    const specks = maskWhere(ids.length, (at) => ids[at] === id && hu[at]! > OIL_HU);
    const oily = dilate(specks, geometry, OILY_MM);
    const overHu = medianHu + MOST_OVER_LUMP_HU;
    const even = maskWhere(ids.length, (at) => ids[at] === id && (soft[at]! <= overHu || oily[at] === 1));
    const radiusMm = Math.min(MOST_ROUNDING_MM, ROUNDING * peakMm[id]!);
    const round = open(even, geometry, radiusMm);
    keepLargest(round, geometry.dims);
    const near = dilate(round, geometry, RIM_MM);
    for (let at = 0; at < found.length; at++) if (near[at] === 1 && even[at] === 1) found[at] = 1;
    release(specks, oily, even, round, near);
    addBright(found, mask, soft, overHu, barred, geometry);
  });
  release(ids, lumps[0]!.values);
  if (!found.includes(1)) return found;
  const both = maskWhere(mask.length, (at) => mask[at] === 1 || found[at] === 1);
  const joined = close(both, geometry, SEAM_MM);
  const near = dilate(found, geometry, SEAM_MM);
  for (let at = 0; at < found.length; at++) {
    const isSeam = joined[at] === 1 && near[at] === 1 && soft[at]! > FAT_HU;
    if (isSeam && mask[at] === 0 && barred[at] === 0) found[at] = 1;
  }
  release(both, joined, near);
  return found;
}

function measure(
  ids: Int32Array,
  count: number,
  mask: Uint8Array,
  soft: Int16Array,
  anatomy: Anatomy,
  above: Uint8Array,
): Lump[] {
  const { geometry, body, lungs, spine } = anatomy;
  const [columns, rows] = geometry.dims;
  const strides = [1, columns, columns * rows];
  const weight = backgroundWeight(anatomy);
  const gas = maskWhere(soft.length, (at) => body[at] === 1 && lungs[at] === 0 && soft[at]! < GAS_HU);
  const nearGas = dilate(gas, geometry, GAS_MM);
  release(gas);
  const nearLiver = dilate(mask, geometry, TOUCH_MM);
  const nearAbove = dilate(above, geometry, TOUCH_MM);
  const lumps = valuesOfBasins(ids, count, soft).map((values): Lump => {
    return { values, faces: 0, onLiver: 0, nearGas: 0, nearAbove: 0, leftMm: 0, backMm: 0, weight: 0 };
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
        if (nearLiver[other] === 1) lump.onLiver++;
        if (nearGas[other] === 1) lump.nearGas++;
        if (nearAbove[other] === 1) lump.nearAbove++;
      }
    }
  }
  release(nearLiver, nearGas, nearAbove);
  return lumps;
}

/** @param solidMm half its width with what it encloses, which takes a while to find */
function isLesion(
  { values, faces, onLiver, nearGas, nearAbove, leftMm, backMm, weight }: Lump,
  peakMm: number,
  solidMm: () => number,
): boolean {
  if (peakMm < LEAST_PEAK_MM || nearGas > MOST_GAS * faces || nearAbove > MOST_ABOVE * faces) return false;
  if (onLiver < CONTACT_AT_LARGE_PEAK * faces) return false;
  const thick = Math.min(1, (solidMm() - LEAST_PEAK_MM) / (LARGE_PEAK_MM - LEAST_PEAK_MM));
  const byThickness = CONTACT_AT_LEAST_PEAK + thick * (CONTACT_AT_LARGE_PEAK - CONTACT_AT_LEAST_PEAK);
  const isBesideOrgans =
    leftMm > LEFT_MM * values.length || backMm > BACK_MM * values.length || weight > MOST_WEIGHT * values.length;
  return onLiver >= faces * (isBesideOrgans ? Math.max(byThickness, CONTACT_BESIDE_ORGANS) : byThickness);
}

/** Oil, calcium and necrosis within a lump make it no thinner. */
function solidPeakMm(
  ids: Int32Array,
  id: number,
  mask: Uint8Array,
  barred: Uint8Array,
  geometry: Anatomy['geometry'],
): number {
  const lump = maskWhere(ids.length, (at) => ids[at] === id);
  const solid = close(lump, geometry, SPECK_MM);
  release(lump);
  fillHoles(solid, geometry.dims);
  for (let at = 0; at < solid.length; at++) if (mask[at] === 1 || barred[at] === 1) solid[at] = 0;
  const depthMm = depths(solid, geometry);
  const peakMm = depthMm.reduce((most, mm) => Math.max(most, mm), 0);
  release(solid, depthMm);
  return peakMm;
}

/** Adds, in place, iodised oil, calcium and what enhances: tissue brighter than a lump that lump and liver embrace together. */
function addBright(
  found: Uint8Array,
  mask: Uint8Array,
  soft: Int16Array,
  overHu: number,
  barred: Uint8Array,
  geometry: Anatomy['geometry'],
): void {
  const bright = maskWhere(
    found.length,
    (at) => soft[at]! > overHu && barred[at] === 0 && mask[at] === 0 && found[at] === 0,
  );
  const depthMm = depths(bright, geometry);
  release(bright);
  const { ids, peakMm } = partAtNecks(depthMm, geometry.dims, NECK_RATIO, 0);
  release(depthMm);
  const nearLump = dilate(found, geometry, EMBRACE_MM);
  const nearLiver = dilate(mask, geometry, EMBRACE_MM);
  const faces = new Float64Array(peakMm.length);
  const embraced = new Float64Array(peakMm.length);
  const joined = new Float64Array(peakMm.length);
  const strides = [1, geometry.dims[0], geometry.dims[0] * geometry.dims[1]];
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    if (id === 0) continue;
    for (const stride of strides) {
      for (const other of [at - stride, at + stride]) {
        if (ids[other] === id) continue;
        faces[id]!++;
        embraced[id]! += nearLump[other]! | nearLiver[other]!;
        joined[id]! += nearLump[other]!;
      }
    }
  }
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    if (id > 0 && embraced[id]! >= LEAST_EMBRACED * faces[id]! && joined[id]! > 0) found[at] = 1;
  }
  release(ids, nearLump, nearLiver);
}

/**
 * Lesions as large as a lobe lie at the liver's rim, not inside it, and look like any other organ: what makes them lesions is that they are
 * thick, even tissue, broadly joined with the liver without fat between, without gas or contrast medium, and below the diaphragm.
 */
import { keepLargest } from '../components.ts';
import { partAtNecks } from '../grow/basins.ts';
import { median } from '../grow/intensityModel.ts';
import { close, depths, dilate, open } from '../grow/morphology.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { Anatomy } from './anatomy.ts';
import {
  closeTo,
  CONTACT_AT_LARGE_PEAK,
  isLesion,
  LEAST_PEAK_MM,
  measureLumps,
  solidPeakMm,
  type Lump,
} from './lumps.ts';

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
/** Iodised oil and calcium inside a lump: brighter than it, and so much of its surface on lump and liver. */
const LEAST_EMBRACED = 0.6;
const EMBRACE_MM = 4;
const SEAM_MM = 8;
const FAT_HU = 0;

/** On the canonical coarse grid. */
export interface Surroundings {
  readonly hu: Int16Array;
  /** `hu` smoothed. */
  readonly soft: Int16Array;
  readonly anatomy: Anatomy;
  /** 0/1: lung, and what lies above the diaphragm. */
  readonly above: Uint8Array;
  /** 0/1: what is surely no liver, as lungs, heart and ribs. */
  readonly barred: Uint8Array;
  /** 0/1: thick parenchyma outside of the liver, as a lobe behind a tumour. */
  readonly lost: Uint8Array;
}

/**
 * @param mask 0/1: the liver so far.
 * @returns 0/1: large lesions outside of `mask`, with the seam between; empty where there is none.
 */
export function largeLesions(mask: Uint8Array, { hu, soft, anatomy, above, barred, lost }: Surroundings): Uint8Array {
  const { geometry, parenchyma } = anatomy;
  const most = parenchyma.model.medianHu + MOST_OVER_LIVER_HU;
  const tissue = maskWhere(
    mask.length,
    (at) => mask[at] === 0 && barred[at] === 0 && lost[at] === 0 && soft[at]! >= LEAST_HU && soft[at]! <= most,
  );
  const opened = open(tissue, geometry, OPENING_MM);
  release(tissue);
  const depthMm = depths(opened, geometry);
  release(opened);
  const { ids, peakMm } = partAtNecks(depthMm, geometry.dims, NECK_RATIO, 0);
  release(depthMm);
  const near = closeTo(mask, soft, anatomy, above);
  const rough = measureLumps(ids, peakMm.length, soft, anatomy, near);
  const rounded = new Int32Array(ids.length);
  rough.forEach((lump, id) => {
    if (id > 0 && peakMm[id]! >= LEAST_PEAK_MM && lump.onLiver >= CONTACT_AT_LARGE_PEAK * lump.faces) {
      round(rounded, ids, id, { hu, soft, geometry, peakMm: peakMm[id]!, overHu: overOf(lump) });
    }
  });
  const lumps = measureLumps(rounded, peakMm.length, soft, anatomy, near);
  release(near);
  const found = new Uint8Array(mask.length);
  const lesions = lumps.flatMap((lump, id) =>
    isLesion(lump, () => solidPeakMm(ids, id, mask, barred, geometry)) ? [id] : [],
  );
  // What is bright beside them takes as much memory again.
  release(ids, lumps[0]!.values);
  for (const id of lesions) {
    for (let at = 0; at < found.length; at++) if (rounded[at] === id) found[at] = 1;
    addBright(found, mask, soft, overOf(rough[id]!), barred, geometry);
  }
  release(rounded, rough[0]!.values);
  if (found.includes(1)) addSeam(found, mask, soft, barred, geometry);
  return found;
}

/** HU above which nothing is of the same lump but its oil. */
const overOf = ({ values }: Lump): number => median(values) + MOST_OVER_LUMP_HU;

/** Gives, in `rounded`, the thick of a lump its number: what hangs on it may be another organ. */
function round(
  rounded: Int32Array,
  ids: Int32Array,
  id: number,
  lump: { hu: Int16Array; soft: Int16Array; geometry: Anatomy['geometry']; peakMm: number; overHu: number },
): void {
  const { hu, soft, geometry, peakMm, overHu } = lump;
  const specks = maskWhere(ids.length, (at) => ids[at] === id && hu[at]! > OIL_HU);
  const oily = dilate(specks, geometry, OILY_MM);
  release(specks);
  const even = maskWhere(ids.length, (at) => ids[at] === id && (soft[at]! <= overHu || oily[at] === 1));
  release(oily);
  const thick = open(even, geometry, Math.min(MOST_ROUNDING_MM, ROUNDING * peakMm));
  keepLargest(thick, geometry.dims);
  const near = dilate(thick, geometry, RIM_MM);
  for (let at = 0; at < ids.length; at++) if (near[at] === 1 && even[at] === 1) rounded[at] = id;
  release(even, thick, near);
}

/** Adds, in place, what little lies between lesions and liver. */
function addSeam(
  found: Uint8Array,
  mask: Uint8Array,
  soft: Int16Array,
  barred: Uint8Array,
  geometry: Anatomy['geometry'],
): void {
  const both = maskWhere(mask.length, (at) => mask[at] === 1 || found[at] === 1);
  const joined = close(both, geometry, SEAM_MM);
  const near = dilate(found, geometry, SEAM_MM);
  for (let at = 0; at < found.length; at++) {
    const isSeam = joined[at] === 1 && near[at] === 1 && soft[at]! > FAT_HU;
    if (isSeam && mask[at] === 0 && barred[at] === 0) found[at] = 1;
  }
  release(both, joined, near);
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

import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { partAtNecks, valuesOfBasins } from './basins.ts';
import { maskWhere } from '../mask.ts';
import type { IntensityModel } from './intensityModel.ts';
import { median } from './intensityModel.ts';
import { release } from '../release.ts';
import { close, depths, open } from './morphology.ts';

/** Lesions up to about twice this across are looked for in dents of the liver's surface. */
const REACH_MM = 28;
/** Lesions that bulge from the liver to the wall of the body: up to twice this thick. */
const BULGE_MM = 20;
const OPENING_MM = 3;
/** A lesion is told from what it touches outside by the neck between them. */
const NECK_RATIO = 0.7;
/** Part of a lesion's free surface that must lie on liver; gallbladder, bowel and muscle have less. */
const LEAST_CONTACT = 0.5;
/** Bile and cysts at the surface are near water; they stay out, enclosed ones are filled as holes. */
const LEAST_HU = 30;

/** What lies beyond the hull is thicker than twice this: thinner layers on the wall are muscle. */
const LEAST_BULGE_MM = 9;
const MOST_BEYOND = 0.3;

interface Lump {
  /** Voxels outside of the hull. */
  beyond: number;
  /** HU of its voxels. */
  readonly values: Int16Array;
  onLiver: number;
  onOthers: number;
}

/**
 * Adds, in place, hypodense lesions that bulge to the surface: soft tissue in the liver's dents that the liver embraces.
 * @param wall 0/1: the wall of the body, on which a lesion may lie broadly; null where it isn't known
 */
export function addLesions(
  mask: Uint8Array,
  soft: Int16Array,
  geometry: VolumeGeometry,
  model: IntensityModel,
  wall: Uint8Array | null,
): void {
  const { dims } = geometry;
  const hull = close(mask, geometry, REACH_MM);
  const bulges = wall && bulgesOn(wall, mask, geometry);
  const dents = new Uint8Array(mask.length);
  for (let at = 0; at < dents.length; at++) {
    const isTissue = soft[at]! > 0 && soft[at]! < model.medianHu;
    const isNear = hull[at] === 1 || bulges?.[at] === 1;
    if (isNear && mask[at] === 0 && isTissue && wall?.[at] !== 1) dents[at] = 1;
  }
  if (bulges) release(bulges);
  const opened = open(dents, geometry, OPENING_MM);
  const depthMm = depths(opened, geometry);
  release(dents, opened);
  const { ids, peakMm } = partAtNecks(depthMm, dims, NECK_RATIO, 0);
  release(depthMm);
  const values = valuesOfBasins(ids, peakMm.length, soft);
  const lumps: Lump[] = values.map((each) => ({ beyond: 0, values: each, onLiver: 0, onOthers: 0 }));
  const strides = [1, dims[0], dims[0] * dims[1]];
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    if (id === 0) continue;
    const lump = lumps[id]!;
    if (hull[at] === 0) lump.beyond++;
    for (const stride of strides) {
      for (const other of [at - stride, at + stride]) {
        if (mask[other] === 1) lump.onLiver++;
        else if (wall?.[other] === 1) continue;
        else if (ids[other] !== id) lump.onOthers++;
      }
    }
  }
  const accepted = lumps.map(
    ({ beyond, values, onLiver, onOthers }, id) =>
      values.length > 0 &&
      (beyond <= MOST_BEYOND * values.length || peakMm[id]! >= LEAST_BULGE_MM) &&
      onLiver >= LEAST_CONTACT * (onLiver + onOthers) &&
      median(values) >= LEAST_HU,
  );
  for (let at = 0; at < ids.length; at++) if (accepted[ids[at]!]) mask[at] = 1;
  release(hull, ids, values[0]!);
}

/** What liver and wall of the body hold between them. */
function bulgesOn(wall: Uint8Array, mask: Uint8Array, geometry: VolumeGeometry): Uint8Array {
  const both = maskWhere(mask.length, (at) => mask[at] === 1 || wall[at] === 1);
  const bulges = close(both, geometry, BULGE_MM);
  release(both);
  return bulges;
}

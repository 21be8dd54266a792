import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { keepSeeded } from '../components.ts';
import { maskWhere } from '../mask.ts';
import { embolic } from './embolic.ts';
import type { IntensityModel } from './intensityModel.ts';
import { depths, dilate, open } from './morphology.ts';
import { release } from '../release.ts';

/** Blood of the portal and caval vein is at least so much brighter than parenchyma where it can be told from it. */
const BRIGHT_SIGMAS = 2.2;
/** Branches thinner than twice this belong to the liver. */
const RADIUS_MM = 2.6;
/** What is thicker than twice this is an organ: heart, kidney, or the part of a liver whose portal vein was left open. */
const THICKEST_MM = 11;
/** And so is what lies close to it. */
const ORGAN_RIM_MM = 11;
/** Where less than this part of what is around is liver, a vessel runs outside of it. */
export const LEAST_LIVER = 0.72;
/** Deeper below the liver's surface, a branch is the liver's own. */
const DEEPEST_MM = 14;

/**
 * The great vessels, 0/1, as far as they run beside the liver or in its hilum: what is bright, thick, goes on outside of the liver and isn't
 * surrounded by it. Embolic material is of the liver whose branches it fills. Hyperdense lesions don't go on outside, and branches deep in the liver are surrounded.
 * @param hull the liver with what it encloses
 * @param isOutlying 0/1: less than `LEAST_LIVER` of what is around is liver
 */
export function greatVessels(
  hull: Uint8Array,
  isOutlying: Uint8Array,
  soft: Int16Array,
  geometry: VolumeGeometry,
  { medianHu, sigmaHu }: IntensityModel,
): Uint8Array {
  const leastHu = medianHu + BRIGHT_SIGMAS * sigmaHu;
  const bright = maskWhere(hull.length, (at) => soft[at]! > leastHu);
  const thick = open(bright, geometry, THICKEST_MM);
  const organs = dilate(thick, geometry, ORGAN_RIM_MM);
  const cast = maskWhere(hull.length, (at) => soft[at]! > embolic.leastHu && organs[at] === 0);
  const blur = dilate(cast, geometry, embolic.blurMm);
  for (let at = 0; at < bright.length; at++) bright[at]! &= 1 - (organs[at]! | blur[at]!);
  const vessels = open(bright, geometry, RADIUS_MM);
  release(bright, thick, organs, cast, blur);
  const outside: number[] = [];
  for (let at = 0; at < hull.length; at++) if (vessels[at] === 1 && hull[at] === 0) outside.push(at);
  keepSeeded(vessels, geometry.dims, outside);
  const depth = depths(hull, geometry);
  const result = maskWhere(hull.length, (at) => vessels[at] === 1 && isOutlying[at] === 1 && depth[at]! < DEEPEST_MM);
  release(vessels, depth);
  return result;
}

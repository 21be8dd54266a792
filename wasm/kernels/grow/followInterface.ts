/**
 * What a stroke along a rim teaches: the liver's border lay so deep in this tissue here, so where the same tissue lies against the same
 * neighbour it lies midway between the two as well. The border moves along that interface, no deeper than at the stroke, no farther than a
 * few centimetres, and nowhere that it was right already: midway, nothing is on the wrong side.
 */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { keepSeeded } from '../components.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { IntensityModel } from './intensityModel.ts';
import { robustModel } from './intensityModel.ts';
import { squaredDistances } from './morphology.ts';
import { boxSums } from './resample.ts';
import { smooth } from './smooth.ts';
import { isHeld, offsetsOf, Seed } from './seeds.ts';

/** Thicker regions aren't rims. */
const MOST_HALF_MM = 5;
export const FOLLOW_MM = 25;
/** How much deeper than at the stroke the border may lie elsewhere. */
const DEEPER_MM = 1;
/** Where the rim's tissue goes on beyond that, it isn't the rim's: an organ alike touches there, and the border beside it stays, too. */
const BEYOND_RIM_MM = 2;
/** Where the right tissue begins beyond the rim, and how far it is looked at, near the stroke. */
const CLEAR_MM = 1;
const BEYOND_MM = 5;
const BESIDE_MM = 8;
/** Fewer voxels tell nothing of a tissue, and one that differs less from the other can't be followed through the noise. */
const LEAST_VOXELS = 15;
const LEAST_SIGMAS = 2.5;
/** The same, by the spread under the stroke: where it runs over a mixture, it shows no one tissue. */
const OWN_SIGMAS = 1.5;
/** A missed rim farther from the liver beside it is something that this liver has no more of. */
const MOST_OTHER_SIGMAS = 4;
/** Elsewhere a rim counts from this part of the half thickness on, and beyond its first slice: thick slices mix much of two tissues. */
const DEEP_PART = 0.8;
/** Brighter than the rim's tissue by this: something else. */
const MOST_SIGMAS = 3;

export interface Interface {
  /** Smoothed in place. */
  readonly hu: Int16Array;
  /** 0/1 before the stroke's own correction. */
  readonly before: Uint8Array;
  /** 0/1 after it; corrected in place. */
  readonly liver: Uint8Array;
  /** `Seed` values of all strokes; the later one where they cross. */
  readonly seeds: Uint8Array;
  /** `Seed.liver` where the last stroke runs, whatever it says. */
  readonly drawn: Uint8Array;
  readonly geometry: VolumeGeometry;
}

/** Moves the border along the interface that the last stroke corrected. @param halfMm half the thickness of what was wrong there */
export function followInterface(part: Interface, wanted: 0 | 1, halfMm: number): void {
  if (halfMm > MOST_HALF_MM) return;
  const { hu, before, liver, seeds, drawn, geometry } = part;
  const soft = smooth(hu, geometry.dims, hu);
  const depth = squaredDistances(before, geometry, wanted);
  const away = squaredDistances(drawn, geometry, 1);
  const levels = levelsAcross(part, soft, depth, away, wanted, halfMm);
  if (!levels) {
    release(depth, away);
    return;
  }
  const { own, beyond } = levels;
  const middle = (own.medianHu + beyond.medianHu) / 2;
  const [least, most] =
    own.medianHu < beyond.medianHu
      ? [wanted === 0 ? -Infinity : own.medianHu - MOST_SIGMAS * own.sigmaHu, middle]
      : [
          wanted === 0 ? middle : Math.max(middle, own.medianHu - MOST_SIGMAS * own.sigmaHu),
          own.medianHu + MOST_SIGMAS * own.sigmaHu,
        ];
  const isAlike = (at: number): boolean => soft[at]! > least && soft[at]! < most;
  const deepest = (2 * halfMm + DEEPER_MM) ** 2;
  const beyondMm = 2 * halfMm + DEEPER_MM + BEYOND_RIM_MM;
  const goesOn = maskWhere(
    liver.length,
    (at) => before[at] !== wanted && depth[at]! > deepest && depth[at]! <= beyondMm * beyondMm && isAlike(at),
  );
  const isFar = maskWhere(liver.length, (at) => away[at]! > FOLLOW_MM * FOLLOW_MM);
  release(away);
  const toThick = squaredDistances(goesOn, geometry, 1);
  const besideThick = maskWhere(liver.length, (at) => toThick[at]! <= deepest);
  release(goesOn, toThick);
  const isOfRim = (at: number): boolean =>
    before[at] !== wanted &&
    (drawn[at] !== 0 || besideThick[at] === 0) &&
    depth[at]! <= deepest &&
    isFar[at] === 0 &&
    !isHeld(seeds[at]!, wanted);
  const rim = maskWhere(liver.length, (at) => isOfRim(at) && (isAlike(at) || drawn[at] !== 0));
  // A rim's outermost layer is everywhere: voxels that hold a part of what lies beyond.
  const middleMm = Math.max(DEEP_PART * halfMm, ...geometry.spacingMm);
  const core = maskWhere(rim.length, (at) => rim[at] === 1 && (depth[at]! > middleMm * middleMm || drawn[at] !== 0));
  keepSeeded(core, geometry.dims, offsetsOf(drawn, Seed.liver));
  const toCore = squaredDistances(core, geometry, 1);
  const layer = (middleMm + Math.min(...geometry.spacingMm)) ** 2;
  for (let at = 0; at < rim.length; at++)
    rim[at] = before[at] === wanted || (rim[at] === 1 && toCore[at]! <= layer) ? 1 : 0;
  // Single voxels of noise neither move nor stay behind.
  const around = boxSums(rim, geometry.dims);
  for (let at = 0; at < rim.length; at++) {
    if (around[at]! > 13 && isOfRim(at)) liver[at] = wanted;
  }
  release(depth, isFar, besideThick, rim, core, toCore, around);
}

/** The tissue of the rim, and the one behind it; null where there is too little of either, or they look alike. */
function levelsAcross(
  { before, drawn }: Interface,
  soft: Int16Array,
  depth: Float64Array,
  away: Float64Array,
  wanted: 0 | 1,
  halfMm: number,
): { readonly own: IntensityModel; readonly beyond: IntensityModel } | null {
  const from = (2 * halfMm + CLEAR_MM) ** 2;
  const to = (2 * halfMm + BEYOND_MM) ** 2;
  const near = (2 * halfMm + BESIDE_MM) ** 2;
  const inRim: number[] = [];
  const behind: number[] = [];
  const beside: number[] = [];
  for (let at = 0; at < soft.length; at++) {
    if (before[at] === wanted) {
      if (away[at]! <= near) beside.push(soft[at]!);
    } else if (drawn[at] !== 0) inRim.push(soft[at]!);
    else if (depth[at]! >= from && depth[at]! <= to && away[at]! <= near) behind.push(soft[at]!);
  }
  if (inRim.length < LEAST_VOXELS || behind.length < LEAST_VOXELS || beside.length < LEAST_VOXELS) return null;
  const [rim, beyond] = [robustModel(inRim), robustModel(behind)];
  // A rim of liver is liver as it is beside it; what lies outside of a liver is of many kinds.
  const own = wanted === 1 ? robustModel(beside) : rim;
  if (Math.abs(rim.medianHu - own.medianHu) > MOST_OTHER_SIGMAS * own.sigmaHu) return null;
  const contrast = Math.abs(own.medianHu - beyond.medianHu);
  const isClear =
    contrast >= LEAST_SIGMAS * (wanted === 0 ? beyond : own).sigmaHu && contrast >= OWN_SIGMAS * own.sigmaHu;
  return isClear ? { own, beyond } : null;
}

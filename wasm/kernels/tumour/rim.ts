/** Rims that are brighter than parenchyma around a darker centre: living tumour around necrosis, which one stroke hardly shows. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { squaredDistances } from '../grow/morphology.ts';
import { maskWhere } from '../mask.ts';
import type { Appearance } from './appearance.ts';

/** The darkest part of a lesion tells how dark its centre is: it is at least this large and this much darker than parenchyma. */
const [DARK_PART, DARK_SIGMAS] = [0.1, 3] as const;
/** A rim is at least this much brighter than parenchyma, by noise and by HU. */
const [BRIGHT_SIGMAS, BRIGHT_HU] = [0.5, 8] as const;
/** What is brighter than this part of a rim by half of what the rim is than its surroundings, and by this much noise, is more likely a vessel. */
const [BRIGHT_PART, MOST_SIGMAS] = [0.75, 2] as const;
/** It goes round the centre: so much of its brightest shell is brighter by this part of what the rim is there. */
const [ROUND_SHARE, ROUND_LEVEL] = [0.65, 0.2] as const;
/** It begins this near the dark centre, mm: what is between them is blur. */
const NEXT_MM = 2;
/** Rims are at most this part of the lesion's half length thick, and here and there thicker than on the whole by so many mm. */
const [THICKEST_RATIO, THICKEST_MM, THICKER_MM] = [0.5, 7, 1.5] as const;
/** Shells with less than this part of the first one's voxels, cut by what can't be lesion, tell nothing. */
const ENOUGH_OF_SHELL = 0.5;

/** What is taken for the lesion so far. */
interface Seen {
  /** 1 in the lesion, with or without its rim. */
  readonly mask: Uint8Array;
  /** 1 where no lesion may be. */
  readonly barred: Uint8Array;
  /** Half of the longest diameter. */
  readonly halfMm: number;
}

/** A rim as it is on the whole: from and to these distances (mm) from the dark centre, and the intensities that it lies between. */
interface Rim {
  readonly fromMm: number;
  readonly toMm: number;
  readonly rimHu: number;
  /** Of its brighter parts. */
  readonly brightHu: number;
  readonly aroundHu: number;
}

/**
 * Where a dark centre has a bright rim, makes belief, in place, 1 in both and 0.5 where intensity is midway between the rim and what lies
 * beyond it. Blur can't be the reason for a rim, since it makes what lies beside a dark lesion darker.
 * @param prior 0..1 per voxel: how much it looks like lesion
 * @returns whether there is a rim
 */
export function tellRim(
  prior: Float32Array,
  hu: Int16Array,
  geometry: VolumeGeometry,
  { mask, barred, halfMm }: Seen,
  look: Appearance,
): boolean {
  const centre = darkCentre(mask, hu, look);
  if (centre === null) return false;
  const [, , sliceMm] = geometry.spacingMm;
  // Shells must not mix what is beside the centre with what is in the next slice; where the rim is, the next slice may hold it.
  const shellsMm = distancesTo(centre, geometry, sliceMm);
  const awayMm = distancesTo(centre, geometry, sliceMm / 2);
  const shellMm = Math.max(1, Math.min(...geometry.spacingMm));
  const farthestMm = Math.min(THICKEST_MM, THICKEST_RATIO * halfMm) + THICKER_MM;
  const lists: number[][] = Array.from({ length: Math.ceil(farthestMm / shellMm) }, () => []);
  for (let at = 0; at < hu.length; at++) {
    if (centre[at] === 0 && barred[at] === 0) lists[Math.floor(shellsMm[at]! / shellMm)]?.push(hu[at]!);
  }
  const shells = lists.map((list) => Int16Array.from(list).sort());
  const rim = rimIn(shells, shellMm, look);
  if (rim === null) return false;
  const { fromMm, toMm, rimHu, brightHu, aroundHu } = rim;
  const overHu = rimHu - aroundHu;
  const mostHu = brightHu + Math.max(overHu / 2, MOST_SIGMAS * look.sigmaHu);
  for (let at = 0; at < prior.length; at++) {
    const mm = awayMm[at]!;
    if (barred[at] === 1 || mm > toMm + THICKER_MM) continue;
    const bright = Math.max(0, Math.min(1, (hu[at]! - aroundHu) / overHu, 0.5 + (mostHu - hu[at]!) / overHu));
    prior[at] = mm <= fromMm ? 1 : bright * Math.min(1, (toMm + THICKER_MM - mm) / THICKER_MM);
  }
  return true;
}

/** 1 in the part of a lesion that is darker than midway between parenchyma and its darkest part; null where it has no dark part. */
function darkCentre(mask: Uint8Array, hu: Int16Array, { parenchymaHu, sigmaHu }: Appearance): Uint8Array | null {
  const inside = hu.filter((_, at) => mask[at] === 1).sort();
  const darkHu = quantile(inside, DARK_PART);
  if (inside.length === 0 || darkHu > parenchymaHu - DARK_SIGMAS * sigmaHu) return null;
  return maskWhere(mask.length, (at) => mask[at] === 1 && hu[at]! < (darkHu + parenchymaHu) / 2);
}

/** Distance (mm) of each voxel from the surface of what is marked, `betweenMm` from slice to slice: the surface may lie anywhere between two. */
function distancesTo(
  marked: Uint8Array,
  { dims, spacingMm: [x, y, z] }: VolumeGeometry,
  betweenMm: number,
): Float64Array {
  const inPlaneMm = Math.min(x, y);
  const away = squaredDistances(marked, { dims, spacingMm: [x, y, Math.max(Math.min(z, inPlaneMm), betweenMm)] }, 1);
  const surfaceMm = Math.min(inPlaneMm, z) / 2;
  for (let at = 0; at < away.length; at++) away[at] = Math.sqrt(away[at]!) - surfaceMm;
  return away;
}

/** @param shells sorted intensities at growing distance from the dark centre */
function rimIn(shells: readonly Int16Array[], shellMm: number, { parenchymaHu, sigmaHu }: Appearance): Rim | null {
  const enough = ENOUGH_OF_SHELL * (shells[0]?.length ?? 0);
  const cut = shells.findIndex(({ length }) => length === 0 || length < enough);
  const medians = shells.slice(0, cut < 0 ? shells.length : cut).map((shell) => quantile(shell, 0.5));
  const leastHu = Math.max(BRIGHT_HU, BRIGHT_SIGMAS * sigmaHu);
  const brightest = firstPeak(medians, parenchymaHu, leastHu);
  const rimHu = medians[brightest] ?? -Infinity;
  const beyond = medians.slice(brightest + 1);
  const aroundHu = beyond.length === 0 ? parenchymaHu : Math.max(parenchymaHu, Math.min(...beyond));
  if (rimHu < aroundHu + leastHu) return null;
  const halfHu = (rimHu + aroundHu) / 2;
  const fromMm = shellMm * medians.findIndex((median) => median >= halfHu);
  const roundHu = parenchymaHu + ROUND_LEVEL * (rimHu - parenchymaHu);
  if (fromMm > Math.max(NEXT_MM, shellMm) || quantile(shells[brightest]!, 1 - ROUND_SHARE) < roundHu) return null;
  const after = medians.findIndex((median, shell) => shell > brightest && median < halfHu);
  return {
    fromMm,
    toMm: shellMm * (after < 0 ? medians.length : after),
    rimHu,
    brightHu: quantile(shells[brightest]!, BRIGHT_PART),
    aroundHu,
  };
}

/** The brightest shell before they fall to half of it: what is bright farther out is something else. */
function firstPeak(medians: readonly number[], parenchymaHu: number, leastHu: number): number {
  let brightest = 0;
  for (const [shell, median] of medians.entries()) {
    const overHu = medians[brightest]! - parenchymaHu;
    if (overHu > leastHu && median < parenchymaHu + overHu / 2) break;
    if (median > medians[brightest]!) brightest = shell;
  }
  return brightest;
}

/** -Infinity of nothing. */
const quantile = (values: Int16Array, part: number): number =>
  values[Math.floor(part * (values.length - 1))] ?? -Infinity;

/** Rims that are brighter than parenchyma around a darker lesion: living tumour around necrosis, which one stroke hardly shows. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { squaredDistances } from '../grow/morphology.ts';
import type { Appearance } from './appearance.ts';
import { Known } from './randomWalk.ts';

/** A lesion is dark where a quarter of it is this much darker than parenchyma. */
const DARK_SIGMAS = 2;
/** A rim is at least this much brighter than parenchyma, by noise and by HU. */
const [BRIGHT_SIGMAS, BRIGHT_HU] = [0.5, 8] as const;
/** It goes round the lesion: so much of its first shell is brighter by a third of what it is at its brightest. */
const [ROUND_SHARE, ROUND_LEVEL] = [0.65, 0.2] as const;
/** Where so much of the lesion's outermost shell is bright, it has its rim already. */
const HELD_SHARE = 0.3;
/** A shell is of the rim where half of it is brighter by this part of what the rim is at its brightest. */
const LEVEL_PART = 0.5;
/** Rims are at most this part of the lesion's half length thick. */
const [THICKEST_RATIO, THICKEST_MM] = [0.5, 7] as const;
/** Shells of a rim that a dark centre still darkens. */
const MIXED_SHELLS = 1;

/**
 * Adds the rim to a lesion, in place, where the shells around it are brighter than parenchyma: as far as to half of what the rim is at its
 * brightest. Blur can't be the reason, since it makes what lies beside a dark lesion darker.
 * @param known what can't be lesion isn't asked
 * @returns whether there is a rim
 */
export function addRim(
  mask: Uint8Array,
  hu: Int16Array,
  known: Uint8Array,
  geometry: VolumeGeometry,
  { parenchymaHu, sigmaHu }: Appearance,
  halfMm: number,
): boolean {
  const inside = sorted(hu, (at) => mask[at] === 1);
  if (inside.length === 0 || quantile(inside, 0.25) > parenchymaHu - DARK_SIGMAS * sigmaHu) return false;
  const away = squaredDistances(mask, geometry, 1);
  const shellMm = Math.max(1, Math.min(...geometry.spacingMm));
  const shellOf = (at: number): number => Math.max(0, Math.floor(Math.sqrt(away[at]!) / shellMm - 0.25));
  const count = Math.floor(Math.min(THICKEST_MM, THICKEST_RATIO * halfMm) / shellMm);
  const open = (at: number): boolean => mask[at] === 0 && known[at] !== Known.outside;
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let at = 0; at < mask.length; at++) if (open(at)) lists[shellOf(at)]?.push(hu[at]!);
  const shells = lists.map((list) => Int16Array.from(list).sort());
  const least = parenchymaHu + Math.max(BRIGHT_HU, BRIGHT_SIGMAS * sigmaHu);
  const medians = shells.map((shell) => quantile(shell, 0.5));
  const brightest = Math.max(...medians, heldRim(mask, hu, geometry, shellMm, least));
  const level = Math.max(least, parenchymaHu + LEVEL_PART * (brightest - parenchymaHu));
  const first = medians.findIndex((median) => median >= level);
  if (first < 0 || first > MIXED_SHELLS) return false;
  const round = parenchymaHu + ROUND_LEVEL * (brightest - parenchymaHu);
  if (quantile(shells[first]!, 1 - ROUND_SHARE) < round) return false;
  const after = medians.findIndex((median, shell) => shell > first && median < level);
  const end = after < 0 ? count : after;
  for (let at = 0; at < mask.length; at++) {
    if (!open(at)) continue;
    const shell = shellOf(at);
    if (shell < first || (shell <= end && hu[at]! >= level)) mask[at] = 1;
  }
  return true;
}

/** How bright the rim is that the lesion has already, or -Infinity. */
function heldRim(mask: Uint8Array, hu: Int16Array, geometry: VolumeGeometry, shellMm: number, least: number): number {
  const depth = squaredDistances(mask, geometry, 0);
  const limit = (2 * shellMm) ** 2;
  const isOuter = (at: number): boolean => mask[at] === 1 && depth[at]! <= limit;
  const bright = sorted(hu, (at) => isOuter(at) && hu[at]! >= least);
  const outer = mask.reduce((sum, _, at) => sum + Number(isOuter(at)), 0);
  return bright.length >= HELD_SHARE * outer ? quantile(bright, 0.5) : -Infinity;
}

const sorted = (hu: Int16Array, of: (at: number) => boolean): Int16Array => hu.filter((_, at) => of(at)).sort();

/** -Infinity of nothing. */
const quantile = (values: Int16Array, part: number): number =>
  values[Math.floor(part * (values.length - 1))] ?? -Infinity;

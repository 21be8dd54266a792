/** What a voxel's place alone says of whether it is lesion. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { squaredDistances } from '../grow/morphology.ts';
import { maskWhere } from '../mask.ts';
import { farthestMm, nearMm } from './reach.ts';
import type { Mark } from './stroke.ts';
import type { WorkingGrid } from './workingGrid.ts';

/** Odds of lesion well within the strokes' reach: they were drawn because one is there. */
const CORE_ODDS = 3;
/** A stroke with less than this part of it outside the liver marks a lesion within it. */
const SLIPS = 0.15;
/** Odds of lesion against other tissue outside the liver, where the liver closes around the lesion, and elsewhere. */
const [OUTSIDE_ODDS, BEYOND_ODDS] = [0.8, 0.25] as const;
/** How far a lesion's border is from its ellipsoid at most: in mm, and as part of its half length. */
const [BUMPS_MM, BUMPS_PART] = [1, 0.15] as const;
/** Odds of lesion deep inside its ellipsoid. */
const INNER_ODDS = 6;
/** The ellipsoid's own vote: half a lesion this long (mm) gives it all, longer ones less; at most this. */
const [VOTE_MM, MOST_VOTE] = [3, 0.6] as const;

/** Odds by place alone: 1 near the mark, falling steeply to 0 at its farthest reach, lest vessels like it in intensity be taken; less where no liver is. */
export function placeOdds(grid: WorkingGrid, mark: Mark, away: Float32Array, stroke: readonly number[]): Float32Array {
  const [near, farthest] = [nearMm(mark), farthestMm(mark)];
  const odds = new Float32Array(away.length);
  for (let at = 0; at < odds.length; at++) {
    const part = (farthest - away[at]!) / (farthest - near);
    const core = (near - away[at]!) / (near - 0.7 * mark.halfMm);
    odds[at] = core > 0 ? 1 + (CORE_ODDS - 1) * Math.min(1, core) : Math.max(0, part * part * part);
  }
  const { liver } = grid;
  if (liver === null) return odds;
  const embraced = liesWithin(liver, stroke) ? null : embracedBy(liver, grid, mark.halfMm);
  for (let at = 0; at < odds.length; at++) {
    if (liver[at] === 1) continue;
    odds[at]! *= embraced === null ? 0 : embraced[at] === 1 ? OUTSIDE_ODDS : BEYOND_ODDS;
  }
  return odds;
}

/** Whether a stroke marks a lesion within the liver that is known. */
export const liesWithin = (liver: Uint8Array, stroke: readonly number[]): boolean =>
  stroke.filter((at) => liver[at] === 0).length < SLIPS * stroke.length;

/** The liver closed by a ball: with what it embraces. */
function embracedBy(liver: Uint8Array, { geometry }: WorkingGrid, radiusMm: number): Uint8Array {
  const limit = radiusMm * radiusMm;
  const away = squaredDistances(liver, geometry, 1);
  const wide = maskWhere(liver.length, (at) => away[at]! <= limit);
  const back = squaredDistances(wide, geometry, 0);
  return maskWhere(liver.length, (at) => back[at]! > limit);
}

/**
 * Odds by place where the lesion's ellipsoid is known: high inside, 0 beyond the bumps that lesions have.
 * @param away distance to the ellipsoid's surface, mm, negative inside
 */
export function shapeOdds(odds: Float32Array, away: Float32Array, halfMm: number): Float32Array {
  const mostMm = BUMPS_MM + BUMPS_PART * halfMm;
  const result = new Float32Array(odds.length);
  for (let at = 0; at < odds.length; at++) {
    const part = Math.max(-1, Math.min(1, away[at]! / mostMm));
    const ratio = part <= -1 ? INNER_ODDS : Math.min(INNER_ODDS, (1 - part) / (1 + part));
    result[at] = Math.min(odds[at]!, 1) * ratio;
  }
  return result;
}

/** Mixes what the ellipsoid says into what intensity says, in place: the smaller a lesion, the fewer voxels tell, and the rounder it is. */
export function voteByShape(
  prior: Float32Array,
  away: Float32Array,
  halfMm: number,
  { spacingMm }: VolumeGeometry,
): void {
  const weight = Math.min(MOST_VOTE, VOTE_MM / halfMm);
  const softMm = Math.max(spacingMm[0], 0.1 * halfMm);
  for (let at = 0; at < prior.length; at++) {
    const own = Math.max(0, Math.min(1, 0.5 - away[at]! / (2 * softMm)));
    prior[at] = (1 - weight) * prior[at]! + weight * own;
  }
}

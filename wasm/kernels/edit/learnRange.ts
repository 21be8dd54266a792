/** The HU range of the tissue under the pointer. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { brushRuns, runsRegion } from './regions.ts';
import type { HuRange } from './masking.ts';

/** Standard deviations of the noise on either side of the median. */
const WIDTH_SD = 2.5;
/** Standard deviation of a normal distribution per median absolute deviation. */
const SD_PER_MAD = 1.4826;
/** A perfectly even spot still has neighbours of the same tissue that differ a little. */
const LEAST_HALF_WIDTH_HU = 10;
/** A spot of two tissues is no reason to take everything between them. */
const MOST_HALF_WIDTH_HU = 60;

const median = (sorted: Int16Array | Float64Array): number => {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/**
 * Learns from the voxels of one slice around a point: their median, as wide as their noise is. Half of them may be of something else.
 * @param planeNormal of the slice
 * @returns null outside of the grid
 */
export function learnHuRange(
  hu: Int16Array,
  geometry: VolumeGeometry,
  pointMm: Vec3,
  planeNormal: Vec3,
  radiusMm: number,
): HuRange | null {
  const found: number[] = [];
  const runs = brushRuns(geometry, { fromMm: pointMm, toMm: pointMm, radiusMm, planeNormal });
  runsRegion(runs)(geometry, (at, _i, _j, _k, count) => {
    for (let n = at; n < at + count; n++) found.push(hu[n]!);
  });
  if (found.length === 0) return null;
  const middle = median(Int16Array.from(found).sort());
  const deviations = Float64Array.from(found, (value) => Math.abs(value - middle)).sort();
  const noise = WIDTH_SD * SD_PER_MAD * median(deviations);
  const half = Math.min(Math.max(noise, LEAST_HALF_WIDTH_HU), MOST_HALF_WIDTH_HU);
  return { low: Math.round(middle - half), high: Math.round(middle + half) };
}

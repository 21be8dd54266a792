/** Median and robust spread (1.4826 x the median absolute deviation estimates a normal's standard deviation). */
export interface IntensityModel {
  readonly medianHu: number;
  readonly sigmaHu: number;
}

/** Spread of soft tissue in a CT is never taken narrower or wider than this: few voxels or a stroke across a lesion would mislead. */
const MIN_SIGMA_HU = 6;
const MAX_SIGMA_HU = 25;

export function robustModel(samples: readonly number[]): IntensityModel {
  const medianHu = median(samples);
  const deviation = median(samples.map((value) => Math.abs(value - medianHu)));
  return { medianHu, sigmaHu: Math.min(MAX_SIGMA_HU, Math.max(MIN_SIGMA_HU, 1.4826 * deviation)) };
}

export function median(samples: readonly number[]): number {
  const sorted = Float64Array.from(samples).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Gas, lung and fat, and bone, contrast medium and kidney: never liver, whatever its phase. */
export function isForeignTissue({ medianHu, sigmaHu }: IntensityModel, hu: number): boolean {
  return hu < Math.min(-10, medianHu - 60) || hu > medianHu + Math.max(80, 8 * sigmaHu);
}

/** How little a value fits the liver: 0 up to 1.2 sigma, 1 from 3.2: muscle is often no farther from it. */
export function misfit({ medianHu, sigmaHu }: IntensityModel, hu: number): number {
  const deviations = Math.abs(hu - medianHu) / sigmaHu;
  const t = Math.min(1, Math.max(0, (deviations - 1.2) / 2));
  return t * t * (3 - 2 * t);
}

import { release } from '../release.ts';

/** Median and robust spread (1.4826 x the median absolute deviation estimates a normal's standard deviation). */
export interface IntensityModel {
  readonly medianHu: number;
  readonly sigmaHu: number;
}

/** Spread of soft tissue in a CT is never taken narrower or wider than this: few voxels or a stroke across a lesion would mislead. */
const MIN_SIGMA_HU = 6;
const MAX_SIGMA_HU = 25;

export function robustModel(samples: ArrayLike<number>): IntensityModel {
  const values = new Float64Array(samples);
  const medianHu = middleOf(values);
  for (let n = 0; n < values.length; n++) values[n] = Math.abs(values[n]! - medianHu);
  const deviation = middleOf(values);
  release(values);
  return { medianHu, sigmaHu: Math.min(MAX_SIGMA_HU, Math.max(MIN_SIGMA_HU, 1.4826 * deviation)) };
}

export function median(samples: ArrayLike<number>): number {
  const values = new Float64Array(samples);
  const middle = middleOf(values);
  release(values);
  return middle;
}

/** The median of what is sorted by it, in place. */
function middleOf(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}

/** HU at some offsets. A list of numbers would take four times as much memory. */
export function valuesAt(hu: Int16Array, offsets: Int32Array): Int16Array {
  const values = new Int16Array(offsets.length);
  for (let n = 0; n < values.length; n++) values[n] = hu[offsets[n]!]!;
  return values;
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

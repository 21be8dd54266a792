/** Intensities of a lesion. */
export interface HuStatistics {
  readonly meanHu: number;
  /** Of all its voxels (divided by their number, not by one less). */
  readonly sdHu: number;
  readonly minHu: number;
  readonly maxHu: number;
  /** Mean of the two middle values when the number of voxels is even. */
  readonly medianHu: number;
}

/** @param voxels linear indices into `hu`, at least one. */
export function huStatistics(hu: Int16Array, voxels: Uint32Array): HuStatistics {
  const sorted = new Int16Array(voxels.length);
  voxels.forEach((at, n) => {
    sorted[n] = hu[at]!;
  });
  sorted.sort();
  let sum = 0;
  for (const value of sorted) sum += value;
  const meanHu = sum / sorted.length;
  let squares = 0;
  for (const value of sorted) squares += (value - meanHu) * (value - meanHu);
  const last = sorted.length - 1;
  return {
    meanHu,
    sdHu: Math.sqrt(squares / sorted.length),
    minHu: sorted[0]!,
    maxHu: sorted[last]!,
    medianHu: (sorted[last >> 1]! + sorted[(last + 1) >> 1]!) / 2,
  };
}

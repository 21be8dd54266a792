/** What the lesion and what it lies in look like, learned from the strokes and from what is around. */

/** How likely tissue of each intensity is lesion, where nothing else is known. */
export interface Appearance {
  /** 0..1 for a value of `level`. */
  readonly lesionOf: Float32Array;
  /** Spread of parenchyma in the image at hand. */
  readonly sigmaHu: number;
  readonly parenchymaHu: number;
}

/** Levels are 2 HU wide in soft tissue; gas and fat below, contrast medium and calcium above are told apart more coarsely. */
const STEP_HU = 2;
const [LOW_HU, HIGH_HU] = [-60, 220] as const;
const COARSER = 6;
const LOWEST_LEVEL = -60;
const LEVELS = 320;

/** Level of an intensity, 0..LEVELS - 1. */
export function level(hu: number): number {
  const squeezed =
    hu < LOW_HU ? LOW_HU + (hu - LOW_HU) / COARSER : hu > HIGH_HU ? HIGH_HU + (hu - HIGH_HU) / COARSER : hu;
  const at = Math.round(squeezed / STEP_HU) - LOWEST_LEVEL;
  return Math.max(0, Math.min(LEVELS - 1, at));
}

/** exp(-x * x / 2) by basic operations alone, whose bits are the same everywhere. */
export function bell(x: number): number {
  let power = Math.max(0, 1 - (x * x) / 512);
  for (let n = 0; n < 8; n++) power *= power;
  return power;
}

/** Density of levels, smoothed by a bell of `width` levels; sums to 1. */
export function density(counts: Float64Array, width: number): Float64Array {
  const smooth = new Float64Array(LEVELS);
  const reach = Math.ceil(3 * width);
  let total = 0;
  counts.forEach((count, at) => {
    if (count === 0) return;
    for (let to = Math.max(0, at - reach); to <= Math.min(LEVELS - 1, at + reach); to++) {
      const share = count * bell((to - at) / width);
      smooth[to]! += share;
      total += share;
    }
  });
  if (total > 0) smooth.forEach((value, at) => (smooth[at] = value / total));
  return smooth;
}

export const emptyCounts = (): Float64Array => new Float64Array(LEVELS);

export interface Samples {
  /** How many voxels of each level the strokes, or the lesion found so far, cover. */
  readonly lesion: Float64Array;
  /** The same of everything beyond the lesion's reach. */
  readonly around: Float64Array;
  /** Of that, what is surely liver; or all of it where no liver is known. */
  readonly liver: Float64Array;
}

/** Enhanced or not, liver is in this range. */
const PARENCHYMA_HU = [20, 230] as const;
const [LEAST_SIGMA_HU, MOST_SIGMA_HU] = [4, 22] as const;
/** Part of the surroundings that is expected to be parenchyma whatever the samples say. */
const PARENCHYMA_SHARE = 0.7;
/** Lesions hold more than a stroke shows: tissue still farther from parenchyma on the same side. */
const UNSEEN_SHARE = 0.2;
/** At least so much of what a stroke doesn't show is on the other side of parenchyma. */
const OTHER_SIDE_SHARE = 0.2;
/** How far above parenchyma, in levels, what a stroke doesn't show may lie. */
const BRIGHTER_LEVELS = 90;
/** Below this density a level has been seen in neither and says nothing. */
const FLOOR = 0.0002;

export function learn({ lesion, around, liver }: Samples): Appearance {
  const { peak, sigma } = parenchyma(liver);
  const own = emptyCounts();
  for (let at = 0; at < LEVELS; at++) own[at] = bell((at - peak) / (1.2 * sigma));
  const liverDensity = density(own, 0.5);
  const aroundDensity = density(around, 3);
  // Where a stroke slips into parenchyma it shows nothing of the lesion.
  const lesionCounts = lesion.map((count, at) => count * (1 - 0.85 * bell((at - peak) / (1.3 * sigma))));
  const lesionDensity = density(lesionCounts, Math.max(2.5, 0.8 * sigma));
  const unseen = density(unseenLevels(lesionCounts, peak, sigma), 2);
  const lesionOf = new Float32Array(LEVELS);
  for (let at = 0; at < LEVELS; at++) {
    const inside = (1 - UNSEEN_SHARE) * lesionDensity[at]! + UNSEEN_SHARE * unseen[at]! + FLOOR;
    const outside = PARENCHYMA_SHARE * liverDensity[at]! + (1 - PARENCHYMA_SHARE) * aroundDensity[at]! + FLOOR;
    lesionOf[at] = inside / (inside + outside);
  }
  return { lesionOf, sigmaHu: sigma * STEP_HU, parenchymaHu: (peak + LOWEST_LEVEL) * STEP_HU };
}

/** Level and spread of the highest peak of what may be liver. */
function parenchyma(counts: Float64Array): { peak: number; sigma: number } {
  const smooth = density(counts, 3);
  const [first, last] = [level(PARENCHYMA_HU[0]), level(PARENCHYMA_HU[1])];
  let peak = first;
  for (let at = first; at <= last; at++) if (smooth[at]! > smooth[peak]!) peak = at;
  // Half of a normal distribution lies within 0.6745 sigma; lesions and vessels in the tails would widen it, so that only the core counts.
  const reach = 25;
  let total = 0;
  for (let away = -reach; away <= reach; away++) total += counts[peak + away] ?? 0;
  let [within, half] = [0, 0];
  while (half <= reach) {
    within += (counts[peak + half] ?? 0) + (half > 0 ? (counts[peak - half] ?? 0) : 0);
    if (within >= total / 2) break;
    half++;
  }
  const sigmaHu = (half * STEP_HU) / 0.6745;
  return { peak, sigma: Math.max(LEAST_SIGMA_HU, Math.min(MOST_SIGMA_HU, sigmaHu)) / STEP_HU };
}

/** Levels beyond parenchyma on the side, or on both sides, where a good part of the samples lies. */
function unseenLevels(lesion: Float64Array, peak: number, sigma: number): Float64Array {
  const darkest = level(-25);
  const [low, high] = [peak - 2.5 * sigma, peak + 2.5 * sigma];
  let [dark, bright] = [0, 0];
  lesion.forEach((count, at) => {
    if (at < peak) dark += count;
    else bright += count;
  });
  // A rim around necrosis, Lipiodol in living tumour: what one stroke misses may lie on either side.
  const part = bright / (dark + bright + 1e-9);
  const brightShare = Math.max(OTHER_SIDE_SHARE, Math.min(1 - OTHER_SIDE_SHARE, part));
  const counts = emptyCounts();
  for (let at = darkest; at < low; at++) counts[at] = (1 - brightShare) / (low - darkest);
  const brightest = high + BRIGHTER_LEVELS;
  for (let at = Math.ceil(high); at < Math.min(LEVELS, brightest); at++) counts[at] = brightShare / BRIGHTER_LEVELS;
  return counts;
}

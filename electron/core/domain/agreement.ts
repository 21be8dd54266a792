/**
 * Agreement of two readers over several CTs. Two-way analysis of variance of n targets (CTs) by k raters, and what is made of it. Sources:
 * Shrout & Fleiss 1979 (Psychol Bull 86:420-428), McGraw & Wong 1996 (Psychol Methods 1:30-46), Bland & Altman 1986 (Lancet 327:307-310) and
 * 1999 (Stat Methods Med Res 8:135-160).
 */
import { fQuantile, tQuantile } from './agreementQuantiles.ts';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}
export interface Estimate extends Interval {
  readonly value: number;
}

const CONFIDENCE = 0.95;
const TAIL = (1 - CONFIDENCE) / 2;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const sumOfSquares = (values: readonly number[]): number => {
  const middle = mean(values);
  return sum(values.map((value) => (value - middle) ** 2));
};

interface Anova {
  readonly targets: number;
  readonly raters: number;
  /** Mean squares of the targets, the raters and what is left. */
  readonly betweenTargets: number;
  readonly betweenRaters: number;
  readonly error: number;
}

/** @param ratings one row a target, one column a rater. @throws RangeError for fewer than two of either, or rows of other lengths. */
export function twoWayAnova(ratings: readonly (readonly number[])[]): Anova {
  const targets = ratings.length;
  const raters = ratings[0]?.length ?? 0;
  if (targets < 2 || raters < 2 || ratings.some((row) => row.length !== raters || !row.every(Number.isFinite)))
    throw new RangeError('Agreement needs at least two targets, each with a number of the same two or more raters.');
  const all = ratings.flat();
  const ofTargets = raters * sumOfSquares(ratings.map(mean));
  const ofRaters = targets * sumOfSquares(ratings[0]!.map((_, at) => mean(ratings.map((row) => row[at]!))));
  // Not the total minus the rest: with equal ratings rounding would leave a little that isn't there.
  const centre = mean(all);
  const raterMeans = ratings[0]!.map((_, at) => mean(ratings.map((row) => row[at]!)));
  const left = sum(
    ratings.map((row) => {
      const own = mean(row);
      return sum(row.map((value, at) => (value - own - raterMeans[at]! + centre) ** 2));
    }),
  );
  return {
    targets,
    raters,
    betweenTargets: ofTargets / (targets - 1),
    betweenRaters: ofRaters / (raters - 1),
    error: left / ((targets - 1) * (raters - 1)),
  };
}

/**
 * ICC(3,1), consistency of single ratings: raters may differ by a constant. McGraw & Wong's ICC(C,1), with its 95 % interval.
 * @returns null when all ratings are equal, so that there is nothing to tell apart.
 */
export function iccConsistency(ratings: readonly (readonly number[])[]): Estimate | null {
  const { targets: n, raters: k, betweenTargets, error } = twoWayAnova(ratings);
  const of = (f: number): number => (f - 1) / (f + k - 1);
  if (betweenTargets === 0 && error === 0) return null;
  if (error === 0) return { value: 1, lower: 1, upper: 1 };
  const f = betweenTargets / error;
  const [dfTargets, dfError] = [n - 1, (n - 1) * (k - 1)];
  return {
    value: of(f),
    lower: of(f / fQuantile(1 - TAIL, dfTargets, dfError)),
    upper: of(f * fQuantile(1 - TAIL, dfError, dfTargets)),
  };
}

/**
 * ICC(2,1), absolute agreement of single ratings by raters taken from many. McGraw & Wong's ICC(A,1), with its 95 % interval (Satterthwaite's
 * degrees of freedom).
 * @returns null when all ratings are equal.
 */
export function iccAgreement(ratings: readonly (readonly number[])[]): Estimate | null {
  const { targets: n, raters: k, betweenTargets: msr, betweenRaters: msc, error: mse } = twoWayAnova(ratings);
  if (msr === 0 && msc === 0 && mse === 0) return null;
  const value = (msr - mse) / (msr + (k - 1) * mse + (k * (msc - mse)) / n);
  if (msc === 0 && mse === 0) return { value, lower: value, upper: value };
  // a and b of the paper times n (1 - value), which cancels below: readings that agree nearly perfectly divide by nothing.
  const a = k * value;
  const b = n * (1 - value) + k * value * (n - 1);
  const v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)));
  const below = fQuantile(1 - TAIL, n - 1, v);
  const above = fQuantile(1 - TAIL, v, n - 1);
  const others = k * msc + (k * n - k - n) * mse;
  return {
    value,
    lower: (n * (msr - below * mse)) / (below * others + n * msr),
    upper: (n * (above * msr - mse)) / (others + n * above * msr),
  };
}

export interface BlandAltman {
  /** Mean of second minus first, with its 95 % interval. */
  readonly bias: Estimate;
  /** Standard deviation of the differences. */
  readonly sd: number;
  /** 95 % limits of agreement, bias +/- 1.96 SD, with their intervals (exact variance of bias and SD, as in Bland & Altman 1999, 2.1). */
  readonly lowerLimit: Estimate;
  readonly upperLimit: Estimate;
}

const Z = 1.96;

/** @param pairs [first, second]; at least two. */
export function blandAltman(pairs: readonly (readonly [number, number])[]): BlandAltman {
  const n = pairs.length;
  if (n < 2) throw new RangeError('Limits of agreement need at least two pairs.');
  const differences = pairs.map(([first, second]) => second - first);
  const bias = mean(differences);
  const sd = Math.sqrt(sumOfSquares(differences) / (n - 1));
  const t = tQuantile(1 - TAIL, n - 1);
  const around = (value: number, standardError: number): Estimate => ({
    value,
    lower: value - t * standardError,
    upper: value + t * standardError,
  });
  const ofLimit = sd * Math.sqrt(1 / n + (Z * Z) / (2 * (n - 1)));
  return {
    bias: around(bias, sd / Math.sqrt(n)),
    sd,
    lowerLimit: around(bias - Z * sd, ofLimit),
    upperLimit: around(bias + Z * sd, ofLimit),
  };
}

/**
 * Within-subject coefficient of variation in percent: the root of the mean over pairs of (difference^2 / 2) / mean^2 (Bland & Altman, BMJ
 * 1996;313:106, root mean square method).
 * @returns null when a mean is 0.
 */
export function coefficientOfVariationPct(pairs: readonly (readonly [number, number])[]): number | null {
  const parts = pairs.map(([a, b]) => (a - b) ** 2 / 2 / ((a + b) / 2) ** 2);
  return parts.length > 0 && parts.every(Number.isFinite) ? 100 * Math.sqrt(mean(parts)) : null;
}

export interface Agreement {
  readonly pairs: number;
  /** null with fewer than two pairs. */
  readonly blandAltman: BlandAltman | null;
  readonly coefficientOfVariationPct: number | null;
  /** ICC(2,1) and ICC(3,1); null with fewer than two pairs, or when all numbers are equal. */
  readonly iccAgreement: Estimate | null;
  readonly iccConsistency: Estimate | null;
}

/** All that is said of one quantity. @param pairs [first, second] */
export function agreementOf(pairs: readonly (readonly [number, number])[]): Agreement {
  const isEnough = pairs.length >= 2;
  return {
    pairs: pairs.length,
    blandAltman: isEnough ? blandAltman(pairs) : null,
    coefficientOfVariationPct: coefficientOfVariationPct(pairs),
    iccAgreement: isEnough ? iccAgreement(pairs) : null,
    iccConsistency: isEnough ? iccConsistency(pairs) : null,
  };
}

interface PairOfReadings {
  readonly values: readonly {
    readonly quantity: string;
    readonly name: string;
    readonly unit: string;
    readonly first: number;
    readonly second: number;
  }[];
}

export interface QuantityAgreement extends Agreement {
  readonly quantity: string;
  readonly name: string;
  readonly unit: string;
}

/** Every quantity that any pair has, in the order of the first pair, over all pairs that have it. */
export function agreementByQuantity(pairs: readonly PairOfReadings[]): QuantityAgreement[] {
  const ids = [...new Set(pairs.flatMap(({ values }) => values.map(({ quantity }) => quantity)))];
  return ids.map((id) => {
    const values = pairs.flatMap((pair) => pair.values.filter(({ quantity }) => quantity === id));
    const { quantity, name, unit } = values[0]!;
    return { quantity, name, unit, ...agreementOf(values.map(({ first, second }) => [first, second])) };
  });
}

/**
 * How sure a value is: measurement errors, carried through every formula by its first derivatives (the delta method: variance of f is
 * g' C g, with g the gradient of f at the measured values and C the covariance of what was measured).
 *
 * Errors of the two CTs of a growth are independent; what both share (height and weight of one day, so TELV) is one input that enters the
 * gradient once, and therefore cancels where it should: growth in points of FLR / TELV has no error from TELV when the remnant didn't grow.
 */
import { z } from 'zod';
import { uncertaintyBasis } from '../contract/results.ts';
import { calendarDate } from '../contract/common.ts';
import { weeksOf } from './dates.ts';
import type { GrowthId } from './growth.ts';
import type { Protocol } from './protocol.ts';
import type { QuantityId } from './quantities.ts';
import { ML_PER_KG } from './units.ts';

/** The volumes that are measured; all others are sums and differences of these. */
export const measuredVolumes = ['tlv', 'flr', 'tumour_flr', 'tumour_resected', 'other_flr', 'other_resected'] as const;
export type MeasuredVolume = (typeof measuredVolumes)[number];
export type MeasuredMl = Readonly<Record<MeasuredVolume, number>>;

/** Derivatives by the names of inputs; an input that isn't named has none. */
export type Gradient = Readonly<Record<string, number>>;

const bodyErrors = z.object({
  date: calendarDate,
  heightCm: z.number(),
  weightKg: z.number(),
  heightSdCm: z.number(),
  weightSdKg: z.number(),
  telvMl: z.number(),
  telvPerCm: z.number(),
  telvPerKg: z.number(),
  bsaM2: z.number(),
  bsaPerCm: z.number(),
  bsaPerKg: z.number(),
});

/** What is known of the errors of one CT and of the body and function test that go with it; stored with the result. */
export const ctErrors = z.object({
  basis: uncertaintyBasis,
  /** Readings that the covariance was taken from; null for the protocol's coefficients. */
  readings: z.int().nullable(),
  /** Of the protocol, in percent. */
  cvPct: z.record(z.string(), z.number()),
  /** Protocol and version. */
  statedBy: z.string(),
  volumesMl: z.record(z.enum(measuredVolumes), z.number()),
  /** mL², rows and columns in the order of `measuredVolumes`. */
  covarianceMl2: z.array(z.array(z.number())),
  body: bodyErrors.nullable(),
  test: z.object({ uptake: z.number(), uptakeSd: z.number(), share: z.number(), shareSd: z.number() }).nullable(),
});
export type CtErrors = z.infer<typeof ctErrors>;
export type BodyErrors = z.infer<typeof bodyErrors>;

type Cv = Protocol['uncertainty'];

/** Covariance (mL²) by the protocol's coefficients of variation. */
export function covarianceByCv(volumesMl: MeasuredMl, { cvPct, correlationFlrTlv }: Cv): number[][] {
  const group = (name: MeasuredVolume): 'tlv' | 'flr' | 'tumour' | 'other' =>
    name === 'tlv' || name === 'flr' ? name : name.startsWith('tumour') ? 'tumour' : 'other';
  const sd = (name: MeasuredVolume): number => (volumesMl[name] * cvPct[group(name)].value) / 100;
  const correlation = (a: MeasuredVolume, b: MeasuredVolume): number => {
    if (group(a) === group(b)) return 1;
    const isPair = [a, b].every((name) => name === 'tlv' || name === 'flr');
    return isPair ? correlationFlrTlv.value : 0;
  };
  return measuredVolumes.map((a) => measuredVolumes.map((b) => correlation(a, b) * sd(a) * sd(b)));
}

/**
 * Within-subject covariance (mL², n - 1) of repeat readings of one CT.
 * @param readings two or more.
 */
export function covarianceOfReadings(readings: readonly MeasuredMl[]): number[][] {
  const mean = (name: MeasuredVolume): number => readings.reduce((sum, each) => sum + each[name], 0) / readings.length;
  const means = Object.fromEntries(measuredVolumes.map((name) => [name, mean(name)])) as MeasuredMl;
  const covariance = (a: MeasuredVolume, b: MeasuredVolume): number =>
    readings.reduce((sum, each) => sum + (each[a] - means[a]) * (each[b] - means[b]), 0) / (readings.length - 1);
  return measuredVolumes.map((a) => measuredVolumes.map((b) => covariance(a, b)));
}

/** The gradients of everything of one time point that has them; the inputs are the measured volumes, height, weight, uptake and share. */
export function timePointGradients({ volumesMl, body, test }: CtErrors): Partial<Record<QuantityId, Gradient>> {
  const { tlv, flr, tumour_flr: tumourFlr, tumour_resected: tumourResected } = volumesMl;
  const functional = tlv - tumourFlr - tumourResected;
  const parts = { tumour_flr: -1, tumour_resected: -1, other_flr: -1, other_resected: -1 };
  const perMl = 100 / functional;
  const byTumour = (perMl * flr) / functional;
  return {
    tlv: { tlv: 1 },
    flr: { flr: 1 },
    resected: { tlv: 1, flr: -1, ...parts },
    tumour: { tumour_flr: 1, tumour_resected: 1 },
    tumour_flr: { tumour_flr: 1 },
    tumour_resected: { tumour_resected: 1 },
    other: { other_flr: 1, other_resected: 1 },
    other_flr: { other_flr: 1 },
    other_resected: { other_resected: 1 },
    flr_pct_functional: { flr: perMl, tlv: -byTumour, tumour_flr: byTumour, tumour_resected: byTumour },
    flr_pct_total: { flr: 100 / tlv, tlv: (-100 * flr) / tlv ** 2 },
    ...(body && bodyGradients(flr, body)),
    ...(body && test && { flr_function: functionGradient(body, test) }),
  };
}

function bodyGradients(flr: number, body: BodyErrors) {
  const { telvMl, telvPerCm, telvPerKg, bsaPerCm, bsaPerKg, weightKg } = body;
  const byTelv = (-100 * flr) / telvMl ** 2;
  const perWeight = 100 / (weightKg * ML_PER_KG);
  return {
    height: { height: 1 },
    weight: { weight: 1 },
    bsa: { height: bsaPerCm, weight: bsaPerKg },
    telv: { height: telvPerCm, weight: telvPerKg },
    sflr_pct: { flr: 100 / telvMl, height: byTelv * telvPerCm, weight: byTelv * telvPerKg },
    flr_bw_pct: { flr: perWeight, weight: (-perWeight * flr) / weightKg },
  };
}

function functionGradient({ bsaM2, bsaPerCm, bsaPerKg }: BodyErrors, { uptake, share }: NonNullable<CtErrors['test']>) {
  const value = (uptake * share) / 100 / bsaM2;
  const byBsa = -value / bsaM2;
  return { uptake: value / uptake, share: value / share, height: byBsa * bsaPerCm, weight: byBsa * bsaPerKg };
}

type Covariances = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The covariances of one CT's inputs, under the names of `timePointGradients`, each passed through `rename`. */
function covariancesOf(errors: CtErrors, rename = (name: string): string => name): [string, Map<string, number>][] {
  const { covarianceMl2, body, test } = errors;
  const volumes = measuredVolumes.map((a, row): [string, Map<string, number>] => [
    rename(a),
    new Map(measuredVolumes.map((b, column) => [rename(b), covarianceMl2[row]?.[column] ?? 0])),
  ]);
  const alone = (name: string, sd: number): [string, Map<string, number>] => [
    rename(name),
    new Map([[rename(name), sd ** 2]]),
  ];
  return [
    ...volumes,
    ...(body ? [alone('height', body.heightSdCm), alone('weight', body.weightSdKg)] : []),
    ...(test ? [alone('uptake', test.uptakeSd), alone('share', test.shareSd)] : []),
  ];
}

/** Square root of g' C g. */
function standardError(gradient: Gradient, covariances: Covariances): number {
  const names = Object.entries(gradient);
  let variance = 0;
  for (const [a, byA] of names) for (const [b, byB] of names) variance += byA * byB * (covariances.get(a)?.get(b) ?? 0);
  return Math.sqrt(Math.max(0, variance));
}

/** Standard errors of everything of one time point, each in the unit of its quantity. */
export function timePointErrors(errors: CtErrors): Partial<Record<QuantityId, number>> {
  const covariances = new Map(covariancesOf(errors));
  const gradients = Object.entries(timePointGradients(errors)) as [QuantityId, Gradient][];
  return Object.fromEntries(gradients.map(([id, gradient]) => [id, standardError(gradient, covariances)]));
}

const isMeasuredVolume = (name: string): boolean => (measuredVolumes as readonly string[]).includes(name);

/** In growth, volumes belong to their CT, and a body to its day: of one day, both CTs share it. */
const renameFor =
  (ct: 'from' | 'to', { body }: CtErrors) =>
  (name: string): string =>
    isMeasuredVolume(name) ? `${ct} ${name}` : `${name} ${body?.date ?? ct}`;

const renamed = (gradient: Gradient, rename: (name: string) => string): Gradient =>
  Object.fromEntries(Object.entries(gradient).map(([name, by]) => [rename(name), by]));

function minus(a: Gradient, b: Gradient): Gradient {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) - (b[name] ?? 0)]));
}

const times = (gradient: Gradient, factor: number): Gradient =>
  Object.fromEntries(Object.entries(gradient).map(([name, by]) => [name, by * factor]));

/** Gradients of the growth from one CT to the other, by names that tell the CTs apart. */
export function growthGradients(
  from: CtErrors,
  to: CtErrors,
  days: { readonly between: number; readonly sinceEmbolisation: number | null },
): Partial<Record<GrowthId, Gradient>> {
  const [before, after] = [timePointGradients(from), timePointGradients(to)];
  const grown = (id: 'sflr_pct' | 'flr_pct_functional'): Gradient | null => {
    const [pre, post] = [before[id], after[id]];
    return pre && post ? minus(renamed(post, renameFor('to', to)), renamed(pre, renameFor('from', from))) : null;
  };
  const [sflr, functional] = [grown('sflr_pct'), grown('flr_pct_functional')];
  const perWeek = (gradient: Gradient, count: number): Gradient => times(gradient, 1 / weeksOf(count));
  const { flr: pre } = from.volumesMl;
  const { flr: post } = to.volumesMl;
  return {
    ...(sflr && { dh_sflr_points: sflr, kgr_sflr_initial: perWeek(sflr, days.sinceEmbolisation ?? 0) }),
    ...(sflr && { kgr_interval: perWeek(sflr, days.between) }),
    ...(functional && { dh_flr_points: functional, kgr_flr_interval: perWeek(functional, days.between) }),
    rel_growth_pct: { 'to flr': 100 / pre, 'from flr': (-100 * post) / pre ** 2 },
    growth_ml_day: { 'to flr': 1 / days.between, 'from flr': -1 / days.between },
  };
}

/** Standard errors of growth; of a rate over no days there is none that is finite. */
export function growthErrors(
  ...[from, to, days]: Parameters<typeof growthGradients>
): Partial<Record<GrowthId, number>> {
  const covariances = new Map([
    ...covariancesOf(from, renameFor('from', from)),
    ...covariancesOf(to, renameFor('to', to)),
  ]);
  const gradients = Object.entries(growthGradients(from, to, days)) as [GrowthId, Gradient][];
  return Object.fromEntries(gradients.map(([id, gradient]) => [id, standardError(gradient, covariances)]));
}

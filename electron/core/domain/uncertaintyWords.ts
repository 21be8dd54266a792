/** A standard error as a person reads it: interval, digits, and one sentence on what it stands on. */
import type { Uncertainty } from '../contract/results.ts';
import type { Limit } from './comparison.ts';
import { printNumber } from './format.ts';
import type { GrowthId } from './growth.ts';
import { quantities, type QuantityId } from './quantities.ts';
import {
  growthErrors,
  growthGradients,
  measuredVolumes,
  timePointErrors,
  timePointGradients,
  type CtErrors,
  type Gradient,
} from './uncertainty.ts';

/** Of a normal distribution, 95 % lie within so many standard deviations. */
const Z95 = 1.959963984540054;

const cvNames: Readonly<Record<string, string>> = {
  tlv: 'total liver',
  flr: 'remnant',
  tumour: 'tumour',
  other: 'other tissue',
  height: 'height',
  weight: 'weight',
  uptake: 'uptake',
  flrShare: 'share of the remnant',
};

/** The coefficient of variation that an input of a gradient stands on. */
function cvOf(input: string): string {
  const name = input.split(' ').find((word) => word !== 'from' && word !== 'to') ?? input;
  if (name === 'share') return 'flrShare';
  return /^(tumour|other)_/.exec(name)?.[1] ?? name;
}

/** Inputs that can move the value at all: a liver without tumour has no error from its tumour. */
function inputsOf(gradient: Gradient, errors: readonly CtErrors[]): string[] {
  const hasAny = (cv: string): boolean =>
    !['tumour', 'other'].includes(cv) ||
    errors.some(({ volumesMl }) => volumesMl[`${cv as 'tumour'}_flr`] + volumesMl[`${cv as 'tumour'}_resected`] > 0);
  return [
    ...new Set(
      Object.keys(gradient)
        .filter((name) => gradient[name] !== 0)
        .map(cvOf),
    ),
  ].filter(hasAny);
}

const volumeCvs = new Set(measuredVolumes.map(cvOf));

function statedCvs(cvs: readonly string[], { cvPct, statedBy }: CtErrors): string {
  const list = cvs.map((cv) => `${cvNames[cv] ?? cv} ${cvPct[cv] ?? 0} %`).join(', ');
  return `the coefficients of variation of the ${statedBy} (${list})`;
}

/** What the standard error of a value with this gradient stands on. */
function basisOf(
  gradient: Gradient,
  errors: readonly [CtErrors, ...CtErrors[]],
): Pick<Uncertainty, 'basis' | 'statement'> {
  const cvs = inputsOf(gradient, errors);
  const ofVolumes = cvs.filter((cv) => volumeCvs.has(cv));
  const ofBody = cvs.filter((cv) => !volumeCvs.has(cv));
  const repeated = errors.filter(({ basis }) => basis === 'repeat_readings');
  const [first] = errors;
  if (ofVolumes.length === 0 || repeated.length === 0) {
    const why =
      ofVolumes.length === 0
        ? ''
        : `; ${errors.length === 1 ? 'this CT has' : 'these CTs have'} no finished repeat readings`;
    return { basis: 'protocol_cv', statement: `Standard error by ${statedCvs(cvs, first)}${why}.` };
  }
  const readings = (each: CtErrors): string => `${each.readings ?? 0} readings`;
  const stated = (list: readonly string[]): string => (list.length === 0 ? '' : `, and ${statedCvs(list, first)}`);
  if (repeated.length === errors.length)
    return {
      basis: 'repeat_readings',
      statement: `Standard error by the within-subject standard deviation of ${errors.map(readings).join(' of the first and ')} of ${errors.length === 1 ? 'this CT' : 'the second CT'}${stated(ofBody)}.`,
    };
  const which = first.basis === 'repeat_readings' ? 'first' : 'second';
  return {
    basis: 'protocol_cv',
    statement: `Standard error by the within-subject standard deviation of ${repeated.map(readings).join('')} of the ${which} CT; the other CT has no finished repeat readings: ${statedCvs(cvs, first)}.`,
  };
}

/** A standard error with as many decimals as its value, or one digit where that would print nothing. */
function printError(error: number, digits: number): string {
  const printed = error.toFixed(digits);
  return error > 0 && Number(printed) === 0 ? String(Number(error.toPrecision(1))) : printed;
}

export interface Shown {
  readonly quantity: QuantityId;
  readonly value: number;
  readonly error: number;
  /** The ends are printed so that they agree with these. */
  readonly limits: readonly Limit[];
}

function asUncertainty(
  shown: Shown,
  basis: Pick<Uncertainty, 'basis' | 'statement'>,
  mayBeNegative: boolean,
): Uncertainty {
  const { quantity, value, error, limits } = shown;
  const { digits } = quantities[quantity];
  const lower = mayBeNegative ? value - Z95 * error : Math.max(0, value - Z95 * error);
  const upper = value + Z95 * error;
  const printed = {
    standardError: printError(error, digits),
    lower: printNumber(lower, digits, limits),
    upper: printNumber(upper, digits, limits),
  };
  return { standardError: error, lower, upper, printed, ...basis };
}

type Wanted = Pick<Shown, 'value' | 'limits'>;

/** The uncertainties of one time point: a function that gives that of one value, null where its quantity has none. */
export function timePointUncertainties(errors: CtErrors): (quantity: QuantityId, wanted: Wanted) => Uncertainty | null {
  const gradients = timePointGradients(errors);
  const standardErrors = timePointErrors(errors);
  return (quantity, wanted) => {
    const [gradient, error] = [gradients[quantity], standardErrors[quantity]];
    if (!gradient || error === undefined || !Number.isFinite(error)) return null;
    // Nothing was drawn: that is no measurement, and a coefficient of variation says nothing of it.
    if (wanted.value === 0 && error === 0) return null;
    return asUncertainty({ quantity, error, ...wanted }, basisOf(gradient, [errors]), false);
  };
}

/** Uncertainty of one value of growth; null where the quantity has none. */
export function growthUncertainty(
  pair: Parameters<typeof growthErrors>,
  quantity: GrowthId,
  wanted: Wanted,
): Uncertainty | null {
  const [from, to] = pair;
  const gradient = growthGradients(...pair)[quantity];
  const error = growthErrors(...pair)[quantity];
  if (!gradient || error === undefined || !Number.isFinite(error)) return null;
  return asUncertainty({ quantity, error, ...wanted }, basisOf(gradient, [from, to]), true);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreementOf,
  blandAltman,
  coefficientOfVariationPct,
  iccAgreement,
  iccConsistency,
  twoWayAnova,
} from './agreement.ts';
import { fQuantile, incompleteBeta, tQuantile } from './agreementQuantiles.ts';

/** Shrout & Fleiss 1979, table 2: six targets, four judges. */
const shroutFleiss = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];

/** Bland & Altman 1986, table 1: peak flow by the large and the mini Wright meter, first measurements, l/min. */
const peakFlow: [number, number][] = [
  [494, 512],
  [395, 430],
  [516, 520],
  [434, 428],
  [476, 500],
  [557, 600],
  [413, 364],
  [442, 380],
  [650, 658],
  [433, 445],
  [417, 432],
  [656, 626],
  [267, 260],
  [478, 477],
  [178, 259],
  [423, 350],
  [427, 451],
];

describe('the F and t distributions', () => {
  it('have the quantiles of the tables', () => {
    // NIST/SEMATECH e-Handbook, 1.3.6.7.2 and 1.3.6.7.3.
    expect(tQuantile(0.975, 1)).toBeCloseTo(12.706, 3);
    expect(tQuantile(0.975, 10)).toBeCloseTo(2.228, 3);
    expect(tQuantile(0.975, 100)).toBeCloseTo(1.984, 3);
    expect(fQuantile(0.95, 1, 1)).toBeCloseTo(161.448, 3);
    expect(fQuantile(0.95, 5, 10)).toBeCloseTo(3.326, 3);
    expect(fQuantile(0.99, 10, 20)).toBeCloseTo(3.368, 3);
  });

  it('of which F with 2 and n degrees of freedom is known in closed form', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.integer({ min: 1, max: 500 }), (p, n) => {
        // 1 - (1 + 2 f / n)^(-n / 2) = p
        const exact = (n / 2) * ((1 - p) ** (-2 / n) - 1);
        expect(fQuantile(p, 2, n) / exact).toBeCloseTo(1, 8);
      }),
    );
  });

  it('rest on a beta function that is symmetric', () => {
    fc.assert(
      fc.property(
        // Nearer to the ends 1 - x itself loses the digits of x.
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (x, a, b) => {
          expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe('intraclass correlation', () => {
  it('gives the mean squares and coefficients that Shrout & Fleiss publish', () => {
    const { betweenTargets, betweenRaters, error } = twoWayAnova(shroutFleiss);
    expect(betweenTargets).toBeCloseTo(11.24, 2);
    expect(betweenRaters).toBeCloseTo(32.49, 2);
    expect(error).toBeCloseTo(1.02, 2);
    expect(iccAgreement(shroutFleiss)!.value).toBeCloseTo(0.29, 2);
    expect(iccConsistency(shroutFleiss)!.value).toBeCloseTo(0.71, 2);
  });

  it('gives the 95 % intervals that R packages psych and irr print for that table', () => {
    const agreement = iccAgreement(shroutFleiss)!;
    expect(agreement.lower).toBeCloseTo(0.019, 3);
    expect(agreement.upper).toBeCloseTo(0.761, 3);
    const consistency = iccConsistency(shroutFleiss)!;
    expect(consistency.lower).toBeCloseTo(0.342, 3);
    expect(consistency.upper).toBeCloseTo(0.946, 3);
  });

  const readings = fc.array(fc.tuple(fc.integer({ min: 100, max: 3000 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 3,
    maxLength: 40,
  });

  it('is 1 for equal readings, and consistency ignores a constant difference that agreement does not', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 100, max: 3000 }), { minLength: 3, maxLength: 40 }),
        fc.integer({ min: 1, max: 500 }),
        (values, shift) => {
          expect(iccAgreement(values.map((value) => [value, value]))!.value).toBe(1);
          const shifted = values.map((value) => [value, value + shift]);
          expect(iccConsistency(shifted)!.value).toBeCloseTo(1, 9);
          expect(iccAgreement(shifted)!.value).toBeLessThan(1);
        },
      ),
    );
  });

  it('lies within its interval and does not depend on unit, order of CTs or which reader is named first', () => {
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 100 }), (list, factor) => {
        const pairs = list.map(([value, difference]): [number, number] => [value, value + difference]);
        fc.pre(twoWayAnova(pairs).error > 1e-6);
        for (const icc of [iccAgreement, iccConsistency]) {
          const { value, lower, upper } = icc(pairs)!;
          expect(lower).toBeLessThanOrEqual(value + 1e-9);
          expect(upper).toBeGreaterThanOrEqual(value - 1e-9);
          expect(icc(pairs.map(([a, b]) => [factor * a, factor * b]))!.value).toBeCloseTo(value, 6);
          expect(icc(pairs.toReversed())!.value).toBeCloseTo(value, 6);
          expect(icc(pairs.map(([a, b]) => [b, a]))!.value).toBeCloseTo(value, 6);
        }
      }),
    );
  });

  it('is nothing when all numbers are equal, and refuses one CT', () => {
    expect(
      iccAgreement([
        [5, 5],
        [5, 5],
      ]),
    ).toBeNull();
    expect(
      iccConsistency([
        [5, 5],
        [5, 5],
      ]),
    ).toBeNull();
    expect(() => twoWayAnova([[1, 2]])).toThrow(RangeError);
    expect(() =>
      twoWayAnova([
        [1, 2],
        [1, Number.NaN],
      ]),
    ).toThrow(RangeError);
  });
});

describe('limits of agreement', () => {
  it('are those that Bland & Altman publish for the two peak flow meters', () => {
    // Differences large minus mini: mean -2.1, SD 38.8, limits -79.7 and 75.5 with 2 SD; here mini minus large and 1.96 SD.
    const { bias, sd, lowerLimit, upperLimit } = blandAltman(peakFlow);
    expect(bias.value).toBeCloseTo(2.1, 1);
    expect(sd).toBeCloseTo(38.8, 1);
    expect(upperLimit.value).toBeCloseTo(2.1 + 1.96 * 38.77, 0);
    expect(lowerLimit.value).toBeCloseTo(2.1 - 1.96 * 38.77, 0);
    // The paper: 95 % interval of the bias -22.0 to 17.8, standard error of a limit 16.3 with sqrt(3 / n); the exact one is 16.1.
    expect(bias.lower).toBeCloseTo(-17.8, 1);
    expect(bias.upper).toBeCloseTo(22.0, 1);
    expect((upperLimit.upper - upperLimit.value) / tQuantile(0.975, 16)).toBeCloseTo(16.4, 0);
  });

  it('turn with the order of the readers and move with a constant difference', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 })), { minLength: 2 }),
        fc.integer({ min: -100, max: 100 }),
        (pairs, shift) => {
          const there = blandAltman(pairs);
          const back = blandAltman(pairs.map(([a, b]): [number, number] => [b, a]));
          expect(back.bias.value).toBeCloseTo(-there.bias.value, 6);
          expect(back.upperLimit.value).toBeCloseTo(-there.lowerLimit.value, 6);
          const moved = blandAltman(pairs.map(([a, b]): [number, number] => [a, b + shift]));
          expect(moved.bias.value).toBeCloseTo(there.bias.value + shift, 6);
          expect(moved.sd).toBeCloseTo(there.sd, 6);
        },
      ),
    );
  });
});

describe('agreement of one quantity', () => {
  it('has a coefficient of variation from one pair on', () => {
    // 95 and 105: SD 7.0711 of a mean of 100.
    expect(coefficientOfVariationPct([[95, 105]])).toBeCloseTo(7.0711, 4);
    expect(coefficientOfVariationPct([[0, 0]])).toBeNull();
    expect(agreementOf([[95, 105]])).toMatchObject({ pairs: 1, blandAltman: null, iccAgreement: null });
    expect(agreementOf([])).toMatchObject({ pairs: 0, coefficientOfVariationPct: null });
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computed } from './computed.ts';
import { satisfies, comparisons } from './comparison.ts';
import { dateOfDay, dayNumber } from './dates.ts';
import { judge } from './eligibility.ts';
import type { VolumeGeometry } from './geometry.ts';
import { growthBetween, growthIds, type GrowthId, type RemnantAt } from './growth.ts';
import { protocol, type Protocol } from './protocol.ts';
import { isQuantityId, quantities, type QuantityId } from './quantities.ts';
import { standardLiverVolumeMl } from './standardLiverVolume.ts';
import {
  covarianceOfReadings,
  growthErrors,
  growthGradients,
  measuredVolumes,
  timePointErrors,
  timePointGradients,
  type CtErrors,
  type MeasuredMl,
} from './uncertainty.ts';
import { errorsByProtocol, withReadings } from './uncertaintyOfCt.ts';
import { growthUncertainty, timePointUncertainties } from './uncertaintyWords.ts';
import { bodySurfaceM2 } from './bodySurface.ts';
import { flrBwPct, flrFunction, flrPctFunctional, flrPctTotal, sflrPct } from './volumetry.ts';

const dragon2 = protocol.parse(
  JSON.parse(readFileSync(new URL('../../../resources/protocols/dragon2.json', import.meta.url), 'utf8')),
);

/** The protocol with these coefficients of variation in percent, all others 0. */
function withCv(cv: Partial<Record<keyof Protocol['uncertainty']['cvPct'], number>>, correlation = 0): Protocol {
  const { cvPct } = dragon2.uncertainty;
  const changed = Object.keys(cvPct).map((id) => [id, { value: cv[id as keyof typeof cv] ?? 0, source: 'test' }]);
  return {
    ...dragon2,
    uncertainty: {
      cvPct: Object.fromEntries(changed) as typeof cvPct,
      correlationFlrTlv: { value: correlation, source: 'test' },
    },
  };
}

/** A grid of 1 mL voxels, so that counts are volumes. */
const grid = (total: number): VolumeGeometry => ({
  dims: [total, 1, 1],
  spacingMm: [10, 10, 10],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
});

interface Ct {
  readonly tlv: number;
  readonly flr: number;
  readonly tumourFlr: number;
  readonly tumourResected: number;
  readonly other: number;
}
interface Body {
  readonly date: string;
  readonly heightCm: number;
  readonly weightKg: number;
}
const body: Body = { date: '2026-03-01', heightCm: 175, weightKg: 80 };
const functionTest = { uptakePctPerMin: 14, flrSharePct: 38 };

function errorsOf(
  { tlv, flr, tumourFlr, tumourResected, other }: Ct,
  by: Protocol,
  measure: Body | null = body,
): CtErrors {
  const resected = tlv - flr - tumourFlr - tumourResected - other;
  const counts = [0, resected, flr, tumourResected, tumourFlr, other, 0];
  return errorsByProtocol({ counts, geometry: grid(tlv), measure, test: functionTest }, by);
}

const ct = (tlv: number, tumour: number, flr: number): Ct => ({
  tlv,
  flr,
  tumourFlr: 0,
  tumourResected: tumour,
  other: 0,
});

describe('what the error of the remnant does to the initial growth rate', () => {
  const telv = standardLiverVolumeMl('VAUTHEY2002_BSA', body, 'MOSTELLER').value!;

  test.each([
    [1, 0.34],
    [2, 0.69],
    [3, 1.03],
    [5, 1.72],
  ])('a coefficient of variation of %d %% gives a standard error of %d %%/week at week 1', (cv, expected) => {
    const by = withCv({ flr: cv });
    // 20 and 28 % of TELV; volumes needn't be whole voxels here.
    const at = (pct: number): CtErrors => {
      const errors = errorsOf(ct(1700, 0, 400), by);
      const volumesMl = { ...errors.volumesMl, flr: (pct * telv) / 100 };
      const covarianceMl2 = measuredVolumes.map((a) =>
        measuredVolumes.map((b) => (a === 'flr' && b === 'flr' ? ((cv / 100) * volumesMl.flr) ** 2 : 0)),
      );
      return { ...errors, volumesMl, covarianceMl2 };
    };
    const { kgr_sflr_initial: error } = growthErrors(at(20), at(28), { between: 7, sinceEmbolisation: 7 });
    expect(Number(error!.toFixed(2))).toBe(expected);
  });
});

const volumes = fc
  .record({
    tlv: fc.integer({ min: 900, max: 3000 }),
    flr: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
    tumourFlr: fc.double({ min: 0.002, max: 0.1, noNaN: true }),
    tumourResected: fc.double({ min: 0.002, max: 0.2, noNaN: true }),
    other: fc.double({ min: 0, max: 0.05, noNaN: true }),
  })
  .map(({ tlv, ...shares }): Ct => ({
    tlv,
    flr: Math.round(shares.flr * tlv),
    tumourFlr: Math.round(shares.tumourFlr * tlv),
    tumourResected: Math.round(shares.tumourResected * tlv),
    other: Math.round(shares.other * tlv),
  }));
const bodies = fc.record({
  date: fc.constantFrom('2026-03-01', '2026-03-08'),
  heightCm: fc.integer({ min: 150, max: 200 }),
  weightKg: fc.integer({ min: 45, max: 130 }),
});
const cvs = fc.record({
  tlv: fc.integer({ min: 1, max: 3 }),
  flr: fc.integer({ min: 1, max: 3 }),
  tumour: fc.integer({ min: 1, max: 4 }),
  other: fc.integer({ min: 1, max: 4 }),
  height: fc.constantFrom(0, 1),
  weight: fc.integer({ min: 1, max: 3 }),
  uptake: fc.integer({ min: 1, max: 4 }),
  flrShare: fc.integer({ min: 1, max: 4 }),
});

/** Everything that is measured of one CT, body and test included: what the formulas of the program are given. */
interface Measured extends MeasuredMl {
  readonly height: number;
  readonly weight: number;
  readonly uptake: number;
  readonly share: number;
}

function formulas(m: Measured): Partial<Record<QuantityId, number>> {
  const parts = { tlv: m.tlv, tumour: m.tumour_flr + m.tumour_resected, flr: m.flr };
  const telv = standardLiverVolumeMl('VAUTHEY2002_BSA', { heightCm: m.height, weightKg: m.weight }, 'MOSTELLER').value!;
  const bsa = bodySurfaceM2('MOSTELLER', m.height, m.weight).value!;
  return {
    tlv: m.tlv,
    resected: m.tlv - m.flr - parts.tumour - m.other_flr - m.other_resected,
    tumour: parts.tumour,
    flr_pct_functional: flrPctFunctional(parts).value!,
    flr_pct_total: flrPctTotal(parts).value!,
    sflr_pct: sflrPct(m.flr, telv).value!,
    flr_bw_pct: flrBwPct(m.flr, m.weight).value!,
    flr_function: flrFunction(m.uptake, m.share / 100, bsa).value!,
    telv,
    bsa,
  };
}

const measuredOf = ({ volumesMl, body: at, test: functional }: CtErrors): Measured => ({
  ...volumesMl,
  height: at!.heightCm,
  weight: at!.weightKg,
  uptake: functional!.uptake,
  share: functional!.share,
});

const remnantAt = (date: string, m: Measured): RemnantAt => {
  const found = formulas(m);
  return {
    date,
    flrMl: computed(m.flr),
    flrPctFunctional: computed(found.flr_pct_functional!),
    sflrPct: computed(found.sflr_pct!),
  };
};

const embolised = dateOfDay(dayNumber('2026-03-02'));
const growthOf = (from: Measured, to: Measured, days: number): Partial<Record<GrowthId, number>> => {
  const toDate = dateOfDay(dayNumber(embolised) + days);
  const { values } = growthBetween(remnantAt(embolised, from), remnantAt(toDate, to), {
    embolisationDate: embolised,
    firstPostDate: toDate,
  });
  return Object.fromEntries(growthIds.map((id) => [id, values[id].value!]));
};

describe('gradients are the derivatives of the formulas', () => {
  const close = (actual: number, expected: number): void => {
    expect(Math.abs(actual - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)) + 1e-8);
  };
  const derivative = (f: (at: number) => number, at: number): number => {
    const step = 1e-4 * Math.max(1, Math.abs(at));
    return (f(at + step) - f(at - step)) / (2 * step);
  };

  test('of one time point', () => {
    fc.assert(
      fc.property(volumes, bodies, (liver, measure) => {
        const errors = errorsOf(liver, dragon2, measure);
        const at = measuredOf(errors);
        const gradients = timePointGradients(errors);
        for (const quantity of Object.keys(formulas(at)) as QuantityId[])
          for (const input of Object.keys(at) as (keyof Measured)[])
            close(
              gradients[quantity]![input] ?? 0,
              derivative((value) => formulas({ ...at, [input]: value })[quantity]!, at[input]),
            );
      }),
      { numRuns: 30 },
    );
  }, 30_000);

  test('of growth, with the body that both CTs share moved at once', () => {
    fc.assert(
      fc.property(volumes, volumes, bodies, fc.integer({ min: 1, max: 60 }), (before, after, measure, days) => {
        const [from, to] = [errorsOf(before, dragon2, measure), errorsOf(after, dragon2, measure)];
        const [a, b] = [measuredOf(from), measuredOf(to)];
        const gradients = growthGradients(from, to, { between: days, sinceEmbolisation: days });
        for (const id of growthIds) {
          const by = gradients[id]!;
          close(
            by['from flr'] ?? 0,
            derivative((flr) => growthOf({ ...a, flr }, b, days)[id]!, a.flr),
          );
          close(
            by['to tlv'] ?? 0,
            derivative((tlv) => growthOf(a, { ...b, tlv }, days)[id]!, b.tlv),
          );
          close(
            by[`weight ${measure.date}`] ?? 0,
            derivative((weight) => growthOf({ ...a, weight }, { ...b, weight }, days)[id]!, a.weight),
          );
        }
      }),
      { numRuns: 30 },
    );
  }, 30_000);
});

/** Normal deviates from a seed (Box-Muller over mulberry32). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

const DRAWS = 4000;

/** By how much a standard deviation of so many draws may miss: four of its own standard errors, and what the second order adds. */
const TOLERANCE = 4 / Math.sqrt(2 * DRAWS) + 0.02;

function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

describe('the delta method agrees with drawing errors at random', () => {
  /** One drawing of a CT: what shares an error is moved by the same deviate. */
  function draw(
    errors: CtErrors,
    by: Protocol,
    next: () => number,
    bodyOf: (date: string) => [number, number],
  ): Measured {
    const { cvPct, correlationFlrTlv } = by.uncertainty;
    const at = measuredOf(errors);
    const cv = (id: keyof typeof cvPct): number => cvPct[id].value / 100;
    const [first, second, tumour, other] = [next(), next(), 1 + cv('tumour') * next(), 1 + cv('other') * next()];
    const rho = correlationFlrTlv.value;
    const [byHeight, byWeight] = bodyOf(errors.body!.date);
    return {
      flr: at.flr * (1 + cv('flr') * first),
      tlv: at.tlv * (1 + cv('tlv') * (rho * first + Math.sqrt(1 - rho ** 2) * second)),
      tumour_flr: at.tumour_flr * tumour,
      tumour_resected: at.tumour_resected * tumour,
      other_flr: at.other_flr * other,
      other_resected: at.other_resected * other,
      height: at.height * (1 + cv('height') * byHeight),
      weight: at.weight * (1 + cv('weight') * byWeight),
      uptake: at.uptake * (1 + cv('uptake') * next()),
      share: at.share * (1 + cv('flrShare') * next()),
    };
  }

  const agree = (drawn: readonly Partial<Record<string, number>>[], errors: Partial<Record<string, number>>): void => {
    for (const id of Object.keys(drawn[0]!)) {
      const found = standardDeviation(drawn.map((each) => each[id]!));
      expect(Math.abs(found - errors[id]!), id).toBeLessThanOrEqual(TOLERANCE * errors[id]! + 1e-9);
    }
  };

  const arbitrary = [cvs, fc.constantFrom(-0.5, 0, 0.8), volumes, volumes, bodies, fc.boolean(), fc.integer()] as const;

  test('for every ratio and every growth, whether or not the CTs share a body', () => {
    fc.assert(
      fc.property(...arbitrary, (cv, correlation, before, after, measure, isShared, seed) => {
        const by = withCv(cv, correlation);
        const [from, to] = [
          errorsOf(before, by, measure),
          errorsOf(after, by, isShared ? measure : { ...measure, date: '2026-03-20' }),
        ];
        const next = normals(seed);
        const pairs = Array.from({ length: DRAWS }, () => {
          const days = new Map<string, [number, number]>();
          const bodyOf = (date: string): [number, number] => {
            if (!days.has(date)) days.set(date, [next(), next()]);
            return days.get(date)!;
          };
          return [draw(from, by, next, bodyOf), draw(to, by, next, bodyOf)] as const;
        });
        agree(
          pairs.map(([one]) => formulas(one)),
          timePointErrors(from),
        );
        agree(
          pairs.map(([one, other]) => growthOf(one, other, 14)),
          growthErrors(from, to, { between: 14, sinceEmbolisation: 14 }),
        );
      }),
      // Always the same drawings: by chance alone, one in some hundred runs would miss the tolerance.
      { numRuns: 8, seed: 20_240_304 },
    );
  }, 60_000);
});

describe('the body that both CTs share', () => {
  const by = withCv({ height: 1, weight: 2 });
  const days = { between: 7, sinceEmbolisation: 7 };

  test('gives no error to growth that is none', () => {
    const same = errorsOf(ct(1800, 200, 400), by);
    expect(growthErrors(same, same, days).dh_sflr_points).toBeCloseTo(0, 12);
    expect(timePointErrors(same).sflr_pct).toBeGreaterThan(0.1);
  });

  test('is two measurements when it was measured on two days', () => {
    const from = errorsOf(ct(1800, 200, 400), by);
    const to = errorsOf(ct(1800, 200, 400), by, { ...body, date: '2026-03-08' });
    expect(growthErrors(from, to, days).dh_sflr_points).toBeCloseTo(Math.SQRT2 * timePointErrors(from).sflr_pct!, 12);
  });
});

describe('repeat readings', () => {
  const readings: MeasuredMl[] = [
    { tlv: 1800, flr: 400, tumour_flr: 0, tumour_resected: 200, other_flr: 0, other_resected: 0 },
    { tlv: 1830, flr: 424, tumour_flr: 0, tumour_resected: 206, other_flr: 0, other_resected: 0 },
  ];
  const errors = withReadings(errorsOf(ct(1800, 200, 400), dragon2), readings);

  test('of two, the standard error is their difference / sqrt 2, and what moves together is taken together', () => {
    expect(timePointErrors(errors).flr).toBeCloseTo(24 / Math.SQRT2, 10);
    const apart = flrPctFunctional({ tlv: 1830, tumour: 206, flr: 424 }).value! - 25;
    expect(timePointErrors(errors).flr_pct_functional).toBeCloseTo(apart / Math.SQRT2, 1);
    expect(covarianceOfReadings(readings)[0]![1]).toBeCloseTo((30 * 24) / 2, 10);
  });

  test('are named with their number; what they do not tell stays by the protocol', () => {
    const flr = timePointUncertainties(errors)('flr', { value: 400, limits: [] })!;
    expect(flr.basis).toBe('repeat_readings');
    expect(flr.statement).toBe('Standard error by the within-subject standard deviation of 2 readings of this CT.');
    const sflr = timePointUncertainties(errors)('sflr_pct', { value: 23.4645, limits: [] })!;
    expect(sflr.statement).toContain(
      '2 readings of this CT, and the coefficients of variation of the DRAGON 2 protocol',
    );
    const height = timePointUncertainties(errors)('height', { value: 175, limits: [] })!;
    expect(height.basis).toBe('protocol_cv');
  });

  test('of one CT only are said to be', () => {
    const single = errorsOf(ct(1850, 205, 500), dragon2);
    const grown = growthUncertainty([errors, single, { between: 8, sinceEmbolisation: 8 }], 'rel_growth_pct', {
      value: 25,
      limits: [],
    })!;
    expect(grown.basis).toBe('protocol_cv');
    expect(grown.statement).toMatch(/2 readings of the first CT; the other CT has no finished repeat readings/);
  });

  test('one reading is no repeat', () => {
    const stated = errorsOf(ct(1800, 200, 400), dragon2);
    expect(withReadings(stated, readings.slice(0, 1))).toBe(stated);
  });
});

describe('in words and digits', () => {
  test('the interval lies around the value, and its printed ends agree with every limit', () => {
    const limit = fc.record({
      comparison: fc.constantFrom(...comparisons),
      threshold: fc.constantFrom(20, 29.5, 30, 40),
    });
    fc.assert(
      fc.property(volumes, limit, (liver, one) => {
        const errors = errorsOf(liver, dragon2);
        const value = flrPctFunctional({
          tlv: liver.tlv,
          flr: liver.flr,
          tumour: liver.tumourFlr + liver.tumourResected,
        });
        const found = timePointUncertainties(errors)('flr_pct_functional', { value: value.value!, limits: [one] })!;
        expect(found.lower).toBeLessThan(value.value!);
        expect(found.upper).toBeGreaterThan(value.value!);
        expect(satisfies(Number(found.printed.lower), one)).toBe(satisfies(found.lower, one));
        expect(satisfies(Number(found.printed.upper), one)).toBe(satisfies(found.upper, one));
        expect(Number(found.printed.standardError)).toBeGreaterThan(0);

        const criterion = { ...dragon2.criteria[0]!, comparison: one.comparison };
        const thresholds = { normal: one.threshold, chemotherapy_damaged: null, cirrhosis: null };
        const verdict = judge({ ...criterion, thresholds }, value, 'normal', dragon2, found);
        expect(verdict.outcome).toBe(satisfies(value.value!, one) ? 'met' : 'not_met');
        expect(verdict.crossesLimit).toBe(found.lower < one.threshold !== found.upper < one.threshold);
        expect(verdict.statement.includes('reaches over the limit')).toBe(verdict.crossesLimit);
      }),
    );
  });

  test('a liver without tumour is not said to have an error from it', () => {
    const { statement } = timePointUncertainties(errorsOf(ct(1500, 0, 400), dragon2))('flr_pct_functional', {
      value: 26.7,
      limits: [],
    })!;
    expect(statement).toBe(
      'Standard error by the coefficients of variation of the DRAGON 2 protocol, version 4 (remnant 4.2 %, total liver 2.1 %); this CT has no finished repeat readings.',
    );
  });

  test('every quantity has a gradient, and nothing has an error without a body', () => {
    const all = errorsOf(ct(1800, 200, 400), dragon2);
    const days = { between: 7, sinceEmbolisation: 7 };
    const found = [...Object.keys(timePointErrors(all)), ...Object.keys(growthErrors(all, all, days))];
    expect(new Set(found)).toEqual(new Set(Object.keys(quantities).filter(isQuantityId)));
    const bare = errorsOf(ct(1800, 200, 400), dragon2, null);
    expect(timePointErrors(bare).sflr_pct).toBeUndefined();
    expect(growthErrors(bare, all, days).dh_sflr_points).toBeUndefined();
  });
});

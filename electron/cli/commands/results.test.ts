/** The numbers by command line: masks of exactly the volumes of the literature's cases, and what `remnant result` prints of them. */
import { describe, expect, test } from 'vitest';
import { remnant } from '../../../tests/cli/remnant.ts';
import {
  addKnownShapes,
  bodies,
  bodyCases,
  boundaries,
  boundarySubject,
  embolisedTwice,
  everyTissue,
  everyTissueMl,
  functionBoundaries,
  functionSubject,
  impossible,
  impossibleSubject,
  longitudinal,
  remnantErrors,
  shapes,
  SHAPES_CODE,
  shrunken,
  twoTrials,
  unconfirmed,
  UNCONFIRMED_WARNING,
  writeCaseProtocols,
} from '../../../tests/host/clinicalCases.ts';
import { addMeasuredSubject, dateOf, type MeasuredSubject } from '../../../tests/host/measuredSubjects.ts';
import { openStore, temporaryFolder } from '../../../tests/host/support.ts';
import type { Growth, Result, ResultValue, SubjectResults } from '../../core/contract/results.ts';
import type { HostContext } from '../../host/context.ts';

/** A data folder with these subjects and what `more` adds, closed again. */
async function folderWith(
  subjects: readonly MeasuredSubject[],
  more?: (context: HostContext) => Promise<void>,
): Promise<string> {
  const folder = temporaryFolder();
  writeCaseProtocols(folder);
  const store = openStore(folder);
  for (const each of subjects) await addMeasuredSubject(store.context, each);
  await more?.(store.context);
  await store.close();
  return folder;
}

async function run<T>(folder: string, ...args: string[]): Promise<T> {
  const ran = await remnant(...args, '--data', folder, '--json');
  expect(ran.code, ran.err).toBe(0);
  return ran.json() as T;
}

const find = (values: readonly ResultValue[], quantity: string): ResultValue => {
  const found = values.find((value) => value.quantity === quantity);
  if (!found) throw new Error(`${quantity} is not among the values`);
  return found;
};
const near = (values: readonly ResultValue[], expected: Readonly<Record<string, number>>): void => {
  for (const [quantity, number] of Object.entries(expected)) {
    const { value } = find(values, quantity);
    expect(Math.abs(value! - number), `${quantity} is ${String(value)}`).toBeLessThan(1e-4);
  }
};
const outcomeOf = ({ verdicts }: Result, criterion: string) =>
  verdicts.find((verdict) => verdict.criterion === criterion)?.outcome;

test('remnant result prints the longitudinal case: volumes, ratios, growth, intervals and verdicts', async () => {
  const folder = await folderWith([longitudinal]);
  const { results, growth } = await run<SubjectResults>(folder, 'result', 'NL01-001');
  const ratios = [
    {
      tlv: 1800,
      tumour: 200,
      flr: 400,
      flr_pct_total: 22.2222,
      flr_pct_functional: 25,
      sflr_pct: 23.4645,
      flr_bw_pct: 0.5,
    },
    {
      tlv: 1850,
      tumour: 205,
      flr: 500,
      flr_pct_total: 27.027,
      flr_pct_functional: 30.3951,
      sflr_pct: 29.3307,
      flr_bw_pct: 0.625,
    },
    {
      tlv: 1820,
      tumour: 210,
      flr: 580,
      flr_pct_total: 31.8681,
      flr_pct_functional: 36.0248,
      sflr_pct: 34.0236,
      flr_bw_pct: 0.725,
    },
  ];
  results.forEach(({ values }, at) => {
    near(values, ratios[at]!);
    near(values, { telv: 1704.69986, bsa: 1.972027 });
    for (const { value, uncertainty, quantity } of values)
      expect(uncertainty === null, quantity).toBe(value === null || value === 0);
  });
  const [week1, week3, between] = growth as [Growth, Growth, Growth];
  near(week1.values, {
    dh_sflr_points: 5.8661,
    kgr_sflr_initial: 5.1329,
    dh_flr_points: 5.3951,
    kgr_flr_interval: 4.7207,
    rel_growth_pct: 25,
    growth_ml_day: 12.5,
  });
  near(week3.values, {
    dh_sflr_points: 10.559,
    kgr_interval: 3.3597,
    dh_flr_points: 11.0248,
    kgr_flr_interval: 3.5079,
    rel_growth_pct: 45,
    growth_ml_day: 8.1818,
  });
  near(between.values, { kgr_interval: 2.3465 });
  expect(growth.map(({ embolisation, statement }) => [embolisation?.kind, embolisation?.date, statement])).toEqual([
    ['pve', dateOf(0), `Counted from the PVE of ${dateOf(0)}, 8 days before the second CT.`],
    ['pve', dateOf(0), `Counted from the PVE of ${dateOf(0)}, 22 days before the second CT.`],
    ['pve', dateOf(0), `Counted from the PVE of ${dateOf(0)}, 22 days before the second CT.`],
  ]);
  // Nothing is called a bare "FLR %" or a "degree of hypertrophy", and points are not percent.
  const names = [...results[0]!.values, ...week1.values].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).not.toMatch(/^FLR\s*(%|percent(age)?|ratio)?$|degree of hypertrophy/i);
  expect(find(week1.values, 'dh_sflr_points').unit).toBe('%{points}');
  expect(find(week1.values, 'rel_growth_pct').unit).toBe('%');
  // At day 8 the trial's ratio passes 30 and standardised FLR does not.
  expect(outcomeOf(results[1]!, 'resection_flr')).toBe('met');
  const verdict = results[1]!.verdicts.find(({ criterion }) => criterion === 'resection_flr')!;
  expect(verdict.statement).toContain('FLR / (total liver - tumour) is 30.4 %');
  expect(verdict.crossesLimit).toBe(true);
  // By the remnant's 4.2 % alone; height and weight, which both CTs share, add next to nothing.
  const byRemnant = (0.042 * Math.hypot(23.4645, 29.3307)) / (8 / 7);
  expect(find(week1.values, 'kgr_sflr_initial').uncertainty?.standardError).toBeCloseTo(byRemnant, 2);
}, 180_000);

describe('boundaries', () => {
  test('30 % is inclusive and unrounded, and no printed value contradicts its verdict', async () => {
    const folder = await folderWith([boundarySubject]);
    const { results } = await run<SubjectResults>(folder, 'result', boundarySubject.code);
    for (const [at, { ratioPct, printed, outcome }] of boundaries.entries()) {
      const found = find(results[at]!.values, 'flr_pct_functional');
      expect(found.value).toBeCloseTo(ratioPct, 5);
      expect([found.printed, outcomeOf(results[at]!, 'resection_flr')]).toEqual([printed, outcome]);
      const sflr = find(results[at]!.values, 'sflr_pct');
      expect([sflr.value, sflr.reason]).toEqual([
        null,
        'Height and weight are missing: none are recorded for this subject.',
      ]);
    }
  }, 180_000);

  test('function is strict: 2.6977 passes 2.67, 2.6785 passes it too, 2.66 and exactly 2.67 fail', async () => {
    const folder = await folderWith([functionSubject]);
    const { results } = await run<SubjectResults>(folder, 'result', functionSubject.code);
    for (const [at, { value, outcome }] of functionBoundaries.entries()) {
      near(results[at]!.values, { flr_function: value });
      expect(outcomeOf(results[at]!, 'resection_function'), String(value)).toBe(outcome);
    }
  }, 180_000);

  test('what can not be computed has a reason instead of a number, and no verdict', async () => {
    const folder = await folderWith([impossibleSubject]);
    const { results } = await run<SubjectResults>(folder, 'result', impossibleSubject.code);
    for (const [at, { reason }] of impossible.entries()) {
      const found = find(results[at]!.values, 'flr_pct_functional');
      expect(found.value).toBeNull();
      expect(found.reason).toContain(reason);
      expect(outcomeOf(results[at]!, 'resection_flr')).toBe('unknown');
    }
  }, 180_000);

  test('another trial judges the same volumes and the same function by its own file', async () => {
    const folder = await folderWith(twoTrials);
    const outcomes = [];
    for (const { code } of twoTrials) {
      const { results } = await run<SubjectResults>(folder, 'result', code);
      const [result] = results as [Result];
      outcomes.push([result.protocolId, outcomeOf(result, 'resection_flr'), outcomeOf(result, 'resection_function')]);
    }
    expect(outcomes).toEqual([
      ['dragon2', 'met', 'met'],
      ['dragon-plc', 'not_met', 'not_met'],
    ]);
  }, 180_000);
});

test('the standard liver volume of every body, by every formula that a protocol chooses', async () => {
  const folder = await folderWith(bodyCases.map(({ subject }) => subject));
  for (const { subject, formulas, expectedMl } of bodyCases) {
    const { results } = await run<SubjectResults>(folder, 'result', subject.code);
    const printed = results.map(({ values }) => find(values, 'telv'));
    for (const [row, { body }] of bodies.entries())
      expect(Math.abs(printed[row]!.value! - expectedMl[row]!), `${formulas.telv} ${String(body)}`).toBeLessThan(1e-3);
    expect(printed[0]!.formulas.join(' ')).toContain(formulas.telv);
  }
}, 180_000);

test('an error of the remnant, carried to the growth rate of the first week', async () => {
  const folder = await folderWith(remnantErrors.map(({ subject }) => subject));
  for (const { subject, standardError } of remnantErrors) {
    const { growth } = await run<SubjectResults>(folder, 'result', subject.code);
    const { uncertainty } = find(growth[0]!.values, 'kgr_sflr_initial');
    expect(Number(uncertainty!.standardError.toFixed(2)), subject.code).toBe(standardError);
  }
}, 180_000);

test('a million voxels to the digit; a sphere and an ellipsoid within half a percent, also oblique and in the other slice order', async () => {
  const folder = await folderWith([], addKnownShapes);
  const { results } = await run<SubjectResults>(folder, 'result', SHAPES_CODE);
  expect(results).toHaveLength(shapes.length);
  for (const [at, { volumeMl, tolerancePct }] of shapes.entries()) {
    const { value } = find(results[at]!.values, 'tlv');
    expect(Math.abs(value! / volumeMl - 1) * 100, `shape ${at} is ${value} mL`).toBeLessThan(tolerancePct);
  }
}, 180_000);

describe('traps', () => {
  test('a lobe that shrinks is no growth of the remnant, though its share of the liver rises', async () => {
    const folder = await folderWith([shrunken]);
    const { growth } = await run<SubjectResults>(folder, 'result', shrunken.code);
    near(growth[0]!.values, { dh_flr_points: 100 * (400 / 1300 - 400 / 1600), dh_sflr_points: 0 });
    near(growth[0]!.values, { kgr_sflr_initial: 0, rel_growth_pct: 0 });
  }, 180_000);

  test('every tissue has its volume, together they are the liver, and only tumour is subtracted', async () => {
    const folder = await folderWith([everyTissue]);
    const { results } = await run<SubjectResults>(folder, 'result', everyTissue.code);
    near(results[0]!.values, { ...everyTissueMl, tlv: 1800, flr_pct_functional: 25, flr_pct_total: 22.2222 });
    const { flr, resected, tumour, other } = everyTissueMl;
    expect(flr + resected + tumour + other).toBe(1800);
  }, 180_000);

  test('tumour is not subtracted before a person has confirmed it', async () => {
    const folder = await folderWith([unconfirmed]);
    const before = await run<SubjectResults>(folder, 'result', unconfirmed.code);
    near(before.results[0]!.values, { tumour: 0, flr_pct_functional: 22.2222 });
    expect(before.results[0]!.warnings).toContain(UNCONFIRMED_WARNING);
    await run(folder, 'lesions', 'confirm', before.results[0]!.seriesId, '--all');
    const after = await run<SubjectResults>(folder, 'result', unconfirmed.code);
    near(after.results[0]!.values, { tumour: 200, flr_pct_functional: 25 });
    expect(after.results[0]!.warnings).not.toContain(UNCONFIRMED_WARNING);
  }, 180_000);
});

describe('remnant growth', () => {
  test('names a re-embolisation, counts from another one when told to, and refuses what has no weeks', async () => {
    const folder = await folderWith([embolisedTwice]);
    const growth = (from: string, to: string, ...more: string[]) =>
      run<Growth>(folder, 'growth', embolisedTwice.code, '--from', from, '--to', to, ...more);

    const byRule = await growth('baseline', 'w3');
    expect(byRule).toMatchObject({
      embolisationChosenBy: 'rule',
      daysSinceEmbolisation: 22,
      embolisation: { kind: 'pve' },
    });
    expect(byRule.laterEmbolisations).toMatchObject([{ kind: 'hve', date: dateOf(12) }]);
    expect(byRule.statement).toContain(`there was also HVE of ${dateOf(12)}`);

    const chosen = await growth('w1', dateOf(22), '--embolisation', dateOf(12));
    expect(chosen).toMatchObject({
      embolisationChosenBy: 'person',
      daysSinceEmbolisation: 10,
      embolisation: { kind: 'hve' },
    });
    near(chosen.values, { kgr_sflr_initial: (34.02357 - 29.33067) / (10 / 7), kgr_interval: 2.3465 });

    const overBoth = await growth('baseline', 'w3', '--embolisation', dateOf(12));
    expect(find(overBoth.values, 'kgr_sflr_initial').reason).toContain(`PVE of ${dateOf(0)}`);

    const backwards = await growth('w3', 'baseline');
    expect(backwards.daysBetween).toBe(-22);
    for (const { value, reason } of backwards.values) {
      expect(value).toBeNull();
      expect(reason).toMatch(/earlier than the first|after the embolisation|on the day of the embolisation/);
    }
    const refused = await remnant('growth', embolisedTwice.code, '--from', 'w6', '--to', 'w1', '--data', folder);
    expect(refused.code).toBe(1);
    expect(refused.complaint).toContain('has no CT "w6"; it has: baseline');
  }, 180_000);

  test('day 0 is no day to measure growth on', async () => {
    const onTheDay: MeasuredSubject = { ...longitudinal, embolisations: [{ day: 8, kind: 'pve' }] };
    const folder = await folderWith([onTheDay]);
    const { growth } = await run<SubjectResults>(folder, 'result', 'NL01-001');
    expect(find(growth[0]!.values, 'kgr_sflr_initial').reason).toContain('was made on the day of the embolisation');
    expect(growth[0]!.daysSinceEmbolisation).toBe(0);
  }, 180_000);
});

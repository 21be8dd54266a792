/** The nine ways in which liver volumetry goes wrong without anybody noticing, each of them tried. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { day0, day22, day8, embolisedOnDay0, remnantAt, telvMl } from '../../../tests/fixtures/longitudinal.ts';
import { computed } from './computed.ts';
import { judge, judgeAll } from './eligibility.ts';
import { embolisationStatement } from './embolisations.ts';
import { printValue } from './format.ts';
import type { VolumeGeometry } from './geometry.ts';
import { growthBetween } from './growth.ts';
import { effectiveCounts, unconfirmedTumour, unconfirmedWarning, type CountedLesion } from './lesions.ts';
import { protocol, type Protocol } from './protocol.ts';
import { quantities } from './quantities.ts';
import { flrPctFunctional, flrPctTotal, labelVolumes, sflrPct, voxelsOf } from './volumetry.ts';

const read = (name: string): Protocol =>
  protocol.parse(
    JSON.parse(readFileSync(new URL(`../../../resources/protocols/${name}.json`, import.meta.url), 'utf8')),
  );
const [dragon2, plc] = [read('dragon2'), read('dragon-plc')];
const grid = (voxels: number): VolumeGeometry => ({
  dims: [voxels, 1, 1],
  spacingMm: [10, 10, 10],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
});

test('trap 1: one patient has three ratios, and none of them is called "FLR %"', () => {
  const parts = { tlv: 1800, tumour: 200, flr: 400 };
  expect(printValue('flr_pct_functional', flrPctFunctional(parts).value!)).toBe('25.0');
  expect(printValue('flr_pct_total', flrPctTotal(parts).value!)).toBe('22.2');
  expect(printValue('sflr_pct', sflrPct(400, telvMl).value!)).toBe('23.5');
  const names = Object.values(quantities).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).not.toMatch(/^FLR\s*(%|percent(age)?|ratio)?$/i);
  for (const { statement } of judgeAll(dragon2, 'w1', 'normal', () => ({ value: computed(31), interval: null })))
    expect(statement).toMatch(/FLR \/ \(total liver - tumour\) is|FLR function \(99mTc-mebrofenin\) is/);
});

test('trap 2: points of a ratio and relative growth are two quantities with two names and two units', () => {
  const { values } = growthBetween(day0, day8, embolisedOnDay0);
  expect(values.dh_sflr_points.value).toBeCloseTo(5.8661, 4);
  expect(values.rel_growth_pct.value).toBeCloseTo(25, 10);
  expect(quantities.dh_sflr_points.ucum).toBe('%{points}');
  expect(quantities.rel_growth_pct.ucum).toBe('%');
  expect(quantities.dh_sflr_points.name).toMatch(/points of standardised FLR/);
  for (const { name } of Object.values(quantities)) expect(name).not.toMatch(/degree of hypertrophy/i);
});

test('trap 3: a growth rate falls with time, so each has its CTs, its embolisation and its days, and the initial one is of the first CT only', () => {
  const [early, late] = [growthBetween(day0, day8, embolisedOnDay0), growthBetween(day8, day22, embolisedOnDay0)];
  expect(early.values.kgr_sflr_initial.value).toBeCloseTo(5.1329, 4);
  expect(late.values.kgr_interval.value).toBeCloseTo(2.3465, 4);
  expect([early.daysBetween, early.daysSinceEmbolisation]).toEqual([8, 8]);
  expect([late.daysBetween, late.daysSinceEmbolisation]).toEqual([14, 22]);
  expect(growthBetween(day0, day22, embolisedOnDay0).values.kgr_sflr_initial.value).toBeNull();
  expect(
    embolisationStatement({ kind: 'pve_hve', date: embolisedOnDay0.embolisationDate }, [], day8.date, 'rule'),
  ).toBe('Counted from the PVE/HVE of 2026-03-02, 8 days before the second CT.');
});

test('trap 4: 29.993 % is not at least 30 %, and is not printed as 30.0 % either', () => {
  const criterion = dragon2.criteria.find(({ id }) => id === 'resection_flr')!;
  const { outcome, statement } = judge(
    criterion,
    flrPctFunctional({ tlv: 1600, tumour: 100, flr: 449.9 }),
    'normal',
    dragon2,
  );
  expect(outcome).toBe('not_met');
  expect(statement).toContain('is 29.99 %');
  expect(judge(criterion, flrPctFunctional({ tlv: 1600, tumour: 100, flr: 450 }), 'normal', dragon2).outcome).toBe(
    'met',
  );
});

test('trap 5: the cut-off of the function is the protocol’s, and protocols differ', () => {
  const limits = (of: Protocol): string[] =>
    of.criteria
      .filter(({ quantity }) => quantity === 'flr_function')
      .map(({ id, comparison, thresholds }) => `${id} ${comparison} ${thresholds.normal}`);
  expect(limits(dragon2)).toEqual(['resection_function more_than 2.67']);
  expect(limits(plc)).toContain('inclusion_function less_than 2.7');
  const value = { value: computed(2.678462), interval: null };
  const outcomes = (of: Protocol): string[] =>
    judgeAll(of, 'w1', 'normal', () => value)
      .filter(({ criterion }) => criterion === 'resection_function')
      .map(({ outcome }) => outcome);
  expect([outcomes(dragon2), outcomes(plc)]).toEqual([['met'], ['not_met']]);
});

test('trap 6: a shrinking embolised lobe raises FLR / (total liver - tumour) of a remnant that did not grow; growth is of standardised FLR', () => {
  const { values } = growthBetween(day0, remnantAt('2026-03-10', 1500, 200, 400), embolisedOnDay0);
  expect(values.dh_flr_points.value).toBeGreaterThan(5);
  expect(values.dh_sflr_points.value).toBe(0);
  expect(values.kgr_sflr_initial.value).toBe(0);
  expect(quantities.kgr_sflr_initial.name).toContain('standardised FLR');
});

test('trap 7: the parts are the total liver, to the voxel', () => {
  const counts = [11, 701, 302, 97, 13, 5, 3];
  const parts = (['flr', 'resected', 'tumour', 'other'] as const).map((id) => voxelsOf(id, counts));
  expect(parts.reduce((sum, each) => sum + each, 0)).toBe(voxelsOf('tlv', counts));
  expect(voxelsOf('tlv', counts)).toBe(1121);
});

test('trap 8: tumour is not subtracted before a person has confirmed it', () => {
  const counts = [0, 1200, 400, 200, 0, 0, 0];
  const lesion = (state: CountedLesion['state']): CountedLesion[] => [
    { id: '019b0000-0000-7000-8000-000000000001', number: 1, state, anchor: 0, resectedVoxels: 200, flrVoxels: 0 },
  ];
  const ratio = (state: CountedLesion['state']) =>
    labelVolumes(effectiveCounts(counts, lesion(state)), grid(1800)).flr_pct_functional.value;
  expect(ratio('proposed')).toBeCloseTo(22.2222, 4);
  expect(ratio('confirmed')).toBe(25);
  expect(unconfirmedWarning(unconfirmedTumour(counts, lesion('proposed')), 1)).toMatch(
    /not confirmed, so it is not subtracted/,
  );
});

test('trap 9: ablation zones, cysts and necrosis are neither tumour nor subtracted, once or twice', () => {
  const volumes = labelVolumes([0, 1100, 400, 200, 0, 80, 20], grid(1800));
  expect(volumes.other.value).toBe(100);
  expect(volumes.tumour.value).toBe(200);
  expect(volumes.flr_pct_functional.value).toBe((100 * 400) / (1800 - 200));
});

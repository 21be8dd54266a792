import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisons, satisfies } from './comparison.ts';
import { computed, refused } from './computed.ts';
import { judge, judgeAll } from './eligibility.ts';
import { printNumber, printWithUnit } from './format.ts';
import { protocol, windowDeviationDays } from './protocol.ts';
import { quantities, implausibility } from './quantities.ts';
import { flrPctFunctional, flrPctTotal, sflrPct } from './volumetry.ts';

const text = readFileSync(new URL('../../../resources/protocols/dragon2.json', import.meta.url), 'utf8');
const dragon2 = protocol.parse(JSON.parse(text));
const criterion = (id: string) => dragon2.criteria.find((entry) => entry.id === id)!;
const volume = criterion('resection_flr');
const byFunction = criterion('resection_function');

describe('30 % of total liver without tumour, inclusive and unrounded', () => {
  test.each([
    [450, 1600, 100, 'met', '30.0 %'],
    [449.9, 1600, 100, 'not_met', '29.99 %'],
    [449.25, 1600, 100, 'not_met', '29.9 %'],
    [430, 1800, 300, 'not_met', '28.7 %'],
  ])('FLR %d, TLV %d, tumour %d', (flr, tlv, tumour, outcome, printed) => {
    const verdict = judge(volume, flrPctFunctional({ flr, tlv, tumour }), 'normal', dragon2);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.statement).toContain(`FLR / (total liver - tumour) is ${printed}`);
    expect(verdict.statement).toContain('DRAGON 2 protocol, version 4');
  });

  test('no number, no verdict', () => {
    const verdict = judge(volume, flrPctFunctional({ flr: 950, tlv: 1000, tumour: 100 }), 'normal', dragon2);
    expect(verdict.outcome).toBe('unknown');
    expect(verdict.statement).toContain('FLR (950 mL)');
  });
});

test('function, strict: exactly 2.67 fails, and 2.678 would fail the 2.69 of another source', () => {
  const outcome = (value: number) => judge(byFunction, computed(value), 'normal', dragon2).outcome;
  expect(outcome(2.697732)).toBe('met');
  expect(outcome(2.678462)).toBe('met');
  expect(outcome(2.66)).toBe('not_met');
  expect(outcome(2.67)).toBe('not_met');
  const stricter = { ...byFunction, thresholds: { ...byFunction.thresholds, normal: 2.69 } };
  expect(judge(stricter, computed(2.678462), 'normal', dragon2).outcome).toBe('not_met');
  expect(judge(byFunction, computed(2.6704), 'normal', dragon2).statement).toContain('2.6704 %/min/m²');
});

test('inclusion depends on the liver, and a protocol may say nothing', () => {
  const inclusion = criterion('inclusion_flr');
  expect(judge(inclusion, computed(35), 'normal', dragon2).outcome).toBe('not_met');
  expect(judge(inclusion, computed(35), 'chemotherapy_damaged', dragon2).outcome).toBe('met');
  expect(judge(inclusion, computed(30), 'normal', dragon2).outcome).toBe('not_met');
  expect(judge(inclusion, computed(10), 'cirrhosis', dragon2).outcome).toBe('unknown');
});

test('at day 8 the trial ratio passes 30 and standardised FLR does not: the verdict names its ratio', () => {
  expect(sflrPct(500, 1704.6999).value).toBeLessThan(30);
  const verdicts = judgeAll(dragon2, 'w1', 'normal', (id) => ({
    value:
      id === 'flr_pct_functional'
        ? flrPctFunctional({ flr: 500, tlv: 1850, tumour: 205 })
        : refused('No function test.'),
    interval: null,
  }));
  expect(verdicts.map(({ criterion: id, outcome }) => [id, outcome])).toEqual([
    ['resection_flr', 'met'],
    ['resection_function', 'unknown'],
  ]);
  for (const { statement, criterion: id } of verdicts)
    expect(statement).toContain(quantities[criterion(id).quantity].name);
});

test('one patient, three ratios, three names', () => {
  const parts = { tlv: 1800, tumour: 200, flr: 400 };
  expect(
    [flrPctFunctional(parts).value, flrPctTotal(parts).value, sflrPct(400, 1704.6999).value].map((v) => v!.toFixed(1)),
  ).toEqual(['25.0', '22.2', '23.5']);
  const names = Object.values(quantities).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).not.toMatch(/^FLR\s*%?$/i);
  expect(names.filter((name) => /degree of hypertrophy/i.test(name))).toEqual([]);
});

describe('printing', () => {
  test.each([
    [29.993333, '29.99'],
    [29.95, '29.9'],
    [30, '30.0'],
    [29.99999999, '29.99999999'],
    [30.04, '30.0'],
  ])('%d against at least 30', (value, printed) => {
    expect(printNumber(value, 1, [{ comparison: 'at_least', threshold: 30 }])).toBe(printed);
  });

  test('never contradicts a verdict', () => {
    const near = fc.double({ min: 29, max: 31, noNaN: true });
    fc.assert(
      fc.property(
        near,
        fc.constantFrom(...comparisons),
        fc.constantFrom(29.5, 30, 30.25),
        (value, comparison, threshold) => {
          const limit = { comparison, threshold };
          expect(satisfies(Number(printNumber(value, 1, [limit])), limit)).toBe(satisfies(value, limit));
        },
      ),
    );
  });

  test('has a unit for people and no negative zero', () => {
    expect(printWithUnit('tlv', 1525.8789)).toBe('1526 mL');
    expect(printWithUnit('dh_sflr_points', -0.01)).toBe('0.0 points');
    expect(printWithUnit('kgr_sflr_initial', 5.13)).toBe('5.1 %/week');
  });
});

describe('the protocol file', () => {
  test('keeps the windows of the schedule', () => {
    expect(windowDeviationDays(dragon2, 'w1', 10)).toBe(0);
    expect(windowDeviationDays(dragon2, 'w1', 12)).toBe(2);
    expect(windowDeviationDays(dragon2, 'w1', 3)).toBe(-1);
    expect(windowDeviationDays(dragon2, 'baseline', -31)).toBe(-1);
    expect(windowDeviationDays(dragon2, 'unscheduled', 100)).toBeNull();
  });

  test('is refused when it is wrong', () => {
    const broken = (change: (file: Record<string, unknown>) => void): boolean => {
      const file = JSON.parse(text) as Record<string, unknown>;
      change(file);
      return protocol.safeParse(file).success;
    };
    expect(broken(() => undefined)).toBe(true);
    expect(broken((file) => (file['criteria'] = [{ ...volume, quantity: 'flr_pct' }]))).toBe(false);
    expect(broken((file) => (file['criteria'] = [{ ...volume, thresholds: { normal: 30 } }]))).toBe(false);
    expect(broken((file) => (file['treshold'] = 30))).toBe(false);
    expect(broken((file) => delete file['version'])).toBe(false);
  });
});

test('what is implausible is named, not stopped', () => {
  expect(implausibility('tlv', 1500)).toBeNull();
  expect(implausibility('tlv', 4100)).toMatch(/Total liver.*600 to 4000 mL/);
  expect(implausibility('tumour', 1e6)).toBeNull();
});

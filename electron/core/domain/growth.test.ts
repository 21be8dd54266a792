import { describe, expect, test } from 'vitest';
import { day0, day22, day8, embolisedOnDay0 } from '../../../tests/fixtures/longitudinal.ts';
import { refused } from './computed.ts';
import { growthBetween, growthIds, kineticGrowthRate } from './growth.ts';

const near = (actual: number | null, expected: number): void => {
  expect(Math.abs(actual! - expected)).toBeLessThan(1e-4);
};

describe('the longitudinal case', () => {
  test('day 8', () => {
    const { values, daysSinceEmbolisation } = growthBetween(day0, day8, embolisedOnDay0);
    expect(daysSinceEmbolisation).toBe(8);
    near(values.dh_sflr_points.value, 5.8661);
    near(values.kgr_sflr_initial.value, 5.1329);
    near(values.dh_flr_points.value, 5.3951);
    near(values.kgr_flr_interval.value, 4.7207);
    near(values.rel_growth_pct.value, 25);
    near(values.growth_ml_day.value, 12.5);
  });

  test('day 22: the initial rate belongs to the first CT after embolisation only', () => {
    const { values } = growthBetween(day0, day22, embolisedOnDay0);
    near(values.dh_sflr_points.value, 10.559);
    near(values.kgr_interval.value, 3.3597);
    near(values.dh_flr_points.value, 11.0248);
    near(values.kgr_flr_interval.value, 3.5079);
    near(values.rel_growth_pct.value, 45);
    near(values.growth_ml_day.value, 8.1818);
    expect(values.kgr_sflr_initial.value).toBeNull();
    expect(values.kgr_sflr_initial.reason).toMatch(/2026-03-10/);
  });

  test('from day 8 to day 22', () => {
    const { values, daysBetween } = growthBetween(day8, day22, embolisedOnDay0);
    expect(daysBetween).toBe(14);
    near(values.kgr_interval.value, 2.3465);
    expect(values.kgr_sflr_initial.reason).toMatch(/after the embolisation/);
  });
});

describe('what can not be', () => {
  test('negative and zero days', () => {
    expect(kineticGrowthRate(5, -7).reason).toMatch(/-7/);
    expect(kineticGrowthRate(5, 0).value).toBeNull();
    const backwards = growthBetween(day22, day8, embolisedOnDay0);
    for (const id of growthIds) expect(backwards.values[id].value).toBeNull();
    expect(backwards.values.dh_sflr_points.reason).toMatch(/14 days earlier/);
    const sameDay = growthBetween(day8, { ...day22, date: day8.date }, embolisedOnDay0);
    expect(sameDay.values.kgr_interval.value).toBeNull();
    expect(sameDay.values.rel_growth_pct.value).not.toBeNull();
  });

  test.each([
    [{ embolisationDate: null, firstPostDate: null }, /No embolisation/, null],
    [{ embolisationDate: '2026-03-20', firstPostDate: null }, /10 days before the embolisation/, null],
    [{ embolisationDate: '2026-03-10', firstPostDate: null }, /on the day of the embolisation/, 0],
    [{ embolisationDate: '2026-03-01', firstPostDate: '2026-03-10' }, /made after the embolisation/, 9],
  ])('initial rate with %j', (broken, reason, days) => {
    const { values, daysSinceEmbolisation } = growthBetween(day0, day8, broken);
    expect(values.kgr_sflr_initial.value).toBeNull();
    expect(values.kgr_sflr_initial.reason).toMatch(reason);
    expect(daysSinceEmbolisation).toBe(days);
    near(values.kgr_interval.value, 5.1329);
  });

  test('a missing height hides what stands on it and nothing else', () => {
    const { values } = growthBetween({ ...day0, sflrPct: refused('No height.') }, day8, embolisedOnDay0);
    expect(values.dh_sflr_points).toEqual(refused('No height.'));
    expect(values.kgr_sflr_initial).toEqual(refused('No height.'));
    near(values.rel_growth_pct.value, 25);
  });
});

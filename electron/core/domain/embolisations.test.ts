import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumber } from './dates.ts';
import { baselineDateOf, embolisationStatement, firstEmbolisation, growthEmbolisation } from './embolisations.ts';

const day = (offset: number): string => dateOfDay(dayNumber('2026-03-02') + offset);
const on = (...offsets: number[]) => offsets.map((offset) => ({ offset, date: day(offset) }));
const pair = (from: number, to: number, baseline: number | null = from) => ({
  fromDate: day(from),
  toDate: day(to),
  baselineDate: baseline === null ? null : day(baseline),
});

describe('the embolisation that counts', () => {
  test('is the first one that is not before the baseline CT', () => {
    expect(firstEmbolisation(on(0, 12), day(-3))?.offset).toBe(0);
    expect(firstEmbolisation(on(-400, 0, 12), day(-3))?.offset).toBe(0);
    expect(firstEmbolisation(on(0, 12), day(0))?.offset).toBe(0);
  });
  test('is the last one before the baseline CT when there is none since', () => {
    expect(firstEmbolisation(on(-40, -4), day(0))?.offset).toBe(-4);
  });
  test('is the first of all without a baseline CT, and none where there is none', () => {
    expect(firstEmbolisation(on(5, -4))?.offset).toBe(-4);
    expect(firstEmbolisation(on(), day(0))).toBeUndefined();
  });
  test('does not hang on the order of entry', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: -60, max: 60 }), { maxLength: 5 });
    fc.assert(
      fc.property(offsets, fc.option(fc.integer({ min: -60, max: 60 })), (given, baseline) => {
        const baselineDate = baseline === null ? null : day(baseline);
        const found = firstEmbolisation(on(...given), baselineDate)?.offset;
        expect(firstEmbolisation(on(...given.toReversed()), baselineDate)?.offset).toBe(found);
      }),
    );
  });
  test('the baseline is the time point of that name', () => {
    expect(
      baselineDateOf([
        { kind: 'w1', date: day(8) },
        { kind: 'baseline', date: day(-1) },
      ]),
    ).toBe(day(-1));
    expect(baselineDateOf([])).toBeNull();
  });
});

describe('growth counts from', () => {
  test('the first embolisation after the baseline, and names a re-embolisation before the follow-up', () => {
    const found = growthEmbolisation(on(0, 12), pair(-3, 22));
    expect(found.embolisation?.offset).toBe(0);
    expect(found.later.map(({ offset }) => offset)).toEqual([12]);
    expect(found.earlier).toEqual([]);
  });
  test('the same one between two later CTs, so that the days are those since day 0', () => {
    expect(growthEmbolisation(on(0, 12), pair(8, 22, -3)).embolisation?.offset).toBe(0);
  });
  test('no re-embolisation after the follow-up, nor on its day', () => {
    expect(growthEmbolisation(on(0, 12, 22, 30), pair(-3, 22)).later.map(({ offset }) => offset)).toEqual([12]);
  });
  test('another one when a person chooses it; the one before it is not forgotten', () => {
    const all = on(0, 12);
    const found = growthEmbolisation(all, pair(-3, 22), all[1]);
    expect(found.embolisation?.offset).toBe(12);
    expect(found.earlier.map(({ offset }) => offset)).toEqual([0]);
    const since = growthEmbolisation(all, pair(8, 22, -3), all[1]);
    expect([since.embolisation?.offset, since.earlier]).toEqual([12, []]);
  });
  test('none without an embolisation', () => {
    expect(growthEmbolisation([], pair(0, 8))).toEqual({ embolisation: null, earlier: [], later: [] });
  });
});

test('every growth says what it counts from', () => {
  const first = { kind: 'pve' as const, date: day(0) };
  const second = { kind: 'hve' as const, date: day(12) };
  expect(embolisationStatement(first, [second], day(22), 'rule')).toBe(
    'Counted from the PVE of 2026-03-02, 22 days before the second CT; before the second CT there was also HVE of 2026-03-14.',
  );
  expect(embolisationStatement(second, [], day(13), 'person')).toBe(
    'Counted from the HVE of 2026-03-14, as chosen, 1 day before the second CT.',
  );
  expect(embolisationStatement(first, [], day(0), 'rule')).toMatch(/on the day of the second CT/);
  expect(embolisationStatement(first, [], day(-2), 'rule')).toMatch(/2 days after the second CT/);
  expect(embolisationStatement(null, [], day(0), 'rule')).toBe('No embolisation is recorded.');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumber, daysBetween, nearestNotAfter, weeksOf } from './dates.ts';

test('days are whole and know leap years', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2); // the clock changes in Europe
  expect(daysBetween('2026-01-09', '2026-01-01')).toBe(-8);
  expect(weeksOf(8)).toBe(8 / 7);
});

test.each(['2026-02-29', '2026-2-01', '20260201', '2026-13-01', 'x'])('%s is no day', (text) => {
  const read = (): number => dayNumber(text);
  expect(read).toThrow(RangeError);
});

test('every day of the calendar is as a clock has it, there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: dayNumber('0001-01-01'), max: dayNumber('9999-12-31') }), (day) => {
      const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
      expect([dateOfDay(day), dayNumber(date)]).toEqual([date, day]);
    }),
  );
});

describe('the measure for a CT', () => {
  const at = (date: string, id = date) => ({ date, id });
  test.each([
    ['the nearest one before', [at('2026-01-01'), at('2026-01-05'), at('2026-01-11')], '2026-01-05'],
    ['the day itself', [at('2026-01-05'), at('2026-01-10')], '2026-01-10'],
    ['the nearest after, when none is before', [at('2026-03-01'), at('2026-02-01')], '2026-02-01'],
    ['the later record of one day', [at('2026-01-05', 'old'), at('2026-01-05', 'new')], 'new'],
  ])('is %s', (_, items, expected) => {
    expect(nearestNotAfter(items, '2026-01-10')?.id).toBe(expected);
  });
  test('is absent when there is none', () => {
    expect(nearestNotAfter<{ date: string }>([], '2026-01-10')).toBeUndefined();
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfDay, dayNumber } from './dates.ts';
import { firstEmbolisation } from './embolisations.ts';
import { protocol } from './protocol.ts';
import { mostUrgent, visitPlan, type PlannedSubject } from './visitPlan.ts';

const dragon2 = protocol.parse(
  JSON.parse(readFileSync(new URL('../../../resources/protocols/dragon2.json', import.meta.url), 'utf8')),
);
const ZERO = '2026-03-10';
const day = (offset: number): string => dateOfDay(dayNumber(ZERO) + offset);
const embolised: PlannedSubject = { embolisations: [{ date: ZERO }], timePoints: [] };
const statuses = (subject: PlannedSubject, today: string) =>
  Object.fromEntries(visitPlan(dragon2, subject, today).map(({ kind, status }) => [kind, status]));

describe('before the embolisation', () => {
  const subject: PlannedSubject = { embolisations: [], timePoints: [] };
  test('only a baseline is due, and nothing has dates', () => {
    expect(statuses(subject, ZERO)).toEqual({ baseline: 'due', w1: 'not_yet', w3: 'not_yet', w6: 'not_yet' });
    expect(visitPlan(dragon2, subject, ZERO).every(({ firstDate }) => firstDate === null)).toBe(true);
  });
  test('a baseline that was made is done', () => {
    const timePoints = [{ kind: 'baseline' as const, date: day(-100) }];
    expect(statuses({ ...subject, timePoints }, ZERO).baseline).toBe('done');
  });
});

describe('after the embolisation, week 1 from day 4 to day 10', () => {
  test.each([
    [0, 'not_yet'],
    [3, 'not_yet'],
    [4, 'due'],
    [10, 'due'],
    [11, 'overdue'],
    [16, 'overdue'],
    [17, 'missing'],
  ])('without a CT on day %i: %s', (offset, expected) => {
    expect(statuses(embolised, day(offset)).w1).toBe(expected);
  });
  test.each([
    [3, 'early', -1],
    [4, 'done', 0],
    [10, 'done', 0],
    [13, 'late', 3],
  ])('a CT of day %i is %s', (offset, status, deviationDays) => {
    const subject = { ...embolised, timePoints: [{ kind: 'w1' as const, date: day(offset) }] };
    const found = visitPlan(dragon2, subject, day(90)).find(({ kind }) => kind === 'w1');
    expect(found).toEqual({
      kind: 'w1',
      firstDate: day(4),
      lastDate: day(10),
      date: day(offset),
      status,
      deviationDays,
    });
  });
  test('a baseline can no longer be made, and the last visit stays overdue', () => {
    expect(statuses(embolised, day(200))).toEqual({
      baseline: 'missing',
      w1: 'missing',
      w3: 'missing',
      w6: 'overdue',
    });
  });
  test('a baseline of the day itself is in its window, an older one than 30 days is too early', () => {
    const withBaseline = (offset: number) =>
      statuses({ ...embolised, timePoints: [{ kind: 'baseline', date: day(offset) }] }, day(1)).baseline;
    expect([withBaseline(0), withBaseline(-30), withBaseline(-31), withBaseline(1)]).toEqual([
      'done',
      'done',
      'early',
      'late',
    ]);
  });
});

test('windows count from the first embolisation, in whatever order they were entered', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 4 }), (offsets) => {
      const embolisations = offsets.map((offset) => ({ date: day(offset) }));
      expect(firstEmbolisation(embolisations)?.date).toBe(day(Math.min(...offsets)));
    }),
  );
});

test('as days go by, a visit without a CT never gets less late', () => {
  const order = ['not_yet', 'due', 'overdue', 'missing'];
  fc.assert(
    fc.property(fc.integer({ min: -60, max: 120 }), (offset) => {
      const [now, next] = [statuses(embolised, day(offset)), statuses(embolised, day(offset + 1))];
      for (const kind of Object.keys(now))
        expect(order.indexOf(next[kind]!)).toBeGreaterThanOrEqual(order.indexOf(now[kind]!));
    }),
  );
});

test('what is overdue goes before what is due, and that before what was missed', () => {
  expect(mostUrgent(visitPlan(dragon2, embolised, day(20)))?.kind).toBe('w3');
  expect(mostUrgent(visitPlan(dragon2, embolised, day(60)))).toMatchObject({ kind: 'w6', status: 'overdue' });
  expect(mostUrgent([])).toBeNull();
});

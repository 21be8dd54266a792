import { describe, expect, test } from 'vitest';
import { dateProblems, implausibleDates, newlyImpossible, type RecordDates } from './subjectDates.ts';

const today = '2026-06-01';
const empty: RecordDates = {
  yearOfBirth: null,
  earlierProcedures: [],
  measures: [],
  embolisations: [],
  functionTests: [],
  timePoints: [],
  outcome: null,
};
const embolised = (date: string, hepaticDate: string | null = null) => ({ date, details: { hepaticDate } });
const resected = (resectionDate: string) => ({ decisionDate: '2026-04-01', resectionDate });
const whole: RecordDates = {
  yearOfBirth: 1960,
  earlierProcedures: [{ kind: 'resection', date: '2024' }],
  measures: [{ date: '2026-02-20' }],
  embolisations: [embolised('2026-03-02')],
  functionTests: [{ date: '2026-03-10' }],
  timePoints: [
    { kind: 'baseline', date: '2026-03-01' },
    { kind: 'w1', date: '2026-03-09' },
  ],
  outcome: resected('2026-04-10'),
};

test('a record in order has nothing to say', () => {
  expect(dateProblems(whole, today)).toEqual([]);
  expect(dateProblems(empty, today)).toEqual([]);
});

describe('impossible', () => {
  test.each<[string, Partial<RecordDates>]>([
    ['The measure is dated 2026-06-02', { measures: [{ date: '2026-06-02' }] }],
    ['The function test is dated 2027-01-01', { functionTests: [{ date: '2027-01-01' }] }],
    ['The week 1 CT is dated 2027-01-01', { timePoints: [{ kind: 'w1', date: '2027-01-01' }] }],
    ['The hepatic vein embolisation is dated 2027-01-01', { embolisations: [embolised('2026-03-02', '2027-01-01')] }],
    ['An earlier procedure is dated 2027', { earlierProcedures: [{ kind: 'ablation', date: '2027' }] }],
    ['The year of birth, 2030, is in the future.', { yearOfBirth: 2030 }],
    ['The year of birth, 1900, is more than 120 years ago.', { yearOfBirth: 1900 }],
    [
      'The measure of 2025-02-20 is before the year of birth, 2026.',
      { yearOfBirth: 2026, earlierProcedures: [], measures: [{ date: '2025-02-20' }] },
    ],
    [
      'The earlier ablation of 2026-03-05 is after the first',
      { earlierProcedures: [{ kind: 'ablation', date: '2026-03-05' }] },
    ],
    ['The embolisation of 2026-04-11 is after the resection', { embolisations: [embolised('2026-04-11')] }],
    [
      'The embolisation of 2026-04-12 is after the resection',
      { embolisations: [embolised('2026-03-02', '2026-04-12')] },
    ],
    ['The pre-operative CT of 2026-05-01 is after', { timePoints: [{ kind: 'preoperative', date: '2026-05-01' }] }],
  ])('%s', (sentence, change) => {
    const found = newlyImpossible(whole, { ...whole, ...change }, today);
    expect(found).toContain(sentence);
  });

  test('a year or a month is only so when all of it is', () => {
    const earlier = (date: string) =>
      newlyImpossible(whole, { ...whole, earlierProcedures: [{ kind: 'other', date }] }, today);
    expect([earlier('2026'), earlier('2026-03'), earlier('2026-04')]).toEqual([null, null, expect.any(String)]);
  });

  test('what was so before a change is not its fault', () => {
    const before = { ...whole, embolisations: [embolised('2026-04-11')] };
    expect(newlyImpossible(before, { ...before, measures: [{ date: '2026-02-21' }] }, today)).toBeNull();
  });
});

describe('implausible', () => {
  test.each<[string, Partial<RecordDates>]>([
    ['was not 18 years old', { yearOfBirth: 2010, earlierProcedures: [] }],
    [
      'The earlier resection of 2026-02-25 is after the first measurement',
      { earlierProcedures: [{ kind: 'resection', date: '2026-02-25' }] },
    ],
    [
      'The baseline CT of 2026-03-20 is after the first embolisation',
      { timePoints: [{ kind: 'baseline', date: '2026-03-20' }] },
    ],
    ['The week 3 CT of 2026-02-20 is before the embolisation', { timePoints: [{ kind: 'w3', date: '2026-02-20' }] }],
    ['The function test of 2026-05-01 is after the resection', { functionTests: [{ date: '2026-05-01' }] }],
    ['The week 6 CT of 2026-05-01 is after the resection', { timePoints: [{ kind: 'w6', date: '2026-05-01' }] }],
    [
      'The week 6 CT of 2026-03-10 is before the week 3 CT of 2026-03-20.',
      {
        timePoints: [
          { kind: 'w3', date: '2026-03-20' },
          { kind: 'w6', date: '2026-03-10' },
        ],
      },
    ],
  ])('%s', (sentence, change) => {
    const record = { ...whole, ...change };
    expect(implausibleDates(record, today)).toContainEqual(expect.stringContaining(sentence));
    expect(newlyImpossible(whole, record, today)).toBeNull();
  });
});

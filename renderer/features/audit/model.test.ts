import { describe, expect, it } from 'vitest';
import { changeName, emptyDraft, entryTime, filterOf, inOrderOfInterest, isDay } from './model.ts';

describe('audit model', () => {
  it('shows local time with its offset, also over midnight', () => {
    expect(entryTime({ at: '2026-03-31T23:05:09.123Z', utcOffsetMinutes: 120 })).toBe('2026-04-01 01:05:09 +02:00');
    expect(entryTime({ at: '2026-03-31T01:00:00.000Z', utcOffsetMinutes: -210 })).toBe('2026-03-30 21:30:00 -03:30');
  });
  it('says once what was done', () => {
    expect(changeName({ action: 'export', entity: 'export_file' })).toBe('export file');
    expect(changeName({ action: 'create', entity: 'time_point' })).toBe('create time point');
    expect(changeName({ action: 'sign_in', entity: 'account' })).toBe('sign in account');
  });
  it('tells what matters before ids and digests', () => {
    const fields = ['created at', 'id', 'code', 'subject id', 'sex', 'sha256', 'date'];
    const changes = fields.map((field) => ({ field, before: null, after: '1' }));
    expect(inOrderOfInterest(changes).map(({ field }) => field)).toEqual([
      'code',
      'sex',
      'date',
      'created at',
      'id',
      'subject id',
      'sha256',
    ]);
  });
  it('asks for what was typed, from the begin of the first day to the end of the last', () => {
    expect(filterOf(emptyDraft)).toEqual({});
    const { from, until, ...rest } = filterOf({
      ...emptyDraft,
      from: '2026-03-31',
      until: '2026-03-31',
      user: ' ann ',
      role: 'monitor',
    })!;
    expect(rest).toEqual({ user: 'ann', role: 'monitor' });
    expect(new Date(from!).getHours()).toBe(0);
    expect(Date.parse(until!) - Date.parse(from!)).toBeGreaterThanOrEqual(23 * 3_600_000);
  });
  it('waits for a day that is typed to its end, and knows one that does not exist', () => {
    expect(filterOf({ ...emptyDraft, from: '2026-03' })).toBeNull();
    expect(filterOf({ ...emptyDraft, until: '2026-02-30' })).toBeNull();
    expect([isDay('2024-02-29'), isDay('2026-02-29')]).toEqual([true, false]);
  });
});

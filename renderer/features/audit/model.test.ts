import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../electron/core/contract/audit.ts';
import { changeName, entryTime, mergePages, prettyValue } from './model.ts';

const entry = (sequence: number) => ({ sequence }) as AuditEntry;

describe('audit model', () => {
  it('shows local time with its offset, also over midnight', () => {
    expect(entryTime({ at: '2026-03-31T23:05:09.123Z', utcOffsetMinutes: 120 })).toBe('2026-04-01 01:05:09 +02:00');
    expect(entryTime({ at: '2026-03-31T01:00:00.000Z', utcOffsetMinutes: -210 })).toBe('2026-03-30 21:30:00 -03:30');
  });
  it('joins overlapping pages, newest first', () => {
    expect(
      mergePages([[entry(5), entry(4)], [entry(4), entry(3)], [entry(6)]]).map(({ sequence }) => sequence),
    ).toEqual([6, 5, 4, 3]);
  });
  it('says once what was done', () => {
    expect(changeName({ action: 'export', entity: 'export_file' })).toBe('export file');
    expect(changeName({ action: 'create', entity: 'time_point' })).toBe('create time point');
  });
  it('shows what is no JSON as it is', () => {
    expect(prettyValue('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyValue('plain')).toBe('plain');
    expect(prettyValue(null)).toBe('–');
  });
});

import { describe, expect, it } from 'vitest';
import type { Embolisation, Subject, TimePoint } from '../../../electron/core/contract/trial.ts';
import { daysSinceEmbolisation, nextKind, proposedSeries, timePointOfSeries } from './model.ts';

const embolisation = (date: string) => ({ id: date, date }) as Embolisation;
const timePoint = (kind: TimePoint['kind'], seriesId: string) =>
  ({ id: seriesId, kind, seriesId, date: '2026-01-01' }) as TimePoint;
const subject = (more: Partial<Subject>) =>
  ({ id: 's', code: 'A1', timePoints: [], embolisations: [], ...more }) as unknown as Subject;

describe('trial model', () => {
  it('finds whose CT a series is', () => {
    const subjects = [subject({ id: 'a' }), subject({ id: 'b', timePoints: [timePoint('w1', 'x')] })];
    expect(timePointOfSeries(subjects, 'x')).toMatchObject({ subject: { id: 'b' }, timePoint: { kind: 'w1' } });
    expect(timePointOfSeries(subjects, 'y')).toBeNull();
  });
  it('proposes the CT that is open, unless it has a place already or the library puts it aside', () => {
    const subjects = [subject({ timePoints: [timePoint('w1', 'x')] })];
    const offered = [{ id: 'x' }, { id: 'y' }];
    expect(proposedSeries(offered, 'y', subjects)).toBe('y');
    expect(proposedSeries(offered, 'x', subjects)).toBeNull();
    expect(proposedSeries(offered, 'z', subjects)).toBeNull();
    expect(proposedSeries(offered, null, subjects)).toBeNull();
  });
  it('counts every CT from the embolisation that growth counts from: the first since the baseline', () => {
    const counted = subject({
      embolisations: [embolisation('2026-03-01'), embolisation('2026-01-10'), embolisation('2020-05-05')],
      timePoints: [timePoint('baseline', 'a')],
    });
    expect(daysSinceEmbolisation(counted, '2026-01-02')).toBe(-8);
    expect(daysSinceEmbolisation(counted, '2026-01-18')).toBe(8);
    expect(daysSinceEmbolisation(counted, '2026-03-11')).toBe(60);
    expect(daysSinceEmbolisation(subject({}), '2026-01-02')).toBeNull();
  });
  it('offers the first scheduled time point without a CT', () => {
    expect(nextKind({ timePoints: [] })).toBe('baseline');
    expect(nextKind({ timePoints: [timePoint('baseline', 'a'), timePoint('w3', 'b')] })).toBe('w1');
    const all = (['baseline', 'w1', 'w3', 'w6', 'preoperative'] as const).map((kind) => timePoint(kind, kind));
    expect(nextKind({ timePoints: all })).toBe('unscheduled');
  });
});

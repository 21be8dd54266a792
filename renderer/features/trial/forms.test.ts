import { describe, expect, it } from 'vitest';
import type { Series } from '../../../electron/core/contract/library.ts';
import type { Subject } from '../../../electron/core/contract/trial.ts';
import { localDate } from '../../../electron/core/domain/dates.ts';
import {
  emptyEmbolisation,
  emptyFunctionTest,
  emptySubject,
  outcomeDraftOf,
  type EmbolisationDraft,
} from './drafts.ts';
import {
  bodySurfaceNote,
  checkAssign,
  checkEmbolisation,
  checkFunctionTest,
  checkMeasure,
  checkOutcome,
  checkReason,
  checkSubject,
  dateError,
  embolisationWarning,
  wrongVeins,
  type Checked,
} from './forms.ts';

const today = '2026-06-15';
const fields = <D, I>(checked: Checked<D, I>) => (checked.ok ? [] : Object.keys(checked.errors).sort());
const seriesId = '0190a0a0-0000-7000-8000-000000000001';
const subject = (more: Partial<Subject> = {}): Subject => ({
  id: '0190a0a0-0000-7000-8000-00000000000a',
  code: 'NL01-007',
  siteId: null,
  protocolId: 'dragon2',
  yearOfBirth: null,
  plannedResection: null,
  earlierProcedures: [],
  corrected: false,
  sex: 'female',
  liverQuality: 'normal',
  createdAt: '2026-01-01T00:00:00.000Z',
  measures: [],
  embolisations: [],
  functionTests: [],
  outcome: null,
  timePoints: [],
  ...more,
});
const baseline = (date: string) => [
  {
    id: seriesId,
    kind: 'baseline' as const,
    date,
    seriesId,
    quality: null,
    note: '',
    recordedAt: '2026-01-01T00:00:00.000Z',
    corrected: false,
  },
];

describe('dates', () => {
  it.each(['', '2026-02-30', '15-06-2026', '2026-6-1', 'yesterday'])('refuses %j', (text) => {
    expect(dateError(text, today)).toMatch(/YYYY-MM-DD/);
  });
  it('takes today and refuses tomorrow', () => {
    expect(dateError(today, today)).toBeUndefined();
    expect(dateError('2026-06-16', today)).toMatch(/future/);
  });
  it('knows the local day', () => {
    expect(localDate(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  });
});

describe('measure', () => {
  it('reads a decimal comma as one', () => {
    const checked = checkMeasure({ date: today, heightCm: '175', weightKg: '72,5' }, today);
    expect(checked).toEqual({ ok: true, input: { date: today, heightCm: 175, weightKg: 72.5 } });
  });
  it('says at each field what is wrong with it', () => {
    const checked = checkMeasure({ date: '', heightCm: '1.75', weightKg: 'x' }, today);
    expect(checked).toMatchObject({
      ok: false,
      errors: { heightCm: 'It must be between 50 and 260 cm.', weightKg: expect.stringContaining('number') as unknown },
    });
    expect(fields(checked)).toEqual(['date', 'heightCm', 'weightKg']);
  });
  it('warns of an implausible body surface and never blocks', () => {
    expect(bodySurfaceNote({ heightCm: '175', weightKg: '80' }).hint).toContain('1.97 m²');
    const swapped = { date: today, heightCm: '80', weightKg: '175' };
    expect(bodySurfaceNote({ heightCm: '230', weightKg: '250' }).warning).toContain('check height and weight');
    expect(checkMeasure(swapped, today).ok).toBe(true);
    expect(bodySurfaceNote({ heightCm: '', weightKg: '80' })).toEqual({});
  });
});

describe('subject', () => {
  it('takes a code and a sex alone', () => {
    const checked = checkSubject({ ...emptySubject, code: ' NL01-007 ', sex: 'male' }, today);
    expect(checked).toEqual({
      ok: true,
      input: {
        code: 'NL01-007',
        sex: 'male',
        liverQuality: 'normal',
        yearOfBirth: null,
        plannedResection: null,
        earlierProcedures: [],
      },
    });
  });
  it.each(['JANSEN', 'Jan Jansen', 'nl01-007', 'A', ''])('refuses %j as a code, with a sentence', (code) => {
    const checked = checkSubject({ ...emptySubject, code, sex: 'male' }, today);
    expect(checked.ok ? '' : checked.errors.code).toMatch(/\.$/);
  });
  it('asks for the rest of a measurement that was begun', () => {
    expect(fields(checkSubject({ ...emptySubject, code: 'NL01-007', sex: 'male', heightCm: '175' }, today))).toEqual([
      'date',
      'weightKg',
    ]);
  });
});

describe('embolisation', () => {
  const draft = (more: Partial<EmbolisationDraft>): EmbolisationDraft => ({
    ...emptyEmbolisation,
    date: today,
    kind: 'pve',
    portalBranches: ['right_anterior'],
    materials: ['coils'],
    ...more,
  });
  it('takes what fits together', () => {
    expect(checkEmbolisation(draft({}), today).ok).toBe(true);
    expect(checkEmbolisation(draft({ kind: 'pve_hve', hepaticVeins: ['right'] }), today).ok).toBe(true);
    expect(checkEmbolisation(draft({ kind: 'hve', portalBranches: [], hepaticVeins: ['right'] }), today).ok).toBe(true);
  });
  it.each([
    [draft({ portalBranches: [] }), 'portalBranches'],
    [draft({ hepaticVeins: ['right'] }), 'hepaticVeins'],
    [draft({ kind: 'pve_hve' }), 'hepaticVeins'],
    [draft({ kind: 'hve', hepaticVeins: ['right'] }), 'portalBranches'],
    [draft({ kind: null }), 'kind'],
    [draft({ materials: [] }), 'materials'],
    [draft({ date: '2026-13-01' }), 'date'],
  ])('says at the field what does not fit (%#)', (wrong, field) => {
    expect(fields(checkEmbolisation(wrong, today))).toEqual([field]);
  });
  it('says what does not fit even while other fields are wrong', () => {
    expect(fields(checkEmbolisation(draft({ date: '', materials: [], hepaticVeins: ['right'] }), today))).toEqual([
      'date',
      'hepaticVeins',
      'materials',
    ]);
  });
  it('says wrong veins at once, missing ones only when the form is sent', () => {
    expect(Object.keys(wrongVeins(draft({ hepaticVeins: ['right'] })))).toEqual(['hepaticVeins']);
    expect(wrongVeins(draft({ portalBranches: [] }))).toEqual({});
  });
  it('warns of a date that does not fit the baseline CT', () => {
    const window = { schedule: [{ kind: 'baseline' as const, firstDay: -30, lastDay: 0, source: 'test' }] };
    expect(embolisationWarning('2026-01-20', subject({ timePoints: baseline('2026-01-10') }), window)).toBeUndefined();
    expect(embolisationWarning('2026-01-09', subject({ timePoints: baseline('2026-01-10') }), window)).toMatch(
      /before/,
    );
    expect(embolisationWarning('2026-02-09', subject({ timePoints: baseline('2026-01-10') }), window)).toBeUndefined();
    expect(embolisationWarning('2026-02-10', subject({ timePoints: baseline('2026-01-10') }), window)).toMatch(
      /31 days/,
    );
    expect(embolisationWarning('2026-02-10', subject(), window)).toBeUndefined();
  });
});

describe('assigning a series', () => {
  const series = (more: Partial<Series>) =>
    ({ id: seriesId, geometryStatus: 'regular', problems: [], acquisitionDate: '2026-01-10', ...more }) as Series;
  const check = (one: Series | null, date = '', all: Subject[] = [subject()]) =>
    checkAssign({ kind: 'w1', series: one, date, changeReason: '' }, all, subject(), today);

  it('asks for a date only when the file has none', () => {
    expect(check(series({}))).toEqual({ ok: true, input: { seriesId } });
    expect(fields(check(series({ acquisitionDate: null })))).toEqual(['date']);
    expect(check(series({ acquisitionDate: null }), '2026-01-11')).toEqual({
      ok: true,
      input: { seriesId, date: '2026-01-11' },
    });
  });
  it('asks why only when another CT is there that it takes the place of', () => {
    const other = subject({ timePoints: [{ ...baseline('2026-01-10')[0]!, seriesId: 'another one' }] });
    const replace = (changeReason: string) =>
      checkAssign({ kind: 'baseline', series: series({}), date: '', changeReason }, [other], other, today);
    expect(fields(replace(' '))).toEqual(['changeReason']);
    expect(replace('Wrong phase')).toEqual({ ok: true, input: { seriesId, reason: 'Wrong phase' } });
  });
  it('refuses none, a refused one with its reasons, and one that is assigned', () => {
    expect(fields(check(null))).toEqual(['series']);
    const refused = check(
      series({ geometryStatus: 'refused', problems: [{ code: 'missing_slice', message: 'Slice 7 is missing.' }] }),
    );
    expect(refused.ok ? '' : refused.errors.series).toContain('Slice 7 is missing.');
    const taken = check(series({}), '', [subject({ timePoints: baseline('2026-01-10') })]);
    expect(taken.ok ? '' : taken.errors.series).toContain('Baseline of NL01-007');
  });
});

describe('removing a time point', () => {
  it('asks for a reason', () => {
    expect(checkReason('  a ').ok).toBe(false);
    expect(checkReason(' wrong series ')).toEqual({ ok: true, input: 'wrong series' });
  });
});

describe('function tests', () => {
  const draft = { ...emptyFunctionTest, date: '2026-06-01', uptakePctPerMin: '14,0', flrSharePct: '38' };
  it('takes decimals with a comma', () => {
    expect(checkFunctionTest(draft, today)).toMatchObject({
      ok: true,
      input: { uptakePctPerMin: 14, flrSharePct: 38 },
    });
  });
  it('asks for percent where a fraction was typed', () => {
    const checked = checkFunctionTest({ ...draft, flrSharePct: '0.38' }, today);
    expect(checked).toMatchObject({
      ok: false,
      errors: { flrSharePct: expect.stringContaining('in percent') as string },
    });
  });
  it('names all that is missing', () => {
    expect(fields(checkFunctionTest(emptyFunctionTest, today))).toEqual(['date', 'flrSharePct', 'uptakePctPerMin']);
  });
});

describe('the outcome', () => {
  const draft = { ...outcomeDraftOf(null), decisionDate: '2026-06-01' };
  const resected = { ...draft, resectable: 'yes' as const, resectionDate: '2026-06-05', specimenWeightG: '812' };
  it('needs an answer, and a reason for a no', () => {
    expect(fields(checkOutcome(draft, today, false))).toEqual(['resectable']);
    expect(fields(checkOutcome({ ...draft, resectable: 'no' }, today, false))).toEqual(['reason']);
  });
  it('sends nothing that belongs to the other answer', () => {
    const checked = checkOutcome({ ...resected, resectable: 'no', reason: 'progression' }, today, false);
    expect(checked).toMatchObject({ ok: true, input: { outcome: { resectionDate: null, specimenWeightG: null } } });
  });
  it('refuses a resection before its decision, and an impossible weight', () => {
    expect(fields(checkOutcome({ ...resected, resectionDate: '2026-05-30' }, today, false))).toEqual(['resectionDate']);
    expect(fields(checkOutcome({ ...resected, specimenWeightG: '8' }, today, false))).toEqual(['specimenWeightG']);
  });
  it('is corrected with a reason', () => {
    expect(fields(checkOutcome(resected, today, true))).toEqual(['changeReason']);
    expect(checkOutcome({ ...resected, changeReason: 'typed wrong' }, today, true)).toMatchObject({
      ok: true,
      input: { changeReason: 'typed wrong', outcome: { specimenWeightG: 812 } },
    });
  });
});

describe('how an embolisation was done', () => {
  const draft: EmbolisationDraft = {
    ...emptyEmbolisation,
    date: '2026-06-01',
    kind: 'pve',
    portalBranches: ['left'],
    materials: ['coils'],
    hepaticAccess: 'transjugular',
    products: { coils: { count: '3', size: '8 mm' }, plug: { count: '1', size: '' } },
  };
  it('is sent without what belongs to another procedure or material', () => {
    expect(checkEmbolisation(draft, today)).toMatchObject({
      ok: true,
      input: { details: { hepaticAccess: null, products: [{ material: 'coils', count: 3, size: '8 mm' }] } },
    });
  });
  it('refuses a time and a number that do not exist', () => {
    const wrong = { ...draft, time: '9.30', products: { coils: { count: 'many', size: '' } } };
    expect(fields(checkEmbolisation(wrong, today))).toEqual(['products', 'time']);
  });
});

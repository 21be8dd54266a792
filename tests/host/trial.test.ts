import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RemnantError } from '../../electron/core/contract/errors.ts';
import {
  embolisationInput,
  functionTestInput,
  outcomeInput,
  timePointKinds,
  unknownDetails,
} from '../../electron/core/contract/trial.ts';
import type { Subject } from '../../electron/core/contract/trial.ts';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import type { HostContext } from '../../electron/host/context.ts';
import {
  addEmbolisation,
  addFunctionTest,
  addMeasure,
  addSubject,
  getSubject,
  listSubjects,
  removeTimePoint,
  setOutcome,
  setTimePoint,
} from '../../electron/host/trial/index.ts';
import { addSeries, openStore, temporaryFolder } from './support.ts';

const NOW = '2026-03-01T12:00:00.000Z';
const now = () => new Date(NOW);
const newSubject = (context: HostContext, code = 'NL01-001'): Subject =>
  addSubject(context, { code, sex: 'male', liverQuality: 'normal' });
const pve = {
  kind: 'pve',
  portalBranches: ['right_anterior'],
  hepaticVeins: [],
  materials: ['coils'],
  note: '',
} as const;
const embolisation = (date: string, change: object = {}) => embolisationInput.parse({ ...pve, date, ...change });
const open = () => openStore(temporaryFolder(), { now }).context;
const refusal = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;

describe('subjects', () => {
  it('are kept with their measure and found by code order', () => {
    const context = open();
    addSubject(context, {
      code: 'NL02-001',
      sex: 'female',
      liverQuality: 'cirrhosis',
      measure: { date: '2026-02-01', heightCm: 172.5, weightKg: 80.2 },
    });
    newSubject(context);
    expect(listSubjects(context).map(({ code }) => code)).toEqual(['NL01-001', 'NL02-001']);
    expect(listSubjects(context)[1]).toMatchObject({
      sex: 'female',
      liverQuality: 'cirrhosis',
      createdAt: NOW,
      measures: [{ date: '2026-02-01', heightCm: 172.5, weightKg: 80.2, recordedAt: NOW }],
    });
  });

  it('have a code of their own', () => {
    const context = open();
    newSubject(context);
    expect(() => newSubject(context)).toThrow(refusal('conflict', 'NL01-001'));
    expect(auditPage(context, { limit: 10 }).entries).toHaveLength(1);
  });

  it('that are not there are not found', () => {
    expect(() => getSubject(open(), { subjectId: 'x' })).toThrow(refusal('not_found', 'no such subject'));
  });

  it('have measures and embolisations of the past only, once each, by date', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const measure = { heightCm: 170, weightKg: 70 };
    expect(() => addMeasure(context, { subjectId, measure: { ...measure, date: '2026-03-03' } })).toThrow(
      refusal('invalid_input', 'in the future'),
    );
    addMeasure(context, { subjectId, measure: { ...measure, date: '2026-02-20' } });
    addMeasure(context, { subjectId, measure: { ...measure, date: '2026-01-20' } });
    expect(() => addMeasure(context, { subjectId, measure: { ...measure, date: '2026-01-20' } })).toThrow(
      refusal('conflict', '2026-01-20'),
    );
    expect(() => addMeasure(context, { subjectId, measure: { ...measure, weightKg: 71, date: '2026-01-20' } })).toThrow(
      refusal('conflict', 'correct that entry'),
    );
    expect(getSubject(context, { subjectId }).measures.map(({ date, weightKg }) => [date, weightKg])).toEqual([
      ['2026-01-20', 70],
      ['2026-02-20', 70],
    ]);
    expect(() => addEmbolisation(context, { subjectId, embolisation: embolisation('2027-01-01') })).toThrow(
      refusal('invalid_input', 'in the future'),
    );
    const stored = addEmbolisation(context, { subjectId, embolisation: embolisation('2026-02-01') });
    expect(stored.embolisations).toMatchObject([
      { date: '2026-02-01', kind: 'pve', portalBranches: ['right_anterior'], materials: ['coils'] },
    ]);
    expect(() => addEmbolisation(context, { subjectId, embolisation: embolisation('2026-02-01') })).toThrow(
      refusal('conflict', 'already'),
    );
  });
});

describe('an embolisation', () => {
  const details = {
    time: '09:30',
    portalAccess: 'transhepatic_ipsilateral',
    hepaticAccess: null,
    products: [{ material: 'coils', count: 3, size: '8 mm' }],
    glueRatio: null,
    portalSuccess: 'complete',
    hepaticSuccess: null,
    sameSession: null,
    hepaticDate: null,
    hepaticTime: null,
    cirseGrade: 0,
    complication: '',
    reintervention: false,
    operatorRole: 'consultant',
  };

  it('keeps how it was done', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    addEmbolisation(context, { subjectId, embolisation: embolisation('2026-02-01', { details }) });
    expect(getSubject(context, { subjectId }).embolisations[0]!.details).toEqual(details);
  });

  it.each([
    ['nothing told', null, unknownDetails],
    [
      'success told of the veins it was for',
      JSON.stringify({ time: '09:30', technicalSuccess: 'partial' }),
      { ...unknownDetails, time: '09:30', portalSuccess: 'partial' },
    ],
  ])('that was recorded before all of this was asked has %s', (_, stored, expected) => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    addEmbolisation(context, { subjectId, embolisation: embolisation('2026-02-01', { details }) });
    context.change((record) => {
      context.db.exec('DROP TRIGGER embolisation_no_update');
      context.db.prepare('UPDATE embolisation SET details = ?').run(stored);
      record({ action: 'update', entity: 'embolisation', entityId: subjectId });
    });
    expect(getSubject(context, { subjectId }).embolisations[0]!.details).toEqual(expected);
  });

  it.each([
    ['a product of a material that was not used', { products: [{ material: 'plug', count: 1, size: '' }] }],
    ['a time that does not exist', { time: '25:00' }],
    ['half a product', { products: [{ material: 'coils', count: 0.5, size: '' }] }],
  ])('refuses %s', (_, change) => {
    expect(() => embolisation('2026-02-01', { details: { ...details, ...change } })).toThrow();
  });
});

describe('function tests', () => {
  it('are kept by date, once each, and not in the future', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const functionTest = { date: '2026-02-20', uptakePctPerMin: 14, flrSharePct: 38, note: '' };
    addFunctionTest(context, { subjectId, functionTest });
    expect(() => addFunctionTest(context, { subjectId, functionTest })).toThrow(refusal('conflict', 'already'));
    expect(() =>
      addFunctionTest(context, { subjectId, functionTest: { ...functionTest, date: '2027-01-01' } }),
    ).toThrow(refusal('invalid_input', 'in the future'));
    const stored = addFunctionTest(context, { subjectId, functionTest: { ...functionTest, date: '2026-01-20' } });
    expect(stored.functionTests.map(({ date }) => date)).toEqual(['2026-01-20', '2026-02-20']);
    expect(auditPage(context, { limit: 1 }).entries[0]).toMatchObject({ action: 'create', entity: 'function_test' });
  });

  it('refuse a share that is a fraction, in words', () => {
    const found = functionTestInput.safeParse({ date: '2026-02-20', uptakePctPerMin: 14, flrSharePct: 0.38 });
    expect(found.error?.issues[0]?.message).toContain('in percent, such as 38');
  });
});

describe('the outcome', () => {
  const resected = { decisionDate: '2026-01-10', resectable: true, resectionDate: '2026-01-20', specimenWeightG: 800 };
  const outcome = (change: object = {}) => outcomeInput.parse({ ...resected, ...change });

  it('is corrected with a reason only, and what was recorded before stays', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    expect(setOutcome(context, { subjectId, outcome: outcome() }).outcome).toMatchObject(resected);
    const corrected = outcome({ specimenWeightG: 810 });
    expect(() => setOutcome(context, { subjectId, outcome: corrected })).toThrow(
      refusal('invalid_input', 'needs a reason'),
    );
    const changeReason = 'Read from the wrong line';
    const { outcome: found } = setOutcome(context, { subjectId, outcome: corrected, changeReason });
    expect(found).toMatchObject({ specimenWeightG: 810, changeReason });
    expect(context.db.prepare('SELECT specimen_weight_g FROM outcome ORDER BY id').pluck().all()).toEqual([800, 810]);
    expect(auditPage(context, { limit: 1 }).entries[0]).toMatchObject({ action: 'correct', reason: changeReason });
    expect(() => context.db.exec('UPDATE outcome SET specimen_weight_g = 1')).toThrow('never changed');
    expect(() => context.db.exec('DELETE FROM outcome')).toThrow('never removed');
  });

  it('has no 90-day survival before day 90', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const alive = (resectionDate: string) =>
      outcome({ decisionDate: '2025-11-01', resectionDate, status90Days: 'alive' });
    expect(() => setOutcome(context, { subjectId, outcome: alive('2025-12-02') })).toThrow(
      refusal('invalid_input', 'Only 89 days'),
    );
    expect(setOutcome(context, { subjectId, outcome: alive('2025-12-01') }).outcome?.status90Days).toBe('alive');
  });

  it.each([
    ['a refusal without a reason', { resectable: false, resectionDate: null, specimenWeightG: null }],
    ['a reason against what was resected', { reason: 'progression' }],
    ['a resection of what was not resectable', { resectable: false, reason: 'progression' }],
    ['a resection before its decision', { resectionDate: '2026-01-09' }],
    ['a specimen without a resection', { resectionDate: null }],
  ])('refuses %s', (_, change) => {
    expect(outcomeInput.safeParse({ ...resected, ...change }).success).toBe(false);
  });
});

describe('time points', () => {
  it('take the date of the series, or the one that is given', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    setTimePoint(context, {
      subjectId,
      kind: 'w1',
      seriesId: addSeries(context, { acquisitionDate: null }),
      date: '2026-02-08',
    });
    const { timePoints } = setTimePoint(context, { subjectId, kind: 'baseline', seriesId: addSeries(context) });
    expect(timePoints.map(({ kind, date }) => [kind, date])).toEqual([
      ['baseline', '2026-01-10'],
      ['w1', '2026-02-08'],
    ]);
  });

  it('need a date, not in the future, and a series that makes a volume', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const set = (facts: Parameters<typeof addSeries>[1], date?: string) =>
      setTimePoint(context, { subjectId, kind: 'w3', seriesId: addSeries(context, facts), date });
    expect(() => set({ acquisitionDate: null })).toThrow(refusal('invalid_input', 'give the day'));
    expect(() => set({ acquisitionDate: '2031-01-01' })).toThrow(refusal('invalid_input', 'in the future'));
    expect(() => set({ geometry: null })).toThrow(refusal('refused', "can't make a volume"));
    expect(() => setTimePoint(context, { subjectId, kind: 'w3', seriesId: 'x' })).toThrow(
      refusal('not_found', 'series'),
    );
    expect(getSubject(context, { subjectId }).timePoints).toEqual([]);
  });

  it('have a series that is the CT of no other', () => {
    const context = open();
    const [one, two] = [newSubject(context), newSubject(context, 'NL01-002')];
    const seriesId = addSeries(context);
    setTimePoint(context, { subjectId: one.id, kind: 'baseline', seriesId });
    const again = refusal('conflict', 'baseline CT of subject NL01-001');
    expect(() => setTimePoint(context, { subjectId: one.id, kind: 'w1', seriesId })).toThrow(again);
    expect(() => setTimePoint(context, { subjectId: two.id, kind: 'baseline', seriesId })).toThrow(again);
    expect(() => setTimePoint(context, { subjectId: one.id, kind: 'unscheduled', seriesId })).toThrow(again);
  });

  it('of a scheduled kind occur once: a new series replaces the old, which the trail keeps and which is free again', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const [first, second] = [addSeries(context), addSeries(context, { acquisitionDate: '2026-01-12' })];
    const [old] = setTimePoint(context, { subjectId, kind: 'baseline', seriesId: first }).timePoints;
    const replacing = { subjectId, kind: 'baseline', seriesId: second } as const;
    expect(() => setTimePoint(context, replacing)).toThrow(refusal('invalid_input', 'needs a reason'));
    const { timePoints } = setTimePoint(context, { ...replacing, reason: 'wrong phase' });
    expect(timePoints).toMatchObject([{ id: old!.id, seriesId: second, date: '2026-01-12' }]);
    const [entry] = auditPage(context, { limit: 1 }).entries;
    expect(entry).toMatchObject({
      ...{ action: 'update', entity: 'time_point', entityId: old!.id },
      reason: 'wrong phase',
    });
    expect(JSON.parse(entry!.oldValue!)).toMatchObject({ seriesId: first, date: '2026-01-10', subjectId });
    expect(JSON.parse(entry!.newValue!)).toMatchObject({ seriesId: second, date: '2026-01-12', subjectId });
    setTimePoint(context, { subjectId, kind: 'unscheduled', seriesId: first });
    setTimePoint(context, { subjectId, kind: 'unscheduled', seriesId: addSeries(context) });
    expect(getSubject(context, { subjectId }).timePoints).toHaveLength(3);
  });

  it('that are set to what they are change nothing and tell nobody', () => {
    const folder = temporaryFolder();
    const { context, onEvent } = openStore(folder, { now });
    const { id: subjectId } = newSubject(context);
    const seriesId = addSeries(context);
    const told: string[] = [];
    onEvent('trial.changed', ({ subjectId: which }) => {
      told.push(which);
    });
    setTimePoint(context, { subjectId, kind: 'unscheduled', seriesId });
    const entries = auditPage(context, { limit: 500 }).entries.length;
    setTimePoint(context, { subjectId, kind: 'unscheduled', seriesId });
    expect(auditPage(context, { limit: 500 }).entries).toHaveLength(entries);
    expect(told).toEqual([subjectId]);
  });

  it('are removed with a reason, and their series is free again', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const seriesId = addSeries(context);
    const [point] = setTimePoint(context, { subjectId, kind: 'w6', seriesId }).timePoints;
    const removal = { subjectId, timePointId: point!.id, reason: 'wrong patient' };
    expect(removeTimePoint(context, removal).timePoints).toEqual([]);
    expect(auditPage(context, { limit: 1 }).entries).toMatchObject([
      { action: 'remove', reason: 'wrong patient', newValue: null },
    ]);
    expect(() => removeTimePoint(context, removal)).toThrow(refusal('not_found', 'no such time point'));
    expect(setTimePoint(context, { subjectId, kind: 'w6', seriesId }).timePoints[0]!.id).not.toBe(point!.id);
  });
});

describe('any sequence of commands on the record', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((value) => `2026-02-${String(value).padStart(2, '0')}`);
  const pick = fc.nat({ max: 3 });
  const command = fc.oneof(
    fc.record({ do: fc.constant('subject' as const), which: pick }),
    fc.record({
      do: fc.constant('measure' as const),
      which: pick,
      date: day,
      weightKg: fc.integer({ min: 40, max: 120 }),
    }),
    fc.record({ do: fc.constant('embolisation' as const), which: pick, date: day }),
    fc.record({
      do: fc.constant('set' as const),
      which: pick,
      series: fc.nat({ max: 4 }),
      kind: fc.constantFrom(...timePointKinds),
      date: day,
    }),
    fc.record({ do: fc.constant('remove' as const), which: pick, at: pick }),
  );
  type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

  function run(context: HostContext, subjects: Subject[], series: readonly string[], each: Command): void {
    if (each.do === 'subject') {
      subjects.push(newSubject(context, `NL0${each.which}-001`));
      return;
    }
    const subjectId = subjects[each.which]?.id ?? 'nobody';
    if (each.do === 'measure')
      addMeasure(context, { subjectId, measure: { date: each.date, heightCm: 170, weightKg: each.weightKg } });
    if (each.do === 'embolisation') addEmbolisation(context, { subjectId, embolisation: embolisation(each.date) });
    if (each.do === 'set')
      setTimePoint(context, {
        ...{ subjectId, kind: each.kind, seriesId: series[each.series]!, date: each.date },
        reason: 'the other is of another day',
      });
    if (each.do === 'remove') {
      const timePointId = getSubject(context, { subjectId }).timePoints[each.at]?.id ?? 'none';
      removeTimePoint(context, { subjectId, timePointId, reason: 'by mistake' });
    }
  }

  it('keeps the trail whole, the rules held, and one entry for each that was done', async () => {
    const context = open();
    const series = Array.from({ length: 5 }, () => addSeries(context));
    const subjects: Subject[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 12 }), async (commands) => {
        for (const each of commands) {
          const before = auditPage(context, { limit: 1 }).entries[0]!.sequence;
          const state = JSON.stringify(listSubjects(context));
          let failed = false;
          try {
            run(context, subjects, series, each);
          } catch (error) {
            if (!(error instanceof RemnantError)) throw error;
            failed = true;
          }
          const grown = auditPage(context, { limit: 1 }).entries[0]!.sequence - before;
          const isChanged = JSON.stringify(listSubjects(context)) !== state;
          expect(grown).toBe(isChanged ? 1 : 0);
          expect(failed && isChanged).toBe(false);
        }
        const points = listSubjects(context).flatMap((subject) =>
          subject.timePoints.map((point) => ({ ...point, of: subject.id })),
        );
        expect(new Set(points.map(({ seriesId }) => seriesId)).size).toBe(points.length);
        const scheduled = points.filter(({ kind }) => kind !== 'unscheduled').map(({ of, kind }) => of + kind);
        expect(new Set(scheduled).size).toBe(scheduled.length);
        expect(await verifyTrail(context)).toMatchObject({ ok: true, problem: null });
      }),
      { numRuns: 25 },
    );
  });
});

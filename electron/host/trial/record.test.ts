import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSeries, openStore, smallGrid, temporaryFolder } from '../../../tests/host/support.ts';
import { embolisationInput, functionTestInput, outcomeInput, type Subject } from '../../core/contract/trial.ts';
import { auditPage, verifyTrail } from '../audit/index.ts';
import type { HostContext } from '../context.ts';
import { storeRevision } from '../segmentation/revisions.ts';
import { openSegmentation } from '../segmentation/segmentations.ts';
import { resultsForSubject } from '../volumetry/index.ts';
import * as trial from './index.ts';

const now = () => new Date('2026-06-01T12:00:00.000Z');
const open = (): HostContext => openStore(temporaryFolder(), { now }).context;
const newSubject = (context: HostContext, code = 'NL01-001'): Subject =>
  trial.addSubject(context, { code, sex: 'male', liverQuality: 'normal' });
const refusal = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;
const measure = (date: string, weightKg = 80) => ({ date, heightCm: 175, weightKg });
const pve = (date: string, more: object = {}) =>
  embolisationInput.parse({
    date,
    kind: 'pve',
    portalBranches: ['right_anterior'],
    hepaticVeins: [],
    materials: ['coils'],
    ...more,
  });
const reason = 'Read from the wrong line';

describe('a correction', () => {
  test('puts a new entry in the place of the former, which stays in record and trail with the reason', async () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const [former] = trial.addMeasure(context, { subjectId, measure: measure('2026-03-01', 8) }).measures;
    const correcting = { subjectId, entryId: former!.id, reason };
    const [current, ...others] = trial.correctMeasure(context, {
      ...correcting,
      measure: measure('2026-03-01', 80),
    }).measures;
    expect(others).toEqual([]);
    expect(current).toMatchObject({ weightKg: 80, corrected: true });
    expect(trial.corrections(context, { subjectId })).toMatchObject([
      {
        entity: 'subject_measure',
        entryId: former!.id,
        former: { weightKg: 8 },
        replacement: { weightKg: 80 },
        reason,
        correctedBy: context.actor.user,
      },
    ]);
    expect(context.db.prepare('SELECT weight_kg FROM subject_measure ORDER BY id').pluck().all()).toEqual([8, 80]);
    expect(auditPage(context, { limit: 1 }).entries[0]).toMatchObject({
      action: 'correct',
      entity: 'subject_measure',
      reason,
    });
    expect(() => trial.correctMeasure(context, { ...correcting, measure: measure('2026-03-01', 81) })).toThrow(
      refusal('not_found', 'corrected by somebody else'),
    );
    expect(await verifyTrail(context)).toMatchObject({ ok: true });
  });

  test('of each kind of entry, and striking it out', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const [embolisation] = trial.addEmbolisation(context, { subjectId, embolisation: pve('2026-03-02') }).embolisations;
    const functionTest = functionTestInput.parse({ date: '2026-03-02', uptakePctPerMin: 14, flrSharePct: 38 });
    const [scan] = trial.addFunctionTest(context, { subjectId, functionTest }).functionTests;
    const entry = { subjectId, reason };
    const corrected = trial.correctEmbolisation(context, {
      ...entry,
      entryId: embolisation!.id,
      embolisation: pve('2026-03-03'),
    });
    expect(corrected.embolisations).toMatchObject([{ date: '2026-03-03', corrected: true }]);
    const again = trial.correctFunctionTest(context, {
      ...entry,
      entryId: scan!.id,
      functionTest: { ...functionTest, activityMbq: 200 },
    });
    expect(again.functionTests).toMatchObject([{ activityMbq: 200, tracer: 'mebrofenin_99mtc', corrected: true }]);
    const struck = trial.strikeOut(context, {
      ...entry,
      entity: 'embolisation',
      entryId: corrected.embolisations[0]!.id,
    });
    expect(struck.embolisations).toEqual([]);
    expect(trial.corrections(context, { subjectId })[0]).toMatchObject({ entity: 'embolisation', replacement: null });
    expect(() => context.change(() => context.db.exec('UPDATE embolisation SET note = 1'))).toThrow('never changed');
    expect(() => context.change(() => context.db.exec('DELETE FROM function_test'))).toThrow('never removed');
    expect(() => context.change(() => context.db.exec('DELETE FROM correction'))).toThrow('never removed');
  });

  test('of the subject needs a reason where something was recorded, not where it is entered for the first time', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const first = trial.changeSubject(context, { subjectId, change: { yearOfBirth: 1960 } });
    expect(first).toMatchObject({ yearOfBirth: 1960, corrected: false });
    const change = { yearOfBirth: 1961, code: 'NL01-002' };
    expect(() => trial.changeSubject(context, { subjectId, change })).toThrow(
      refusal('invalid_input', 'needs a reason'),
    );
    expect(trial.changeSubject(context, { subjectId, change, reason })).toMatchObject({ ...change, corrected: true });
    expect(trial.corrections(context, { subjectId })).toMatchObject([{ former: { code: 'NL01-001' }, reason }]);
    expect(() => newSubject(context, 'NL01-001')).toThrow(refusal('conflict', 'another subject before'));
    const entries = auditPage(context, { limit: 100 }).entries.length;
    trial.changeSubject(context, { subjectId, change: { sex: 'male' } });
    expect(auditPage(context, { limit: 100 }).entries).toHaveLength(entries);
  });

  test('of the day of a CT needs a reason, what is said of its images for the first time none', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    const seriesId = addSeries(context);
    const [point] = trial.setTimePoint(context, { subjectId, kind: 'baseline', seriesId }).timePoints;
    const of = { subjectId, timePointId: point!.id };
    const graded = trial.changeTimePoint(context, { ...of, change: { quality: 'good', note: 'Breathing' } });
    expect(graded.timePoints).toMatchObject([{ quality: 'good', note: 'Breathing', corrected: false }]);
    const change = { date: '2026-01-11' };
    expect(() => trial.changeTimePoint(context, { ...of, change })).toThrow(refusal('invalid_input', 'needs a reason'));
    expect(trial.changeTimePoint(context, { ...of, change, reason }).timePoints).toMatchObject([
      { id: point!.id, date: '2026-01-11', corrected: true },
    ]);
    expect(trial.corrections(context, { subjectId })).toMatchObject([{ former: { date: '2026-01-10' }, reason }]);
  });
});

describe('dates', () => {
  const resected = outcomeInput.parse({
    decisionDate: '2026-04-01',
    resectable: true,
    resectionDate: '2026-04-10',
  });

  test('that are impossible are refused in one sentence, whichever is entered last', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    trial.addEmbolisation(context, { subjectId, embolisation: pve('2026-03-02') });
    trial.setOutcome(context, { subjectId, outcome: resected });
    expect(() => trial.addEmbolisation(context, { subjectId, embolisation: pve('2026-05-02') })).toThrow(
      refusal('invalid_input', 'The embolisation of 2026-05-02 is after the resection of 2026-04-10.'),
    );
    expect(() => trial.changeSubject(context, { subjectId, change: { yearOfBirth: 2030 } })).toThrow(
      refusal('invalid_input', 'in the future'),
    );
    const later = { kind: 'resection', date: '2026-03-05', note: '' } as const;
    expect(() => trial.changeSubject(context, { subjectId, change: { earlierProcedures: [later] } })).toThrow(
      refusal('invalid_input', 'after the first embolisation'),
    );
    expect(trial.getSubject(context, { subjectId }).earlierProcedures).toEqual([]);
  });

  test('that are only unlikely are kept', () => {
    const context = open();
    const { id: subjectId } = newSubject(context);
    trial.setOutcome(context, { subjectId, outcome: resected });
    const functionTest = functionTestInput.parse({ date: '2026-04-20', uptakePctPerMin: 14, flrSharePct: 38 });
    expect(trial.addFunctionTest(context, { subjectId, functionTest }).functionTests).toHaveLength(1);
  });
});

describe('sites and the overview', () => {
  test('new subjects belong to the site of the settings, and a site has its code once', () => {
    const context = open();
    const site = trial.addSite(context, { code: 'NL01', name: 'Amsterdam' });
    expect(() => trial.addSite(context, { code: 'NL01', name: '' })).toThrow(refusal('conflict', 'NL01'));
    expect(() => trial.addSite(context, { code: 'AMC', name: '' })).toThrow(refusal('invalid_input', 'two digits'));
    const subject = trial.addSubject(context, {
      code: 'NL01-001',
      sex: 'male',
      liverQuality: 'normal',
      siteId: site.id,
    });
    expect(subject.siteId).toBe(site.id);
    expect(trial.overview(context, { siteId: site.id }).total).toBe(1);
    expect(trial.overview(context, { siteId: null }).total).toBe(0);
    expect(() => trial.changeSubject(context, { subjectId: subject.id, change: { siteId: subject.id } })).toThrow(
      refusal('not_found', 'no such site'),
    );
  });

  test('shows what is due first, filtered and in parts', () => {
    const context = open();
    const embolised = (code: string, date: string) => {
      const { id: subjectId } = newSubject(context, code);
      trial.addEmbolisation(context, { subjectId, embolisation: pve(date) });
    };
    newSubject(context, 'NL01-001');
    embolised('NL01-002', '2026-05-27');
    embolised('NL01-003', '2026-05-13');
    const codes = (filter: Parameters<typeof trial.overview>[1]) =>
      trial.overview(context, filter).subjects.map(({ code }) => code);
    expect(codes({})).toEqual(['NL01-002', 'NL01-003', 'NL01-001']);
    expect(codes({ order: 'code', descending: true })).toEqual(['NL01-003', 'NL01-002', 'NL01-001']);
    expect(codes({ text: '-003 ' })).toEqual(['NL01-003']);
    expect(codes({ offset: 1, limit: 1 })).toEqual(['NL01-003']);
    expect(trial.overview(context, { limit: 1 }).total).toBe(3);
    expect(codes({ status: 'missing' })).toEqual(['NL01-002', 'NL01-003']);
    expect(codes({ protocolId: 'other' })).toEqual([]);
  });
});

describe('drafts', () => {
  const key = (subjectId: string | null) => ({ form: 'measure' as const, subjectId, entryId: null });

  test('are kept as typed until they are discarded, over a restart, and leave no trace in the trail', async () => {
    const folder = temporaryFolder();
    const first = openStore(folder, { now });
    const { id } = newSubject(first.context);
    const value = JSON.stringify({ heightCm: '17' });
    trial.saveDraft(first.context, { ...key(id), value: '{}' });
    trial.saveDraft(first.context, { ...key(id), value });
    await first.close();
    const { context } = openStore(folder, { now });
    expect(trial.listDrafts(context, { subjectId: id })).toEqual([{ ...key(id), value, savedAt: now().toISOString() }]);
    expect(trial.listDrafts(context, { subjectId: null })).toEqual([]);
    expect(auditPage(context, { limit: 10 }).entries).toHaveLength(1);
    trial.discardDraft(context, key(id));
    trial.discardDraft(context, key(id));
    expect(trial.listDrafts(context, { subjectId: id })).toEqual([]);
  });

  test('are of one person only', () => {
    const { context } = openStore(temporaryFolder(), { now });
    const somebodyElse: HostContext = { ...context, actor: { ...context.actor, accountId: context.newId() } };
    trial.saveDraft(context, { ...key(null), value: '{}' });
    expect(trial.listDrafts(somebodyElse, { subjectId: null })).toEqual([]);
    expect(trial.listDrafts(context, { subjectId: null })).toHaveLength(1);
  });
});

describe('any order', () => {
  interface Entered {
    readonly context: HostContext;
    readonly subjectId: string;
    readonly series: readonly string[];
  }
  const days = ['2026-03-01', '2026-03-10', '2026-03-24'] as const;
  const kinds = ['baseline', 'w1', 'w3'] as const;
  /** One consistent record; none of these depends on another. */
  const entries: readonly ((entered: Entered) => void)[] = [
    ...kinds.map((kind, at) => ({ context, subjectId, series }: Entered) => {
      trial.setTimePoint(context, { subjectId, kind, seriesId: series[at]!, date: days[at]! });
    }),
    ({ context, subjectId }) => trial.addMeasure(context, { subjectId, measure: measure('2026-02-20', 82) }),
    ({ context, subjectId }) => trial.addMeasure(context, { subjectId, measure: measure('2026-03-09', 79) }),
    ({ context, subjectId }) => trial.addEmbolisation(context, { subjectId, embolisation: pve('2026-03-02') }),
    ({ context, subjectId }) =>
      trial.addEmbolisation(context, {
        subjectId,
        embolisation: pve('2026-03-02', { kind: 'hve', portalBranches: [], hepaticVeins: ['right'] }),
      }),
    ({ context, subjectId }) => trial.addEmbolisation(context, { subjectId, embolisation: pve('2026-03-20') }),
    ({ context, subjectId }) =>
      trial.addFunctionTest(context, {
        subjectId,
        functionTest: functionTestInput.parse({ date: '2026-03-11', uptakePctPerMin: 14, flrSharePct: 38 }),
      }),
    ({ context, subjectId }) =>
      trial.changeSubject(context, { subjectId, change: { liverQuality: 'chemotherapy_damaged' }, reason }),
    ({ context, subjectId }) =>
      trial.setOutcome(context, {
        subjectId,
        outcome: outcomeInput.parse({ decisionDate: '2026-04-01', resectable: true, resectionDate: '2026-04-09' }),
      }),
  ];

  test('of entry gives the same derived values', async () => {
    const derived = async (order: readonly number[]): Promise<unknown> => {
      const { context, close } = openStore(temporaryFolder(), { now });
      const series = days.map(() => addSeries(context));
      const entered = { context, subjectId: newSubject(context).id, series };
      for (const [at, seriesId] of series.entries()) await segment(context, seriesId, at);
      for (const index of order) entries[index]!(entered);
      const { results, growth } = resultsForSubject(context, { subjectId: entered.subjectId });
      const plan = trial.overview(context, {}).subjects[0]!.visits;
      await close();
      return {
        plan,
        results: results.map(({ kind, date, values, verdicts, warnings }) => ({
          kind,
          date,
          values,
          verdicts,
          warnings,
        })),
        growth: growth.map(({ fromDate, toDate, embolisation, values }) => [
          fromDate,
          toDate,
          embolisation?.date,
          values,
        ]),
      };
    };
    const inOrder = entries.map((_, index) => index);
    const expected = await derived(inOrder);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(inOrder, { minLength: entries.length }), async (order) => {
        expect(await derived(order)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  async function segment(context: HostContext, seriesId: string, at: number): Promise<void> {
    const labels = new Uint8Array(smallGrid.dims[0] * smallGrid.dims[1] * smallGrid.dims[2]);
    labels.fill(1, 0, 80 - 10 * at).fill(2, 80 - 10 * at, 110);
    const { id: segmentationId } = openSegmentation(context, { seriesId });
    const action = { title: 'Test', tool: 'brush@1', parameters: {} };
    await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
  }

  test('the list of all subjects is what loading each of them gives', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ which: fc.nat({ max: 3 }), day: fc.integer({ min: 1, max: 28 }), what: fc.nat({ max: 5 }) }),
          { maxLength: 30 },
        ),
        (steps) => {
          const { context } = openStore(temporaryFolder(), { now });
          const subjects = ['NL01-003', 'NL01-001', 'NL01-004', 'NL01-002'].map((code) => newSubject(context, code));
          for (const step of steps) {
            const subjectId = subjects[step.which]!.id;
            const date = `2026-02-${String(step.day).padStart(2, '0')}`;
            try {
              takeStep(context, subjectId, date, step.what);
            } catch {
              // A second one of a day, or nothing to correct: refused, and not stored.
            }
          }
          const all = trial.listSubjects(context);
          expect(all.map(({ code }) => code)).toEqual(['NL01-001', 'NL01-002', 'NL01-003', 'NL01-004']);
          expect(all).toEqual(all.map(({ id: subjectId }) => trial.getSubject(context, { subjectId })));
          const summaries = trial.overview(context, { order: 'code' }).subjects;
          expect(summaries.map(({ id, seriesIds }) => [id, seriesIds])).toEqual(
            all.map(({ id, timePoints }) => [id, timePoints.map(({ seriesId }) => seriesId)]),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  function takeStep(context: HostContext, subjectId: string, date: string, what: number): void {
    const { measures, embolisations } = trial.getSubject(context, { subjectId });
    if (what === 0) trial.addMeasure(context, { subjectId, measure: measure(date) });
    else if (what === 1) trial.addEmbolisation(context, { subjectId, embolisation: pve(date) });
    else if (what === 2)
      trial.correctMeasure(context, { subjectId, entryId: measures[0]?.id ?? '', reason, measure: measure(date, 70) });
    else if (what === 3)
      trial.strikeOut(context, { subjectId, entity: 'embolisation', entryId: embolisations[0]?.id ?? '', reason });
    else if (what === 4)
      trial.setTimePoint(context, { subjectId, kind: 'unscheduled', seriesId: addSeries(context), date });
    else
      trial.setOutcome(context, {
        subjectId,
        outcome: outcomeInput.parse({ decisionDate: date, resectable: false, reason: 'progression' }),
        changeReason: reason,
      });
  }
});

import { describe, expect, test } from 'vitest';
import { addSeries, openStore, smallGrid, temporaryFolder } from '../../../tests/host/support.ts';
import type { HostContext } from '../context.ts';
import { setLesionStates } from '../segmentation/lesionStates.ts';
import { storeRevision } from '../segmentation/revisions.ts';
import { openSegmentation } from '../segmentation/segmentations.ts';
import { addEmbolisation, addFunctionTest, addMeasure, addSubject, setTimePoint } from '../trial/index.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { embolisationInput, type TimePointKind } from '../../core/contract/trial.ts';
import type { ResultValue } from '../../core/contract/results.ts';
import { resultsForSubject } from './index.ts';

const measure = { date: '2026-02-25', heightCm: 175, weightKg: 80 };
const cubicMm = smallGrid.spacingMm[0] * smallGrid.spacingMm[1] * smallGrid.spacingMm[2];

const number = (values: readonly ResultValue[], quantity: string) => values.find((each) => each.quantity === quantity);

const grid = (change: Partial<VolumeGeometry>): VolumeGeometry => ({ ...smallGrid, ...change });

async function segment(
  context: HostContext,
  seriesId: string,
  counts: readonly number[],
  { dims }: VolumeGeometry = smallGrid,
  tool = 'brush@1',
): Promise<string> {
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
  let at = 0;
  counts.forEach((count, label) => {
    labels.fill(label + 1, at, (at += count));
  });
  const { id: segmentationId, head } = openSegmentation(context, { seriesId });
  const action = { title: 'Test', tool, parameters: {} };
  const parentRevisionId = head?.id ?? null;
  return (await storeRevision(context, { segmentationId, parentRevisionId, labels, action, cut: null })).id;
}

/** A subject with CTs on the given days, all segmented. */
async function subjectWith(
  context: HostContext,
  visits: readonly { kind: TimePointKind; date: string; counts: readonly number[] | null }[],
  geometry: VolumeGeometry = smallGrid,
): Promise<{ subjectId: string; seriesIds: string[] }> {
  const subject = addSubject(context, { code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
  const seriesIds: string[] = [];
  for (const { kind, date, counts } of visits) {
    const seriesId = addSeries(context, { geometry });
    seriesIds.push(seriesId);
    setTimePoint(context, { subjectId: subject.id, kind, seriesId, date });
    if (counts) await segment(context, seriesId, counts, geometry);
  }
  return { subjectId: subject.id, seriesIds };
}

const embolise = (context: HostContext, subjectId: string, date: string): void => {
  addEmbolisation(context, {
    subjectId,
    embolisation: embolisationInput.parse({
      date,
      kind: 'pve',
      portalBranches: ['left'],
      hepaticVeins: [],
      materials: ['coils'],
    }),
  });
};

const visits = [
  { kind: 'baseline', date: '2026-03-01', counts: [80, 30, 10, 4, 6, 2] },
  { kind: 'w1', date: '2026-03-10', counts: [70, 40, 10, 4, 6, 2] },
  { kind: 'w3', date: '2026-03-24', counts: [60, 50, 10, 4, 6, 2] },
] as const;

describe('results of a subject', () => {
  test('are exact, complete, and stored once', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWith(context, visits);
    addMeasure(context, { subjectId, measure });
    embolise(context, subjectId, '2026-03-02');

    const first = resultsForSubject(context, { subjectId });
    expect(first.pending).toEqual([]);
    expect(first.results.map(({ kind }) => kind)).toEqual(['baseline', 'w1', 'w3']);
    const [baseline] = first.results;
    expect(number(baseline!.values, 'tlv')!.value).toBeCloseTo((132 * cubicMm) / 1000, 9);
    expect(number(baseline!.values, 'flr_pct_functional')!.value).toBe((100 * 30) / (132 - 14));
    expect(number(baseline!.values, 'sflr_pct')!.formulas).toEqual([
      'sflr_pct@1',
      'TELV_VAUTHEY2002_BSA@1',
      'BSA_MOSTELLER@1',
    ]);
    expect(number(baseline!.values, 'height')!.value).toBe(175);
    expect(first.growth.map((each) => [each.fromDate, each.toDate, each.daysSinceEmbolisation])).toEqual([
      ['2026-03-01', '2026-03-10', 8],
      ['2026-03-01', '2026-03-24', 22],
      ['2026-03-10', '2026-03-24', 22],
    ]);
    const initial = first.growth.map(({ values }) => number(values, 'kgr_sflr_initial')!.value);
    expect(initial[0]).not.toBeNull();
    expect(initial.slice(1)).toEqual([null, null]);

    const audited = (): unknown => context.db.prepare('SELECT count(*) FROM audit').pluck().get();
    const before = audited();
    expect(resultsForSubject(context, { subjectId })).toEqual(first);
    expect(audited()).toBe(before);
  });

  test('warn where the liver reaches the border of its CT', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWith(context, visits.slice(0, 1));
    const [result] = resultsForSubject(context, { subjectId }).results;
    expect(result!.warnings).toContainEqual(expect.stringContaining('touches the first slice (feet)'));
    expect(result!.warnings).not.toContainEqual(expect.stringContaining('touches the last slice'));
  });

  test('subtract only what a person confirmed, and say what they leave out', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId, seriesIds } = await subjectWith(context, [{ ...visits[0], counts: null }]);
    await segment(context, seriesIds[0]!, visits[0].counts, smallGrid, 'grow-tumour@1');
    const { id: segmentationId } = openSegmentation(context, { seriesId: seriesIds[0]! });
    const current = () => resultsForSubject(context, { subjectId }).results[0]!;

    const proposed = current();
    expect(number(proposed.values, 'tumour')!.value).toBe(0);
    expect(number(proposed.values, 'tlv')!.value).toBeCloseTo((132 * cubicMm) / 1000, 9);
    expect(number(proposed.values, 'flr_pct_functional')!.value).toBe((100 * 34) / 132);
    expect(proposed.warnings).toContain(
      `1 proposed lesion (${((14 * cubicMm) / 1000).toFixed(1)} mL) is not confirmed, so it is not subtracted as tumour.`,
    );

    await setLesionStates(context, { segmentationId, numbers: 'all', state: 'confirmed' });
    const confirmed = current();
    expect(number(confirmed.values, 'tumour')!.value).toBeCloseTo((14 * cubicMm) / 1000, 9);
    expect(number(confirmed.values, 'flr_pct_functional')!.value).toBe((100 * 30) / (132 - 14));
    expect(confirmed.warnings.join()).not.toContain('proposed');
    expect(confirmed.id).not.toBe(proposed.id);
  });

  test('a ratio just below the limit is not printed as the limit', async () => {
    const { context } = openStore(temporaryFolder());
    const nearly = grid({ dims: [120, 100, 1] });
    const { subjectId } = await subjectWith(context, [{ ...visits[0], counts: [7001, 2999] }], nearly);
    const [baseline] = resultsForSubject(context, { subjectId }).results;
    const ratio = number(baseline!.values, 'flr_pct_functional')!;
    expect([ratio.value, ratio.printed]).toEqual([29.99, '29.99']);
    expect(baseline!.verdicts.map(({ criterion, outcome }) => [criterion, outcome])).toEqual([
      ['inclusion_flr', 'met'],
      ['resection_flr', 'not_met'],
    ]);
  });

  test('a new revision makes a new row and leaves the old one as it was', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId, seriesIds } = await subjectWith(context, visits.slice(0, 1));
    const old = resultsForSubject(context, { subjectId }).results[0]!;
    const revisionId = await segment(context, seriesIds[0]!, [80, 32, 10, 4, 6, 2]);
    const now = resultsForSubject(context, { subjectId }).results[0]!;
    expect([now.revisionId, now.id === old.id]).toEqual([revisionId, false]);
    const rows = context.db.prepare('SELECT id FROM result ORDER BY computed_at, id').pluck().all();
    expect(rows).toHaveLength(2);
    expect(rows).toContain(old.id);
  });

  test('say what is missing instead of a number', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWith(context, [visits[0], { kind: 'w1', date: '2026-03-10', counts: null }]);
    const { results, pending } = resultsForSubject(context, { subjectId });
    expect(pending).toMatchObject([
      { kind: 'w1', date: '2026-03-10', reason: expect.stringContaining('segmented') as string },
    ]);
    const sflr = number(results[0]!.values, 'sflr_pct')!;
    expect(sflr.value).toBeNull();
    expect(sflr.reason).toMatch(/Height and weight are missing/);
    expect(number(results[0]!.values, 'flr_pct_functional')!.value).not.toBeNull();
  });

  test('the body is the one measured nearest to and not after the CT, else the next, with a warning', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWith(context, visits.slice(0, 2));
    addMeasure(context, { subjectId, measure: { ...measure, date: '2026-03-05', weightKg: 78 } });
    const later = resultsForSubject(context, { subjectId }).results;
    expect(later.map(({ values }) => number(values, 'weight')!.value)).toEqual([78, 78]);
    expect(later[0]!.warnings).toContain('Height and weight were measured on 2026-03-05, after this CT.');
    expect(later[1]!.warnings.join()).not.toContain('after this CT');
    addMeasure(context, { subjectId, measure });
    const both = resultsForSubject(context, { subjectId }).results;
    expect(both.map(({ values }) => number(values, 'weight')!.value)).toEqual([80, 78]);
  });

  test('the first CT after embolisation counts even when it is not segmented', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWith(context, [visits[0], { ...visits[1], counts: null }, visits[2]]);
    addMeasure(context, { subjectId, measure });
    embolise(context, subjectId, '2026-03-02');
    const [growth] = resultsForSubject(context, { subjectId }).growth;
    const initial = number(growth!.values, 'kgr_sflr_initial')!;
    expect(initial.value).toBeNull();
    expect(initial.reason).toContain('2026-03-10');
    expect(number(growth!.values, 'kgr_interval')!.value).not.toBeNull();
  });

  test('rows refuse to be changed or removed', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWith(context, visits);
    resultsForSubject(context, { subjectId });
    for (const table of ['result', 'result_value', 'growth', 'growth_value']) {
      expect(() => context.db.exec(`DELETE FROM ${table}`)).toThrow(/never removed/);
      const column = table.endsWith('_value') ? 'name' : 'computed_at';
      expect(() => context.db.exec(`UPDATE ${table} SET ${column} = 'x'`)).toThrow(/never changed/);
    }
  });
});

describe('function', () => {
  const at = async (tests: readonly { date: string; uptakePctPerMin: number; flrSharePct: number }[]) => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWith(context, visits);
    addMeasure(context, { subjectId, measure });
    embolise(context, subjectId, '2026-03-02');
    for (const each of tests) addFunctionTest(context, { subjectId, functionTest: { ...each, note: '' } });
    const { results } = resultsForSubject(context, { subjectId });
    return results.map(({ kind, values, verdicts }) => ({
      kind,
      value: number(values, 'flr_function')?.value,
      reason: number(values, 'flr_function')?.reason,
      outcome: verdicts.find(({ criterion }) => criterion === 'resection_function')?.outcome,
    }));
  };

  test('of the CT that it was made with, judged strictly', async () => {
    const [baseline, w1, w3] = await at([
      { date: '2026-03-11', uptakePctPerMin: 14, flrSharePct: 38 },
      { date: '2026-03-24', uptakePctPerMin: 13.1, flrSharePct: 38 },
    ]);
    expect(w1!.value).toBeCloseTo(2.697732, 5);
    expect(w1!.outcome).toBe('met');
    expect(w3!.value).toBeLessThan(2.67);
    expect(w3!.outcome).toBe('not_met');
    expect(baseline).toMatchObject({ value: null, outcome: undefined });
  });

  test('is said to be missing where no test is near', async () => {
    const [, w1] = await at([{ date: '2026-03-20', uptakePctPerMin: 14, flrSharePct: 38 }]);
    expect(w1).toMatchObject({
      value: null,
      reason: 'No function test is recorded within 7 days of this CT.',
      outcome: 'unknown',
    });
  });
});

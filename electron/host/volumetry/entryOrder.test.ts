import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSeries, openStore, smallGrid, temporaryFolder } from '../../../tests/host/support.ts';
import type { SubjectResults } from '../../core/contract/results.ts';
import { embolisationInput, type TimePointKind } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';
import { openSegmentation, storeRevision } from '../segmentation/index.ts';
import { addEmbolisation, addFunctionTest, addMeasure, addSubject, setTimePoint } from '../trial/index.ts';
import { resultsForSubject } from './index.ts';

type Entry = (context: HostContext, subjectId: string) => Promise<void> | void;

const embolise =
  (date: string, kind: 'pve' | 'hve'): Entry =>
  (context, subjectId) => {
    const veins = { portalBranches: kind === 'pve' ? ['left'] : [], hepaticVeins: kind === 'hve' ? ['right'] : [] };
    addEmbolisation(context, {
      subjectId,
      embolisation: embolisationInput.parse({ date, kind, ...veins, materials: ['coils'] }),
    });
  };

const measureCt =
  (kind: TimePointKind, date: string, flr: number): Entry =>
  async (context, subjectId) => {
    const seriesId = addSeries(context, { acquisitionDate: date });
    setTimePoint(context, { subjectId, kind, seriesId });
    const { id: segmentationId } = openSegmentation(context, { seriesId });
    const voxels = smallGrid.dims[0] * smallGrid.dims[1] * smallGrid.dims[2];
    const labels = new Uint8Array(voxels).fill(1).fill(2, 0, flr);
    const action = { title: 'Draw', tool: 'brush@1', parameters: {} };
    await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
  };

const entries: readonly Entry[] = [
  measureCt('baseline', '2024-03-01', 40),
  measureCt('w1', '2024-03-11', 52),
  measureCt('w3', '2024-03-25', 61),
  embolise('2024-03-04', 'pve'),
  embolise('2024-03-16', 'hve'),
  (context, subjectId) => {
    addMeasure(context, { subjectId, measure: { date: '2024-02-25', heightCm: 175, weightKg: 80 } });
  },
  (context, subjectId) => {
    addMeasure(context, { subjectId, measure: { date: '2024-03-20', heightCm: 175, weightKg: 77 } });
  },
  (context, subjectId) => {
    addFunctionTest(context, {
      subjectId,
      functionTest: { date: '2024-03-12', uptakePctPerMin: 14, flrSharePct: 38, note: '' },
    });
  },
];

/** All that is derived, without the ids that every run makes anew. */
const derived = ({ results, growth }: SubjectResults) => ({
  results: results.map(({ kind, date, values, verdicts, warnings }) => ({ kind, date, values, verdicts, warnings })),
  growth: growth.map(({ fromDate, toDate, statement, daysSinceEmbolisation, values }) => ({
    fromDate,
    toDate,
    statement,
    daysSinceEmbolisation,
    values,
  })),
});

async function enter(order: readonly Entry[], looksBetween: boolean): Promise<ReturnType<typeof derived>> {
  const store = openStore(temporaryFolder());
  const { context } = store;
  const { id: subjectId } = addSubject(context, { code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
  for (const entry of order) {
    await entry(context, subjectId);
    // Looking stores what can be computed so far; it must not matter later.
    if (looksBetween) resultsForSubject(context, { subjectId });
  }
  const found = derived(resultsForSubject(context, { subjectId }));
  await store.close();
  return found;
}

test('any order of entry gives the same numbers, growth and verdicts', async () => {
  const expected = await enter(entries, false);
  expect(expected.results.map(({ kind }) => kind)).toEqual(['baseline', 'w1', 'w3']);
  const order = fc.shuffledSubarray([...entries], { minLength: entries.length });
  await fc.assert(
    fc.asyncProperty(order, fc.boolean(), async (shuffled, looksBetween) => {
      expect(await enter(shuffled, looksBetween)).toEqual(expected);
    }),
    { numRuns: 6 },
  );
}, 60_000);

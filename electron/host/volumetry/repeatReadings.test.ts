import { expect, test } from 'vitest';
import { addSeries, openStore, smallGrid, temporaryFolder } from '../../../tests/host/support.ts';
import { voxelVolumeMl } from '../../core/domain/geometry.ts';
import type { Actor } from '../../core/contract/accounts.ts';
import type { Result, ResultValue } from '../../core/contract/results.ts';
import type { HostContext } from '../context.ts';
import { beginSecondReading, readingsOf, reviewReading, signReading } from '../readings/index.ts';
import { openSegmentation, storeRevision } from '../segmentation/index.ts';
import { addMeasure, addSubject, setTimePoint } from '../trial/index.ts';
import { resultsForSubject } from './index.ts';

const VOXELS = smallGrid.dims[0] * smallGrid.dims[1] * smallGrid.dims[2];

/** Remnant in the first `flr` voxels, the rest is resected. */
async function draw(context: HostContext, seriesId: string, flr: number): Promise<void> {
  const { id: segmentationId, head } = openSegmentation(context, { seriesId });
  const action = { title: 'Draw', tool: 'brush@1', parameters: {} };
  const labels = new Uint8Array(VOXELS).fill(1).fill(2, 0, flr);
  await storeRevision(context, { segmentationId, parentRevisionId: head?.id ?? null, labels, action, cut: null });
}

async function sign(context: HostContext, seriesId: string): Promise<void> {
  const { openId } = readingsOf(context, { seriesId });
  reviewReading(context, { readingId: openId! });
  await signReading(context, { readingId: openId!, meaning: 'drew_and_checked', password: null });
}

const find = ({ values }: Result, quantity: string): ResultValue => {
  const found = values.find((value) => value.quantity === quantity);
  if (!found) throw new Error(`${quantity} is not among the values`);
  return found;
};

test('two signed readings of a CT are its error; a draft, or one alone, is not', async () => {
  const { context } = openStore(temporaryFolder());
  const { id: subjectId } = addSubject(context, { code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
  addMeasure(context, { subjectId, measure: { date: '2026-02-25', heightCm: 175, weightKg: 80 } });
  const seriesId = addSeries(context);
  setTimePoint(context, { subjectId, kind: 'baseline', seriesId, date: '2026-03-01' });
  await draw(context, seriesId, 60);
  const now = (by: HostContext = context): Result => resultsForSubject(by, { subjectId }).results[0]!;
  expect(now().reading?.state).toBe('draft');
  await sign(context, seriesId);
  const single = now();
  expect([single.reading?.state, find(single, 'flr').uncertainty?.basis]).toEqual(['signed', 'protocol_cv']);

  beginSecondReading(context, { seriesId });
  await draw(context, seriesId, 66);
  expect(resultsForSubject(context, { subjectId }).results).toEqual([]);
  await sign(context, seriesId);

  const both = now();
  expect(both.revisionId).toBe(single.revisionId);
  const flr = find(both, 'flr');
  expect(flr.value).toBe(find(single, 'flr').value);
  expect(flr.uncertainty).toMatchObject({
    basis: 'repeat_readings',
    statement: 'Standard error by the within-subject standard deviation of 2 readings of this CT.',
  });
  expect(flr.uncertainty!.standardError).toBeCloseTo((6 * voxelVolumeMl(smallGrid)) / Math.SQRT2, 9);
  // The readers agree on the total liver, and nobody marked tumour.
  expect(find(both, 'tlv').uncertainty!.standardError).toBe(0);
  expect(find(both, 'flr_pct_functional').uncertainty!.standardError).toBeCloseTo((100 * 6) / VOXELS / Math.SQRT2, 9);
  expect(find(both, 'weight').uncertainty?.basis).toBe('protocol_cv');
  // The earlier row, which was signed, stays.
  expect(context.db.prepare('SELECT count(*) FROM result WHERE id = ?').pluck().get(single.id)).toBe(1);
});

test('who only looks stores nothing', async () => {
  const { context, contextFor } = openStore(temporaryFolder());
  const monitor: Actor = { accountId: context.newId(), user: 'mo', printedName: 'Mo', role: 'monitor' };
  const { id: subjectId } = addSubject(context, { code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
  const seriesId = addSeries(context);
  setTimePoint(context, { subjectId, kind: 'baseline', seriesId, date: '2026-03-01' });
  await draw(context, seriesId, 60);
  const stored = (): unknown => context.db.prepare('SELECT count(*) FROM result').pluck().get();
  expect(resultsForSubject(contextFor(monitor), { subjectId }).results).toHaveLength(1);
  expect(stored()).toBe(0);
  resultsForSubject(context, { subjectId });
  expect(stored()).toBe(1);
});

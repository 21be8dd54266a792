/** A record with something in most of its tables, made by the program's own commands as the window calls them. */
import type { HostContext } from '../../electron/host/context.ts';
import { loadLabels, openSegmentation, storeRevision } from '../../electron/host/segmentation/index.ts';
import { caller } from './caller.ts';
import { cut, dividedLiver, embolisation, functionTest, measure, paint } from './recordEntries.ts';
import { addSeries } from './seriesRows.ts';

export interface WholeRecord {
  readonly subjectId: string;
  readonly seriesIds: readonly string[];
  readonly revisionIds: readonly string[];
}

/** Three CTs with revisions, a subject with everything that can be recorded, results, growth, a signature, an export. */
export async function fillRecord(context: HostContext, code = 'NL01-001'): Promise<WholeRecord> {
  const call = caller(context);
  const seriesIds = [
    addSeries(context, { acquisitionDate: '2026-01-10' }),
    addSeries(context, { acquisitionDate: '2026-02-10' }),
  ];
  const revisionIds: string[] = [];
  for (const [at, seriesId] of seriesIds.entries()) revisionIds.push(...(await drawTwice(context, seriesId, at)));
  const { id: subjectId } = await call('trial', 'addSubject', { code, sex: 'female', liverQuality: 'normal', measure });
  await call('trial', 'addMeasure', { subjectId, measure: { ...measure, date: '2026-01-20', weightKg: 68.5 } });
  await call('trial', 'addEmbolisation', { subjectId, embolisation });
  await call('trial', 'addFunctionTest', { subjectId, functionTest });
  for (const [kind, seriesId] of [
    ['baseline', seriesIds[0]],
    ['w1', seriesIds[1]],
  ])
    await call('trial', 'setTimePoint', { subjectId, kind, seriesId });
  await signOne(context, call, subjectId);
  await call('results', 'forSubject', { subjectId });
  await call('exports', 'resultsCsv', { subjectId });
  await call('settings', 'set', { ...(await call('settings', 'get', {})), deidentifyOnImport: true });
  return { subjectId, seriesIds, revisionIds };
}

/** A third CT with nothing on it that a reader would have to settle. */
async function signOne(context: HostContext, call: ReturnType<typeof caller>, subjectId: string): Promise<void> {
  const seriesId = addSeries(context, { acquisitionDate: '2026-02-20' });
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  await storeRevision(context, {
    segmentationId,
    parentRevisionId: null,
    action: paint,
    cut,
    labels: dividedLiver(),
  });
  await call('trial', 'setTimePoint', { subjectId, kind: 'w3', seriesId });
  const { readings } = await call('readings', 'ofSeries', { seriesId });
  const { id: readingId } = readings[0]!.reading;
  await call('readings', 'review', { readingId });
  await call('readings', 'sign', { readingId, meaning: 'drew_and_checked', password: null });
}

async function drawTwice(context: HostContext, seriesId: string, seed: number): Promise<string[]> {
  const { id: segmentationId, head } = openSegmentation(context, { seriesId });
  const ids: string[] = head === null ? [] : [head.id];
  for (const stroke of [1, 2]) {
    const { id } = await storeRevision(context, {
      segmentationId,
      parentRevisionId: ids.at(-1) ?? null,
      action: { title: 'Grow', tool: 'grow-tumour@1', parameters: { stroke } },
      cut: null,
      labels: Uint8Array.from({ length: 192 }, (_, at) => (at * (stroke + seed)) % 7),
    });
    ids.push(id);
  }
  loadLabels(context, ids.at(-1)!);
  return ids;
}

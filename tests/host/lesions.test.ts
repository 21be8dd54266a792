import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Revision } from '../../electron/core/contract/segmentation.ts';
import { encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import type { Lesion } from '../../electron/core/domain/lesions.ts';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { insertRevision } from '../../electron/host/db/tables/revision.ts';
import {
  commitUpload,
  getRevision,
  lesionsOfRevision,
  listRevisions,
  openSegmentation,
  setLesionStates,
  stageUpload,
  storeRevision,
} from '../../electron/host/segmentation/index.ts';
import { committedValue, digest, runsOfLabels } from '../../electron/host/segmentation/runs.ts';
import { addSeries, openStore, smallGrid, temporaryFolder } from './support.ts';

const DIMS = [8, 6, 4] as const;
const refusal = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;

/** Labels of the first rows, as text. */
function labelsOf(...rows: readonly string[]): Uint8Array {
  const labels = new Uint8Array(8 * 6 * 4);
  rows.forEach((row, j) => {
    labels.set(Array.from(row, Number), j * 8);
  });
  return labels;
}

function start() {
  const { context } = openStore(temporaryFolder());
  const seriesId = addSeries(context);
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const head = (): Revision | null => openSegmentation(context, { seriesId }).head;
  const store = (tool: string, ...rows: readonly string[]): Promise<Revision> =>
    storeRevision(context, {
      segmentationId,
      parentRevisionId: head()?.id ?? null,
      action: { title: tool, tool, parameters: {} },
      cut: null,
      labels: labelsOf(...rows),
    });
  return { context, seriesId, segmentationId, head, store };
}
const shown = ({ lesions }: Revision): string[] => lesions!.map(({ number, state }) => `${number} ${state}`);

async function commit(context: HostContext, segmentationId: string, lesions: Lesion[], row: string): Promise<Revision> {
  const [newest] = listRevisions(context, { segmentationId });
  const uploadId = await stageUpload(context, gzipSync(encodeRuns({ dims: DIMS, labels: labelsOf(row) })));
  const action = { title: 'Draw', tool: 'brush@1', parameters: {} };
  const parentRevisionId = newest?.id ?? null;
  return commitUpload(context, { segmentationId, parentRevisionId, uploadId, action, cut: null, lesions });
}

describe('lesions of revisions', () => {
  it('are followed by the host: proposed by algorithms, confirmed by a person, numbers never given again', async () => {
    const { store, context, seriesId } = start();
    const grown = await store('grow-tumour@1', '03301440');
    expect(shown(grown)).toEqual(['1 proposed', '2 proposed']);
    expect(grown.lesions).toMatchObject([
      { resectedVoxels: 2, flrVoxels: 0 },
      { resectedVoxels: 0, flrVoxels: 2 },
    ]);
    expect(shown(await store('eraser@1', '03301110'))).toEqual(['1 proposed']);
    const drawn = await store('brush@1', '03301113');
    expect(shown(drawn)).toEqual(['1 proposed', '3 confirmed']);
    expect(drawn.lesions![0]!.id).toBe(grown.lesions![0]!.id);
    expect(shown(await store('import-mask@1', '03300000'))).toEqual(['1 confirmed']);
    expect(openSegmentation(context, { seriesId }).lastLesionNumber).toBe(3);
  });

  it('come with a commit, and must be those of its labels', async () => {
    const { context, segmentationId } = start();
    const lesion = (number: number, anchor: number, state: Lesion['state'] = 'proposed'): Lesion => ({
      id: context.newId(),
      number,
      state,
      anchor,
    });
    const first = lesion(1, 2, 'confirmed');
    const revision = await commit(context, segmentationId, [first, lesion(2, 6)], '03301440');
    expect(shown(revision)).toEqual(['1 confirmed', '2 proposed']);
    expect(getRevision(context, revision.id)).toEqual(revision);
    for (const [lesions, sentence] of [
      [[lesion(1, 3), lesion(2, 6)], 'anchor outside'],
      [[lesion(1, 1), lesion(2, 2)], 'one piece'],
      [[lesion(1, 1)], 'not listed'],
      [[first, { ...first, anchor: 6 }], 'listed twice'],
    ] as const) {
      await expect(commit(context, segmentationId, [...lesions], '03301440')).rejects.toThrow(
        refusal('invalid_input', sentence),
      );
    }
    expect(listRevisions(context, { segmentationId })).toHaveLength(1);
  });

  it('get the next numbers when theirs are taken, and keep them', async () => {
    const { context, segmentationId, store } = start();
    await store('grow-tumour@1', '03301440');
    const [mine, other] = [context.newId(), context.newId()];
    const claimed = [
      { id: other, number: 9, state: 'confirmed', anchor: 6 },
      { id: mine, number: 1, state: 'confirmed', anchor: 1 },
    ] as const;
    const revision = await commit(context, segmentationId, [...claimed], '03301440');
    expect(revision.lesions!.map(({ id, number }) => [id, number])).toEqual([
      [mine, 3],
      [other, 4],
    ]);
    const foreign = start();
    expect((await foreign.store('brush@1', '03')).lesions![0]!.number).toBe(1);
    const elsewhere = openSegmentation(context, { seriesId: addSeries(context) });
    await expect(
      commit(context, elsewhere.id, [{ id: mine, number: 1, state: 'proposed', anchor: 1 }], '03'),
    ).rejects.toThrow(refusal('invalid_input', 'another segmentation'));
  });

  it('are confirmed and unconfirmed as revisions with their entries in the trail', async () => {
    const { context, segmentationId, store } = start();
    await expect(setLesionStates(context, { segmentationId, numbers: 'all', state: 'confirmed' })).rejects.toThrow(
      refusal('refused', 'Nothing is drawn'),
    );
    const grown = await store('grow-tumour@1', '03301440');
    const confirmed = await setLesionStates(context, { segmentationId, numbers: [2], state: 'confirmed' });
    expect(shown(confirmed)).toEqual(['1 proposed', '2 confirmed']);
    expect(confirmed).toMatchObject({
      number: 2,
      sha256: grown.sha256,
      action: { title: 'Confirm lesion 2', tool: 'confirm-lesion@1', parameters: { lesions: '2' } },
    });
    expect(auditPage(context, { limit: 1 }).entries).toMatchObject([{ action: 'commit', entityId: confirmed.id }]);
    expect(await setLesionStates(context, { segmentationId, numbers: [2], state: 'confirmed' })).toEqual(confirmed);
    await expect(setLesionStates(context, { segmentationId, numbers: [7], state: 'confirmed' })).rejects.toThrow(
      refusal('not_found', 'no lesion 7'),
    );
    const none = await setLesionStates(context, { segmentationId, numbers: 'all', state: 'proposed' });
    expect([shown(none), none.action.title]).toEqual([['1 proposed', '2 proposed'], 'Unconfirm lesion 2']);
    const all = await setLesionStates(context, { segmentationId, numbers: 'all', state: 'confirmed' });
    expect([shown(all), all.action.title]).toEqual([['1 confirmed', '2 confirmed'], 'Confirm all lesions']);
    expect(await verifyTrail(context)).toMatchObject({ ok: true, problem: null });
  });

  it('of a revision from before they had a state are all confirmed, and its entry in the trail still fits', async () => {
    const folder = temporaryFolder();
    const before = openStore(folder);
    const seriesId = addSeries(before.context);
    const { id: segmentationId } = openSegmentation(before.context, { seriesId });
    const old = storeAsBefore(before.context, segmentationId);
    await before.close();
    const { context } = openStore(folder);
    expect(getRevision(context, old)).toMatchObject({ lesions: null });
    expect(await verifyTrail(context)).toMatchObject({ ok: true, problem: null });
    expect(lesionsOfRevision(context, old).map(({ lesion }) => [lesion.number, lesion.state])).toEqual([
      [1, 'confirmed'],
      [2, 'confirmed'],
    ]);
    const next = await setLesionStates(context, { segmentationId, numbers: [2], state: 'proposed' });
    expect(shown(next)).toEqual(['1 confirmed', '2 proposed']);
  });
});

/** As the program did before lesions had a state: without a list, in the row and in the trail. */
function storeAsBefore(context: HostContext, segmentationId: string): string {
  const { runs, counts } = runsOfLabels(labelsOf('03301440'), smallGrid);
  const zipped = gzipSync(runs);
  const revision: Revision = {
    id: context.newId(),
    segmentationId,
    parentRevisionId: null,
    number: 1,
    createdAt: context.now().toISOString(),
    action: { title: 'Grow', tool: 'grow-tumour@1', parameters: {} },
    counts,
    cut: null,
    lesions: null,
    sha256: digest(runs),
  };
  const recorded = committedValue(revision, zipped);
  expect(recorded).not.toHaveProperty('lesions');
  context.change((record) => {
    insertRevision(context.db, revision, zipped);
    record({ action: 'commit', entity: 'revision', entityId: revision.id, newValue: recorded });
  });
  return revision.id;
}

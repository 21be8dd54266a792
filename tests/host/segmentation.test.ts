import { readdirSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import type { HostContext } from '../../electron/host/context.ts';
import {
  MAX_UPLOAD_BYTES,
  commitUpload,
  listRevisions,
  listSegmentations,
  loadLabels,
  openSegmentation,
  revisionBytes,
  stageUpload,
  storeRevision,
} from '../../electron/host/segmentation/index.ts';
import { addSeries, openStore, smallGrid, temporaryFolder } from './support.ts';

const VOXELS = 8 * 6 * 4;
const action = { title: 'Paint liver', tool: 'paint@1', parameters: { radiusMm: 5 } };
const refusal = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;

const labelsOf = (seed: number): Uint8Array => Uint8Array.from({ length: VOXELS }, (_, at) => (at * (seed + 3)) % 7);
const upload = (context: HostContext, labels: Uint8Array, dims: readonly [number, number, number] = [8, 6, 4]) =>
  stageUpload(context, gzipSync(encodeRuns({ dims, labels })));

function start() {
  const store = openStore(temporaryFolder());
  const { id: segmentationId } = openSegmentation(store.context, { seriesId: addSeries(store.context) });
  return { ...store, segmentationId, first: { segmentationId, parentRevisionId: null, action, cut: null } };
}

describe('a segmentation', () => {
  it('is made once per series', () => {
    const { context } = openStore(temporaryFolder());
    const seriesId = addSeries(context);
    const opened = openSegmentation(context, { seriesId });
    expect(opened).toMatchObject({ seriesId, head: null });
    expect(openSegmentation(context, { seriesId })).toEqual(opened);
    expect(listSegmentations(context)).toEqual([opened]);
    expect(auditPage(context, { limit: 10 }).entries.filter(({ entity }) => entity === 'segmentation')).toHaveLength(1);
  });

  it('is refused for a series without a volume', () => {
    const { context } = openStore(temporaryFolder());
    const seriesId = addSeries(context, { geometry: null });
    expect(() => openSegmentation(context, { seriesId })).toThrow(refusal('refused', "can't make a volume"));
    expect(() => openSegmentation(context, { seriesId: context.newId() })).toThrow(refusal('not_found', 'series'));
  });
});

describe('a commit', () => {
  it('stores the labels, counted here, with the entry in the trail, and tells it', async () => {
    const { context, first, segmentationId, onEvent } = start();
    const told: unknown[] = [];
    onEvent('segmentation.changed', (payload) => {
      told.push(payload);
    });
    const labels = labelsOf(1);
    const cut = {
      surfaces: [
        {
          pointsMm: [
            [0, 0, 0],
            [1, 0, 0],
            [0, 1, 0],
          ] as [number, number, number][],
        },
      ],
      flrSide: [0, 0, 9] as [number, number, number],
    };
    const revision = await commitUpload(context, { ...first, cut, uploadId: await upload(context, labels) });
    expect(revision).toMatchObject({ number: 1, parentRevisionId: null, action, cut });
    expect(revision.counts).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((label) => labels.filter((value) => value === label).length),
    );
    expect(loadLabels(context, revision.id)).toEqual({ dims: [8, 6, 4], labels });
    expect(auditPage(context, { limit: 1 }).entries).toMatchObject([
      { action: 'commit', entity: 'revision', entityId: revision.id },
    ]);
    expect(told).toEqual([{ segmentationId, revisionId: revision.id }]);
    expect(listSegmentations(context)[0]!.head).toEqual(revision);
  });

  it('on anything but the head is a conflict that stores nothing, even when two race', async () => {
    const { context, first, segmentationId } = start();
    const uploads = [await upload(context, labelsOf(1)), await upload(context, labelsOf(2))];
    const ends = await Promise.allSettled(uploads.map((uploadId) => commitUpload(context, { ...first, uploadId })));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    const uploadId = await upload(context, labelsOf(3));
    await expect(commitUpload(context, { ...first, uploadId })).rejects.toThrow(
      refusal('conflict', 'changed elsewhere'),
    );
    expect(listRevisions(context, { segmentationId })).toHaveLength(1);
    expect(readdirSync(context.folder.uploads)).toEqual([]);
  });

  it.each([
    [
      'of other dimensions',
      gzipSync(encodeRuns({ dims: [6, 8, 4], labels: new Uint8Array(VOXELS) })),
      'other dimensions',
    ],
    ['of another size', gzipSync(encodeRuns({ dims: [8, 6, 5], labels: new Uint8Array(240) })), 'other dimensions'],
    [
      'of a claimed giant',
      gzipSync(Uint8Array.from([0x52, 0x4c, 0x4d, 0x31, 0x80, 0x08, 0x80, 0x08, 0x80, 0x08])),
      'not a whole labelmap',
    ],
    [
      'that are cut short',
      gzipSync(encodeRuns({ dims: [8, 6, 4], labels: labelsOf(1) }).subarray(0, 40)),
      'not a whole labelmap',
    ],
    [
      'with an unknown label',
      gzipSync(Uint8Array.from([0x52, 0x4c, 0x4d, 0x31, 8, 6, 4, 7, 0xc0, 0x01])),
      'not a whole labelmap',
    ],
    ['that unfold without end', gzipSync(new Uint8Array(10_000_000)), 'not a gzipped labelmap'],
    ['that are not gzip', new Uint8Array(100), 'not a gzipped labelmap'],
    ['that are nothing', new Uint8Array(0), 'not a gzipped labelmap'],
  ])('of bytes %s is refused and the bytes are gone', async (_, bytes, sentence) => {
    const { context, first, segmentationId } = start();
    const uploadId = await stageUpload(context, bytes);
    await expect(commitUpload(context, { ...first, uploadId })).rejects.toThrow(refusal('invalid_input', sentence));
    expect(listRevisions(context, { segmentationId })).toEqual([]);
    expect(readdirSync(context.folder.uploads)).toEqual([]);
  });

  it('uses its upload up and knows no file outside', async () => {
    const { context, first } = start();
    const uploadId = await upload(context, labelsOf(1));
    const { id } = await commitUpload(context, { ...first, uploadId });
    const again = { ...first, parentRevisionId: id };
    await expect(commitUpload(context, { ...again, uploadId })).rejects.toThrow(
      refusal('not_found', 'not there any more'),
    );
    await expect(commitUpload(context, { ...again, uploadId: '../remnant.sqlite' })).rejects.toThrow(
      refusal('not_found', 'no such upload'),
    );
  });

  it('refuses labels that no labelmap has', async () => {
    const { context, first } = start();
    await expect(storeRevision(context, { ...first, labels: new Uint8Array(VOXELS).fill(7) })).rejects.toThrow(
      'labels 0 to 6',
    );
    await expect(storeRevision(context, { ...first, labels: new Uint8Array(9) })).rejects.toThrow('other dimensions');
  });
});

describe('an upload', () => {
  it('may come in pieces', async () => {
    const { context, first } = start();
    const bytes = gzipSync(encodeRuns({ dims: [8, 6, 4], labels: labelsOf(4) }));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.subarray(at, at + 7));
        controller.close();
      },
    });
    const revision = await commitUpload(context, { ...first, uploadId: await stageUpload(context, body) });
    expect(loadLabels(context, revision.id).labels).toEqual(labelsOf(4));
  });

  it('beyond the limit is refused and not kept', async () => {
    const { context } = start();
    const chunk = new Uint8Array(64 * 1024 * 1024);
    async function* endless() {
      for (;;) yield await Promise.resolve(chunk);
    }
    expect(MAX_UPLOAD_BYTES).toBe(268435456);
    await expect(stageUpload(context, endless())).rejects.toThrow(refusal('invalid_input', '256 MiB'));
    expect(readdirSync(context.folder.uploads)).toEqual([]);
  });

  it('that breaks off is not kept', async () => {
    const { context } = start();
    async function* broken() {
      yield await Promise.resolve(new Uint8Array(10));
      throw new Error('connection lost');
    }
    await expect(stageUpload(context, broken())).rejects.toThrow(refusal('io', 'as a whole'));
    expect(readdirSync(context.folder.uploads)).toEqual([]);
  });
});

describe('revisions', () => {
  it('only grow: a hundred of them are all there, in order, each with its labels', async () => {
    const { context, first, segmentationId } = start();
    let parentRevisionId: string | null = null;
    for (let number = 1; number <= 100; number++) {
      const labels = labelsOf(number);
      const revision = await storeRevision(context, { ...first, parentRevisionId, labels });
      expect(revision).toMatchObject({ number, parentRevisionId });
      parentRevisionId = revision.id;
    }
    const all = listRevisions(context, { segmentationId });
    expect(all.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, at) => 100 - at));
    for (const { id, number } of all) expect(loadLabels(context, id).labels).toEqual(labelsOf(number));
    expect(await verifyTrail(context)).toMatchObject({ ok: true, problem: null });
  });

  it.each([
    ['UPDATE', `UPDATE revision SET counts = '[]'`],
    ['DELETE', 'DELETE FROM revision'],
    ['REPLACE', 'INSERT OR REPLACE INTO revision SELECT * FROM revision'],
  ])('refuse %s in the database itself', async (_, sql) => {
    const { context, first } = start();
    await storeRevision(context, { ...first, labels: labelsOf(1) });
    expect(() => context.db.exec(sql)).toThrow('a revision is never');
    expect(await verifyTrail(context)).toMatchObject({ ok: true });
  });

  it('are served as stored: gzipped runs of the series grid', async () => {
    const { context, first } = start();
    const { id } = await storeRevision(context, { ...first, labels: labelsOf(5) });
    expect(new Uint8Array(gunzipSync(revisionBytes(context, id)))).toEqual(
      encodeRuns({ dims: smallGrid.dims, labels: labelsOf(5) }),
    );
    expect(() => revisionBytes(context, context.newId())).toThrow(refusal('not_found', 'revision'));
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { writeSeries } from '../../../tests/fixtures/index.ts';
import { openStore, temporaryFolder } from '../../../tests/host/support.ts';
import { encodeRuns } from '../../core/domain/labelmapRuns.ts';
import type { HostContext } from '../context.ts';
import { insertExportFile } from '../db/tables/exportFile.ts';
import { getSeries, importPaths } from '../library/index.ts';
import { commitUpload, openSegmentation, revisionBytes } from '../segmentation/index.ts';
import { handleBlob } from './index.ts';

const ask = (context: HostContext, path: string, init?: RequestInit): Promise<Response> =>
  handleBlob(context, new Request(`http://host${path}`, init));
const huOf = async (response: Response): Promise<number[]> => [...new Int16Array(await response.arrayBuffer())];

async function imported(change?: Parameters<typeof writeSeries>[1]) {
  const { context } = openStore(join(temporaryFolder(), 'data'));
  const written = await writeSeries(temporaryFolder(), change);
  const { seriesIds } = await importPaths(context, { paths: [written.folder] });
  return { context, written, seriesId: seriesIds[0]! };
}

test('a volume is sent whole or in part, decoded and from the cache, with its exact length', async () => {
  const { context, written, seriesId } = await imported();
  const sliceSize = written.geometry.dims[0] * written.geometry.dims[1];
  const part = (from: number, count: number): number[] => [
    ...written.hu.subarray(from * sliceSize, (from + count) * sliceSize),
  ];
  // The middle first, as a window does, while the rest is decoded.
  const [middle, whole] = await Promise.all([
    ask(context, `/blob/volume/${seriesId}?from=5&count=1`),
    ask(context, `/blob/volume/${seriesId}`),
  ]);
  expect(middle.headers.get('content-length')).toBe(String(sliceSize * 2));
  expect(whole.headers.get('content-length')).toBe(String(written.hu.byteLength));
  expect(await huOf(middle)).toEqual(part(5, 1));
  expect(await huOf(whole)).toEqual(part(0, 10));
  expect(await huOf(await ask(context, `/blob/volume/${seriesId}?from=7`))).toEqual(part(7, 3));
  expect(await huOf(await ask(context, `/blob/volume/${seriesId}?count=2`))).toEqual(part(0, 2));
});

test('a reader that stops early leaves the volume readable', async () => {
  const { context, written, seriesId } = await imported();
  const { body } = await ask(context, `/blob/volume/${seriesId}`);
  const reader = body!.getReader();
  await reader.read();
  await reader.cancel();
  expect(await huOf(await ask(context, `/blob/volume/${seriesId}`))).toEqual([...written.hu]);
});

test('what can not be answered says why', async () => {
  const { context, seriesId } = await imported();
  const refused = await imported({ change: (dataset, k) => (k === 4 ? null : dataset) });
  const cases: [HostContext, string, RequestInit | undefined, number, string][] = [
    [context, '/blob/volume/nothing', undefined, 404, 'not_found'],
    [context, `/blob/volume/${randomUUID()}`, undefined, 404, 'not_found'],
    [context, `/blob/revision/${randomUUID()}`, undefined, 404, 'not_found'],
    [context, `/blob/export/${randomUUID()}`, undefined, 404, 'not_found'],
    [context, '/blob/upload', undefined, 404, 'not_found'],
    [context, '/blob/upload', { method: 'PUT' }, 400, 'invalid_input'],
    [context, `/blob/volume/${seriesId}?from=10`, undefined, 400, 'invalid_input'],
    [context, `/blob/volume/${seriesId}?from=9&count=2`, undefined, 400, 'invalid_input'],
    [context, `/blob/volume/${seriesId}?from=-1`, undefined, 400, 'invalid_input'],
    [refused.context, `/blob/volume/${refused.seriesId}`, undefined, 409, 'refused'],
  ];
  for (const [host, path, init, status, code] of cases) {
    const response = await ask(host, path, init);
    expect([path, response.status]).toEqual([path, status]);
    expect(await response.json()).toMatchObject({ code, message: expect.stringMatching(/\.$/) as unknown });
  }
});

test('originals that are gone are an error response, not a broken stream', async () => {
  const { context, seriesId } = await imported();
  rmSync(context.folder.originals, { recursive: true });
  const response = await ask(context, `/blob/volume/${seriesId}`);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ code: 'io' });
});

test('an uploaded labelmap is committed and comes back as it was, still packed', async () => {
  const { context, seriesId } = await imported();
  const { dims } = getSeries(context, { seriesId }).geometry!;
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]).fill(2, 100, 200);
  const body = gzipSync(encodeRuns({ dims, labels }));
  const upload = await ask(context, '/blob/upload', { method: 'PUT', body: new Uint8Array(body) });
  const { uploadId } = (await upload.json()) as { uploadId: string };
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const action = { title: 'Draw', tool: 'test@1', parameters: {} };
  const revision = await commitUpload(context, { segmentationId, parentRevisionId: null, uploadId, action, cut: null });
  const response = await ask(context, `/blob/revision/${revision.id}`);
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(revisionBytes(context, revision.id)));
});

test.each([
  ['/blob/upload', (uploadId: string) => uploadId],
  [`/blob/source/${randomUUID()}`, () => null],
])('nothing stays of what was put to %s and given up', async (path, idIn) => {
  const { context } = openStore(join(temporaryFolder(), 'data'));
  const put = await ask(context, `${path}?path=CD/1.dcm`, { method: 'PUT', body: 'part of it' });
  const { uploadId } = (await put.json()) as { uploadId?: string };
  const id = idIn(uploadId ?? '');
  expect(readdirSync(context.folder.uploads)).toHaveLength(1);
  for (let time = 0; time < 2; time++)
    expect(await ask(context, id === null ? path : `${path}/${id}`, { method: 'DELETE' })).toMatchObject({
      status: 200,
    });
  expect(readdirSync(context.folder.uploads)).toEqual([]);
});

test('an export is a download under its own name; one that was changed is not sent', async () => {
  const { context } = openStore(join(temporaryFolder(), 'data'));
  const text = 'quantity,value\n';
  const [id, outside] = [randomUUID(), randomUUID()];
  const row = {
    createdAt: context.now().toISOString(),
    kind: 'results_csv',
    subjectId: null,
    revisionId: null,
    fileName: 'NL01-007 résultats.csv',
    byteCount: text.length,
    sha256: createHash('sha256').update(text).digest('hex'),
  } as const;
  writeFileSync(join(context.folder.exports, 'results.csv'), text);
  writeFileSync(join(context.folder.root, 'secret.csv'), text);
  context.change((record) => {
    record({ action: 'export', entity: 'export_file', entityId: id });
    insertExportFile(context.db, { ...row, id, path: 'exports/results.csv' });
    insertExportFile(context.db, { ...row, id: outside, path: 'exports/../secret.csv' });
  });
  const response = await ask(context, `/blob/export/${id}`);
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename="NL01-007_r_sultats.csv"; filename*=UTF-8''NL01-007%20r%C3%A9sultats.csv`,
  );
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(await response.text()).toBe(text);
  expect((await ask(context, `/blob/export/${outside}`)).status).toBe(500);
  writeFileSync(join(context.folder.exports, 'results.csv'), 'less');
  expect((await ask(context, `/blob/export/${id}`)).status).toBe(500);
});

/** The whole host as the window has it: through the contract and the blob routes, on real files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryChannels } from '../../electron/core/contract/channel.ts';
import { createClient } from '../../electron/core/contract/client.ts';
import { contract } from '../../electron/core/contract/index.ts';
import type { Job } from '../../electron/core/contract/jobs.ts';
import { serve } from '../../electron/core/contract/serve.ts';
import { voxelCount, voxelVolumeMl } from '../../electron/core/domain/geometry.ts';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { decodeRuns, encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { countLabels } from '../../electron/core/domain/labels.ts';
import { openHost } from '../../electron/host/open.ts';
import { writeSeries } from '../fixtures/index.ts';
import { VERSION, temporaryFolder } from './support.ts';

const now = () => new Date('2026-03-01T12:00:00.000Z');

async function start(dataFolder: string) {
  const host = await openHost({ dataFolder, version: VERSION, now });
  const [here, there] = memoryChannels();
  const stop = serve(contract, host.handlers, host.onEvent, there);
  const { client, listen } = createClient(contract, here);
  const close = async () => {
    stop();
    await host.close();
  };
  onTestFinished(close);
  const blob = (path: string, init?: RequestInit) => host.handleBlob(new Request(`http://host${path}`, init));
  return { client, listen, blob, close };
}
type Window = Awaited<ReturnType<typeof start>>;

/** Resolves with the job once it has ended. */
async function ended({ client, listen }: Window, begin: () => Promise<{ jobId: string }>): Promise<Job> {
  const seen = new Map<string, Job>();
  let wake: () => void = () => undefined;
  const stop = listen('jobs.changed', (job) => {
    seen.set(job.id, job);
    wake();
  });
  const { jobId } = await begin();
  for (const job of await client.jobs.list({})) if (!seen.has(job.id)) seen.set(job.id, job);
  while (seen.get(jobId)?.state === 'running' || !seen.has(jobId)) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  stop();
  return seen.get(jobId)!;
}

async function importedSeries(window: Window, date: string) {
  const written = await writeSeries(temporaryFolder(), { description: { uidSeed: date, date } });
  const job = await ended(window, () => window.client.library.startImport({ paths: [written.folder] }));
  expect(job).toMatchObject({ state: 'done' });
  const all = await window.client.library.listSeries({});
  return { ...all.find(({ seriesInstanceUid }) => seriesInstanceUid === written.seriesInstanceUid)!, hu: written.hu };
}

/** All labels but the last two, whose voxels no drawing tool makes yet, in one block inside the volume. */
function someLabels(geometry: VolumeGeometry): Uint8Array {
  const labels = new Uint8Array(voxelCount(geometry));
  const [width, height] = geometry.dims;
  for (let at = 0; at < labels.length; at++) {
    const i = at % width;
    const j = Math.floor(at / width) % height;
    if (i > 0 && j > 0) labels[at] = i < width / 2 ? (j === 2 ? 3 : 1) : j === 3 ? 4 : 2;
  }
  return labels;
}

async function commit({ client, blob }: Window, seriesId: string, geometry: VolumeGeometry, labels: Uint8Array) {
  const body = gzipSync(encodeRuns({ dims: geometry.dims, labels }));
  const put = await blob('/blob/upload', { method: 'PUT', body });
  const { uploadId } = (await put.json()) as { uploadId: string };
  const { id: segmentationId, head } = await client.segmentation.open({ seriesId });
  return client.segmentation.commit({
    segmentationId,
    parentRevisionId: head?.id ?? null,
    uploadId,
    action: { title: 'Draw', tool: 'brush@1', parameters: {} },
    cut: null,
  });
}

describe('the host', () => {
  it('takes a series from its files to volumes in the record and out again, and has it all after a restart', async () => {
    const dataFolder = temporaryFolder();
    const window = await start(dataFolder);
    const { client, blob } = window;
    expect(await client.app.info({})).toMatchObject({
      name: 'Remnant',
      version: VERSION,
      dataFolder,
      accounts: 'none',
    });

    const series = await importedSeries(window, '20260105');
    expect(series).toMatchObject({ geometryStatus: 'regular', acquisitionDate: '2026-01-05' });
    const geometry = series.geometry!;
    const volume = await (await blob(`/blob/volume/${series.id}`)).arrayBuffer();
    expect(new Int16Array(volume)).toEqual(series.hu);

    const labels = someLabels(geometry);
    const revision = await commit(window, series.id, geometry, labels);
    const stored = new Uint8Array(await (await blob(`/blob/revision/${revision.id}`)).arrayBuffer());
    expect(decodeRuns(gunzipSync(stored)).labels).toEqual(labels);

    const { id: subjectId } = await client.trial.addSubject({
      code: 'NL01-007',
      sex: 'female',
      measure: { date: '2026-01-01', heightCm: 170, weightKg: 70 },
    });
    await client.trial.setTimePoint({ subjectId, kind: 'baseline', seriesId: series.id });
    const { results } = await client.results.forSubject({ subjectId });
    const value = (quantity: string) => results[0]!.values.find((each) => each.quantity === quantity)!.value;
    const counts = countLabels(labels);
    const liver = counts.slice(1).reduce((sum, count) => sum + count, 0);
    expect(value('tlv')).toBeCloseTo(liver * voxelVolumeMl(geometry), 6);
    expect(value('flr')).toBeCloseTo(counts[2]! * voxelVolumeMl(geometry), 6);

    const csv = await client.exports.resultsCsv({ subjectId });
    expect(await (await blob(csv.url)).text()).toContain('NL01-007');
    const { entries: before } = await client.audit.list({});
    expect(await client.audit.verify({})).toMatchObject({ ok: true, entries: before[0]!.sequence, problem: null });

    await window.close();
    const again = await start(dataFolder);
    expect((await again.client.segmentation.open({ seriesId: series.id })).head).toEqual(revision);
    expect((await again.client.results.forSubject({ subjectId })).results).toEqual(results);
    expect((await again.client.audit.list({})).entries).toEqual(before);
  });

  it.each(['seg', 'nifti'] as const)(
    'gives a segmentation as %s, which comes back as the same labels',
    async (format) => {
      const window = await start(temporaryFolder());
      const { client, blob } = window;
      const series = await importedSeries(window, '20260106');
      const labels = someLabels(series.geometry!);
      const { segmentationId } = await commit(window, series.id, series.geometry!, labels);
      const file = await client.exports.segmentationFile({ segmentationId, format });
      const { dataFolder } = await client.app.info({});
      const path = join(dataFolder, file.path);
      expect(readFileSync(path).byteLength).toBe(file.byteCount);
      const back = await client.segmentation.importMask({ seriesId: series.id, path, labels: 'full' });
      const stored = new Uint8Array(await (await blob(`/blob/revision/${back.id}`)).arrayBuffer());
      expect(decodeRuns(gunzipSync(stored)).labels).toEqual(labels);
      expect(back).toMatchObject({ number: 2, action: { tool: 'import-mask@1', parameters: { format } } });
    },
  );

  it('answers what is wrong with a code and a sentence, and goes on', async () => {
    const { client, blob } = await start(temporaryFolder());
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';
    await expect(client.trial.getSubject({ subjectId: nobody })).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.trial.addSubject({ code: 'JANE DOE', sex: 'female' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('never a name') as string,
    });
    await expect(client.results.forSubject({ subjectId: nobody })).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.jobs.cancel({ jobId: nobody })).rejects.toMatchObject({ code: 'not_found' });
    expect((await blob(`/blob/revision/${nobody}`)).status).toBe(404);
    expect(await client.trial.listSubjects({})).toEqual([]);
  });

  it('on a folder that is in use says so', async () => {
    const dataFolder = temporaryFolder();
    await start(dataFolder);
    await expect(openHost({ dataFolder, version: VERSION })).rejects.toMatchObject({ code: 'busy' });
  });
});

/** Models as the host runs them: with the real runtime, in the real process. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Job } from '../../electron/core/contract/jobs.ts';
import { decodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { auditPage } from '../../electron/host/audit/index.ts';
import { listSeries } from '../../electron/host/library/index.ts';
import {
  addModel,
  describeModelFile,
  hashFile,
  listModels,
  modelPath,
  segmentSeries,
} from '../../electron/host/models/index.ts';
import { openHost, type Host } from '../../electron/host/open.ts';
import { writeSeries } from '../fixtures/index.ts';
import { writeModel } from '../fixtures/models/files.ts';
import {
  fixedNetwork,
  greedyNetwork,
  nanNetwork,
  sliceNetwork,
  thresholdDescription,
  thresholdNetwork,
} from '../fixtures/models/networks.ts';
import { temporaryFolder, VERSION } from './support.ts';

async function openTestHost(): Promise<Host> {
  const host = await openHost({ dataFolder: temporaryFolder(), version: VERSION });
  onTestFinished(() => host.close());
  return host;
}

const ended = ({ onEvent }: Host, wanted: (job: Job) => boolean): Promise<Job> =>
  new Promise((resolve) => {
    const stop = onEvent('jobs.changed', (job) => {
      if (!wanted(job)) return;
      stop();
      resolve(job);
    });
  });
const isOver = ({ state }: Job): boolean => state !== 'running';

/** A series whose values are no thresholds, imported. */
async function importSeries(host: Host): Promise<{ seriesId: string; hu: Int16Array }> {
  const { folder, hu } = await writeSeries(join(temporaryFolder(), 'ct'));
  const over = ended(host, isOver);
  await host.handlers.library.startImport({ paths: [folder], inPlace: false });
  expect((await over).state).toBe('done');
  return { seriesId: listSeries(host.context)[0]!.id, hu };
}

const found = (hu: Int16Array): Uint8Array => Uint8Array.from(hu, (value) => (value > 150 ? 4 : value > 100 ? 1 : 0));
const add = (host: Host, path: string) => addModel(host.context, { path, descriptionPath: null });
const refusal = (code: string, text: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(text) as string }) as Error;

describe('a model', () => {
  it('is tried, kept by its hash, run as a job, and removed', async () => {
    const host = await openTestHost();
    const { seriesId, hu } = await importSeries(host);
    const path = await writeModel(temporaryFolder(), 'threshold', thresholdNetwork(), thresholdDescription);
    const model = await add(host, path);
    expect(model).toMatchObject({ description: thresholdDescription, channels: 3, sha256: await hashFile(path) });
    expect(await hashFile(modelPath(host.context.folder, model.sha256))).toBe(model.sha256);
    expect(listModels(host.context)).toEqual([model]);
    await expect(add(host, path)).rejects.toEqual(refusal('conflict', /Threshold 1\.0 is there already/));

    const steps = new Set<string>();
    host.onEvent('jobs.changed', ({ step }) => steps.add(step));
    const over = ended(host, isOver);
    const { jobId } = await host.handlers.models.run({ seriesId, modelId: model.id });
    expect(await over).toMatchObject({ id: jobId, kind: 'model', title: 'Model Threshold 1.0', state: 'done' });
    expect([...steps].some((step) => /^Patch \d+ of \d+$/.test(step))).toBe(true);
    const response = await host.handleBlob(new Request(`http://host/blob/found/${jobId}`));
    expect(decodeRuns(gunzipSync(await response.bytes())).labels).toEqual(found(hu));

    await host.handlers.models.remove({ modelId: model.id });
    expect(listModels(host.context)).toEqual([]);
    await expect(hashFile(modelPath(host.context.folder, model.sha256))).rejects.toEqual(
      refusal('io', /can't be read/),
    );
    expect(() => host.handlers.models.run({ seriesId, modelId: model.id })).toThrow(
      refusal('not_found', /no such model/),
    );
    const actions = auditPage(host.context, { limit: 50 }).entries.filter(({ entity }) => entity === 'model');
    expect(actions.map(({ action }) => action).sort()).toEqual(['create', 'remove']);
  });

  it('of slices gives the same', async () => {
    const host = await openTestHost();
    const { seriesId, hu } = await importSeries(host);
    const path = await writeModel(temporaryFolder(), 'slices', sliceNetwork(), {
      ...thresholdDescription,
      patch: [8, 8],
    });
    const model = { ...(await describeModelFile(path, null)), sha256: await hashFile(path) };
    const runs = await segmentSeries(host.context, {
      seriesId,
      model,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(decodeRuns(runs).labels).toEqual(found(hu));
  });

  it('whose file was changed is not run', async () => {
    const host = await openTestHost();
    const { seriesId } = await importSeries(host);
    const model = await add(host, await writeModel(temporaryFolder(), 'a', thresholdNetwork(), thresholdDescription));
    await writeFile(modelPath(host.context.folder, model.sha256), sliceNetwork());
    const over = ended(host, isOver);
    await host.handlers.models.run({ seriesId, modelId: model.id });
    expect(await over).toMatchObject({
      state: 'failed',
      error: { code: 'io', message: expect.stringMatching(/was changed/) as string },
    });
  });

  it('is stopped at once, and its process with it', async () => {
    const host = await openTestHost();
    const { seriesId } = await importSeries(host);
    const path = await writeModel(temporaryFolder(), 'slow', thresholdNetwork(), {
      ...thresholdDescription,
      patch: [1, 1, 1],
    });
    const model = await add(host, path);
    const begun = ended(host, ({ step }) => step.startsWith('Patch'));
    const { jobId } = await host.handlers.models.run({ seriesId, modelId: model.id });
    await begun;
    expect(() => host.handlers.models.run({ seriesId, modelId: model.id })).toThrow(refusal('busy', /running already/));
    const over = ended(host, isOver);
    host.context.jobs.cancel(jobId);
    expect((await over).state).toBe('cancelled');
    expect((await readdir(host.context.folder.uploads)).filter((name) => name.startsWith('found-'))).toEqual([]);
  });
});

describe('a file from outside is refused in one sentence', () => {
  const whole = thresholdNetwork();
  const noise = Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919 + 13) % 251);
  const patch = (sizes: readonly number[]) => ({ ...thresholdDescription, patch: sizes });
  it.each<[string, Uint8Array, unknown, string, RegExp]>([
    ['an empty file', new Uint8Array(0), thresholdDescription, 'invalid_input', /is empty/],
    ['noise', noise, thresholdDescription, 'invalid_input', /no ONNX model|cannot be loaded/],
    [
      'text',
      new TextEncoder().encode('hello, model'),
      thresholdDescription,
      'invalid_input',
      /no ONNX model|cannot be loaded/,
    ],
    ...[0.2, 0.5, 0.9].map((share): [string, Uint8Array, unknown, string, RegExp] => [
      `the first ${100 * share} %`,
      whole.slice(0, Math.floor(whole.length * share)),
      thresholdDescription,
      'invalid_input',
      /no ONNX model|cannot be loaded/,
    ]),
    [
      'a network of slices described in 3D',
      sliceNetwork(),
      thresholdDescription,
      'invalid_input',
      /takes an input of 1 x 1 x height x width, but its description makes it 1 x 1 x 8 x 8 x 8/,
    ],
    ['another patch size', fixedNetwork([16, 16, 16]), thresholdDescription, 'invalid_input', /1 x 1 x 16 x 16 x 16/],
    [
      'channels that are not there',
      whole,
      { ...thresholdDescription, segments: { liver: [5] } },
      'invalid_input',
      /names channel 5/,
    ],
    [
      'a patch beyond all measure',
      whole,
      patch([1024, 1024, 1024]),
      'invalid_input',
      /wrong at "patch": has more than/,
    ],
    [
      'a key that is not known',
      whole,
      { ...thresholdDescription, spacing: [1, 1, 1] },
      'invalid_input',
      /has "spacing"/,
    ],
    [
      'axes that name a direction twice',
      whole,
      { ...thresholdDescription, axes: 'SLR' },
      'invalid_input',
      /"axes": needs one of/,
    ],
    ['no description', whole, null, 'not_found', /needs a description: a file model\.json/],
    ['a description that is a list', whole, [], 'invalid_input', /one object/],
  ])('%s', async (_name, network, description, code, sentence) => {
    const host = await openTestHost();
    const path = await writeModel(temporaryFolder(), 'model', network, description);
    await expect(add(host, path)).rejects.toEqual(refusal(code, sentence));
    expect(listModels(host.context)).toEqual([]);
    expect(await readdir(host.context.folder.uploads)).toEqual([]);
  });

  it('damaged anywhere, it never takes the host along', async () => {
    const host = await openTestHost();
    let seed = 1;
    for (let round = 0; round < 6; round++) {
      const damaged = whole.slice();
      for (let n = 0; n < 4; n++) {
        seed = (seed * 48271) % 2147483647;
        damaged[seed % damaged.length] = seed >> 8;
      }
      const path = await writeModel(temporaryFolder(), 'model', damaged, thresholdDescription);
      const outcome = await add(host, path).then(
        () => 'fine',
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(['fine', 'invalid_input', 'refused']).toContain(outcome);
    }
    expect(host.context.jobs.list()).toEqual([]);
  });
});

describe('memory', () => {
  it('a network that takes more than it may is ended, and the sentence says so', async () => {
    const host = await openTestHost();
    const { seriesId } = await importSeries(host);
    const path = await writeModel(temporaryFolder(), 'greedy', greedyNetwork(1e6), {
      ...thresholdDescription,
      decision: { kind: 'threshold', above: 0 },
      segments: { liver: [0] },
    });
    const model = { ...(await describeModelFile(path, null)), sha256: await hashFile(path) };
    const run = segmentSeries(host.context, {
      seriesId,
      model,
      limitBytes: 5e8,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    await expect(run).rejects.toEqual(refusal('refused', /takes more memory than the 0\.5 GB/));
  });

  it('what can be known beforehand is refused beforehand', async () => {
    const host = await openTestHost();
    const { seriesId } = await importSeries(host);
    const path = await writeModel(temporaryFolder(), 'wide', thresholdNetwork(), {
      ...thresholdDescription,
      patch: [128, 512, 512],
    });
    const model = { ...(await describeModelFile(path, null)), sha256: await hashFile(path) };
    const run = segmentSeries(host.context, {
      seriesId,
      model,
      limitBytes: 5e8,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    await expect(run).rejects.toEqual(
      refusal('refused', /would take some 0\.9 GB .* smaller patch than 128 x 512 x 512/),
    );
  });

  it('NaN is told', async () => {
    const host = await openTestHost();
    const { seriesId } = await importSeries(host);
    const model = await add(host, await writeModel(temporaryFolder(), 'nan', nanNetwork(), thresholdDescription));
    const over = ended(host, isOver);
    await host.handlers.models.run({ seriesId, modelId: model.id });
    expect((await over).error?.message).toMatch(/no numbers/);
  });
});

it('the process of a network ends with the host', async () => {
  const host = await openTestHost();
  const { seriesId } = await importSeries(host);
  const path = await writeModel(temporaryFolder(), 'slow', thresholdNetwork(), {
    ...thresholdDescription,
    patch: [1, 1, 1],
  });
  const model = await add(host, path);
  const begun = ended(host, ({ step }) => step.startsWith('Patch'));
  const over = ended(host, isOver);
  await host.handlers.models.run({ seriesId, modelId: model.id });
  await begun;
  await host.close();
  expect((await over).state).toBe('cancelled');
});

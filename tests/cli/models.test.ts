/** A person's own model by command line, on a small generated patient. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Revision } from '../../electron/core/contract/segmentation.ts';
import { readNiftiFile } from '../../electron/host/nifti/index.ts';
import { smallGeometry, temporaryFolder, writeSeries } from '../fixtures/index.ts';
import { writeModel } from '../fixtures/models/files.ts';
import { thresholdDescription, thresholdNetwork } from '../fixtures/models/networks.ts';
import { remnant } from './remnant.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let model = '';
let series = '';
/** Voxels from 101 to 150 HU, and above. */
const expected = { liver: 0, tumour: 0 };
const run = (...args: string[]) => remnant(...args, '--data', join(folder.path, 'data'), '--json');

beforeAll(async () => {
  folder = await temporaryFolder();
  const written = await writeSeries(join(folder.path, 'ct'), { geometry: smallGeometry() });
  for (const value of written.hu) {
    if (value > 150) expected.tumour++;
    else if (value > 100) expected.liver++;
  }
  series = written.seriesInstanceUid;
  await run('import', written.folder);
  model = await writeModel(folder.path, 'threshold', thresholdNetwork(), thresholdDescription);
});
afterAll(() => folder.remove());

test('a file is run, written and stored with name, version and hash as its algorithm', async () => {
  const out = join(folder.path, 'found.nii.gz');
  const ran = await run('segment', 'liver', series, '--model', model, '--out', out, '--save');
  expect(ran.code, ran.err).toBe(0);
  const { revision } = ran.json() as { revision: Revision };
  expect(revision.action).toEqual({
    title: 'Model Threshold 1.0',
    tool: 'model@1',
    parameters: { name: 'Threshold', version: '1.0', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  });
  expect(revision.counts.slice(0, 4)).toEqual([expect.any(Number), expected.liver, 0, expected.tumour]);
  const { values } = await readNiftiFile(out);
  expect(Array.from(values).filter((value) => value === 2)).toHaveLength(expected.tumour);
});

test('a model is added, listed, run by its name and removed', async () => {
  expect((await run('models', 'add', model)).code).toBe(0);
  expect((await run('models', 'list')).json()).toMatchObject([{ description: { name: 'Threshold' }, channels: 3 }]);
  const ran = await run('segment', 'liver', series, '--model', 'Threshold', '--save');
  expect(ran.code, ran.err).toBe(0);
  expect((await run('models', 'remove', 'Threshold 1.0')).code).toBe(0);
  expect((await run('models', 'list')).json()).toEqual([]);
});

test('wrong use and wrong files are told in one line', async () => {
  const both = await run('segment', 'liver', series, '--model', model, '--strokes', 'x.json', '--save');
  expect(both).toMatchObject({ code: 2, complaint: 'remnant: A model takes no strokes: give --model or --strokes.' });
  const none = await run('segment', 'liver', series, '--model', 'Unknown', '--save');
  expect(none).toMatchObject({ code: 1 });
  expect(none.complaint).toMatch(/no file and no model Unknown/);
  const missing = await run('segment', 'liver', series, '--model', model, '--description', 'no.json', '--save');
  expect(missing.complaint).toMatch(/needs a description/);
});

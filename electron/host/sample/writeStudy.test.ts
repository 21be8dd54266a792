import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embolisationInput, subjectInput } from '../../core/contract/trial.ts';
import { strokesFile, cut } from '../../core/contract/common.ts';
import { smallAbdomen, temporaryFolder } from '../../../tests/fixtures/index.ts';
import { labelsOnGrid, readNiftiFile } from '../nifti/index.ts';
import { demoEmbolisation, demoSubject, sampleDates } from './demoSubject.ts';
import { writeSampleCase } from './writeStudy.ts';

const tiny = { dims: [44, 44, 29], spacingMm: [8, 8, 10] } as const;

test('writes two studies of one patient, the same bytes each time', async () => {
  await using one = await temporaryFolder();
  await using two = await temporaryFolder();
  const progress: number[] = [];
  const truth = await writeSampleCase(one.path, { ...tiny, onProgress: (done, total) => progress.push(done / total) });
  await writeSampleCase(two.path, tiny);
  expect(progress).toHaveLength(58);
  expect(progress.at(-1)).toBe(1);
  for (const name of ['baseline', 'follow-up']) {
    const files = await readdir(join(one.path, name));
    expect(files).toHaveLength(29);
    for (const file of files) {
      expect(
        Buffer.compare(await readFile(join(one.path, name, file)), await readFile(join(two.path, name, file))),
      ).toBe(0);
    }
  }
  expect(truth.baseline.seriesInstanceUid).not.toBe(truth.followUp.seriesInstanceUid);
  expect(truth.followUp.volumesMl.flr).toBeGreaterThan(truth.baseline.volumesMl.flr);
});

test('other options are another study', async () => {
  await using folder = await temporaryFolder();
  const quiet = await writeSampleCase(join(folder.path, 'a'), { ...tiny, noiseHu: 0 });
  const noisy = await writeSampleCase(join(folder.path, 'b'), { ...tiny, noiseHu: 5 });
  expect(quiet.baseline.seriesInstanceUid).not.toBe(noisy.baseline.seriesInstanceUid);
});

test('the truth mask on disk is the truth', async () => {
  await using folder = await temporaryFolder();
  const { baseline, followUp } = await writeSampleCase(folder.path, { ...smallAbdomen, truthMasks: true });
  for (const { maskFile, labels, geometry } of [baseline, followUp]) {
    expect(Buffer.compare(labelsOnGrid(await readNiftiFile(maskFile!), geometry), labels)).toBe(0);
  }
});

test('stops between slices when it is cancelled', async () => {
  await using folder = await temporaryFolder();
  const control = new AbortController();
  const written = writeSampleCase(folder.path, {
    ...tiny,
    signal: control.signal,
    onProgress: (done) => {
      if (done === 3) control.abort();
    },
  });
  await expect(written).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(join(folder.path, 'baseline'))).toHaveLength(3);
});

test('the demonstration’s inputs are what the contract takes', async () => {
  await using folder = await temporaryFolder();
  expect(subjectInput.safeParse(demoSubject).success).toBe(true);
  expect(embolisationInput.safeParse(demoEmbolisation).success).toBe(true);
  const days = (Date.parse(sampleDates.followUp) - Date.parse(sampleDates.embolisation)) / 86_400_000;
  expect(days).toBe(8);
  const { baseline } = await writeSampleCase(folder.path, tiny);
  expect(strokesFile.safeParse({ strokes: baseline.strokes }).success).toBe(true);
  expect(cut.safeParse(baseline.cut).success).toBe(true);
});

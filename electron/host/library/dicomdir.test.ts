import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dicomdir } from '../../../tests/fixtures/dicomdir.ts';
import { writeSeries } from '../../../tests/fixtures/index.ts';
import { openStore, temporaryFolder } from '../../../tests/host/support.ts';
import { readIndex } from '../dicom/readIndex.ts';
import { importPaths } from './index.ts';

async function medium(files: readonly string[]): Promise<{ folder: string; index: string }> {
  const folder = temporaryFolder();
  const written = await writeSeries(temporaryFolder());
  mkdirSync(join(folder, 'dicom', 'st1'), { recursive: true });
  written.files.forEach((file, at) => {
    renameSync(file, join(folder, 'dicom', 'st1', at === 1 ? 'im1.dcm' : `im${at}`));
  });
  const index = join(folder, 'DICOMDIR');
  writeFileSync(index, dicomdir(files));
  return { folder, index };
}

test('files that the index lists and that are missing are named, whatever the case of the others', async () => {
  const { folder, index } = await medium(['DICOM\\ST1\\IM0', 'DICOM\\ST1\\IM1', 'DICOM\\ST1\\IM77', 'DICOM\\ST2\\IM0']);
  for (const path of [folder, index]) {
    const { context } = openStore(join(temporaryFolder(), 'data'));
    const report = await importPaths(context, { paths: [path] });
    expect(report.imported).toBe(10);
    expect(report.skipped.map((each) => [each.path.slice(folder.length + 1), each.reason])).toEqual([
      ['DICOMDIR', expect.stringContaining('index file')],
      ['DICOM/ST1/IM77', expect.stringContaining('missing')],
      ['DICOM/ST2/IM0', expect.stringContaining('missing')],
    ]);
  }
});

test('an index that is damaged or none lists nothing', async () => {
  const { index } = await medium(['A']);
  expect(readIndex(readFileSync(index))).toEqual(['A']);
  expect(readIndex(readFileSync(index).subarray(0, -6))).toEqual([]);
  expect(readIndex(Buffer.alloc(10))).toEqual([]);
});

/** CT and SEG files as the validators of dicom3tools (dciodvfy) and DCMTK (dcmdump) see them. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countLabels } from '../../electron/core/domain/labels.ts';
import { readSeg, readSegSource, writeSeg } from '../../electron/host/dicom/seg.ts';
import { parseHeader } from '../../electron/host/dicom/segSource.ts';
import {
  obliqueDirection,
  smallAbdomen,
  smallGeometry,
  temporaryFolder,
  writeSampleCase,
  writeSeries,
  type SampleTruth,
} from '../fixtures/index.ts';
import { installed, output } from './tools.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sample: SampleTruth;
let sampleSlice: string;
let sampleSeg: string;
let obliqueSlice: string;
let obliqueSeg: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  sample = await writeSampleCase(folder.path, { ...smallAbdomen, remnantTumour: true });
  const { baseline } = sample;
  sampleSlice = join(baseline.folder, '0030.dcm');
  sampleSeg = join(folder.path, 'sample-seg.dcm');
  await writeSegOf(sampleSeg, baseline, sampleSlice);

  const geometry = smallGeometry({ dims: [13, 7, 5], direction: obliqueDirection(0.3, -0.2, 0.1) });
  const series = await writeSeries(join(folder.path, 'oblique'), { geometry });
  obliqueSlice = series.files[2]!;
  obliqueSeg = join(folder.path, 'oblique-seg.dcm');
  const labels = Uint8Array.from({ length: 13 * 7 * 5 }, (_, at) => at % 7);
  await writeSegOf(obliqueSeg, { geometry, labels }, obliqueSlice);
});
afterAll(async () => {
  await folder.remove();
});

/** @param slice any file of the series; the others lie beside it, in the order of their names */
async function writeSegOf(
  path: string,
  { geometry, labels }: Pick<SampleTruth['baseline'], 'geometry' | 'labels'>,
  slice: string,
): Promise<void> {
  const names = (await readdir(dirname(slice))).sort();
  const sourceImages = await Promise.all(
    names.map(async (name, k) => {
      const dataSet = parseHeader(await readFile(join(dirname(slice), name)));
      return { sopInstanceUid: dataSet.ascii(0x00080018), sopClassUid: dataSet.ascii(0x00080016), k };
    }),
  );
  const header = readSegSource(await readFile(slice));
  const algorithm = { type: 'SEMIAUTOMATIC', name: 'Remnant grow-liver@1' } as const;
  await writeFile(path, writeSeg({ labels, geometry, sourceImages, header, algorithm, version: '0.1.0' }));
}

describe('dciodvfy (Debian: dicom3tools; skipped where it is not installed)', () => {
  const cases = [
    { name: 'the sample case’s CT', file: () => sampleSlice, iod: 'CTImage' },
    { name: 'an oblique CT', file: () => obliqueSlice, iod: 'CTImage' },
    { name: 'the sample case’s SEG', file: () => sampleSeg, iod: 'Segmentation' },
    { name: 'an oblique SEG', file: () => obliqueSeg, iod: 'Segmentation' },
  ];
  test.skipIf(!installed('dciodvfy')).each(cases)('finds no error in $name', async ({ file, iod }) => {
    const report = await output('dciodvfy', [file()]);
    expect(report.split('\n')).toContain(iod);
    expect(report.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
  });
});

describe('dcmdump (Debian: dcmtk; skipped where it is not installed)', () => {
  test.skipIf(!installed('dcmdump'))('reads the CT and the SEG to the end', async () => {
    for (const file of [sampleSlice, obliqueSlice, sampleSeg, obliqueSeg]) {
      const dump = await output('dcmdump', [file]);
      expect(dump).toContain('PixelData');
      expect(dump.split('\n').filter((line) => /^[EW]: /.test(line))).toEqual([]);
    }
  });
});

test('the SEG of the sample case gives back its truth, and so its volumes', async () => {
  const { labels, geometry } = sample.baseline;
  const back = readSeg(await readFile(sampleSeg), geometry).labels();
  expect(countLabels(back)).toEqual(countLabels(labels));
  expect(Buffer.compare(back, labels)).toBe(0);
});

/** What is measured on: a real CT where there is one, and generated series. All of it is written anew, so that nothing depends on a run before. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { writeDicom } from '../../electron/host/dicom/write.ts';
import { ctDataset } from '../../electron/host/dicom/writeCt.ts';
import { gradedHu, seriesDescription, smallGeometry, writeSampleCase } from '../fixtures/index.ts';
import { longSeries, type WriteSlicesTask } from './longSeries.ts';

export interface BenchCase {
  readonly name: string;
  /** Holds the files of one series. */
  readonly folder: string;
  readonly compressed: boolean;
}

/** A usual abdominal CT. */
export const fullSize = { dims: [512, 512, 109], spacingMm: [0.78125, 0.78125, 2.5] } as const;

const REAL_SERIES = 'hcc-006/portal-venous';

/** @param workFolder takes the generated study's files */
export async function usualCase(workFolder: string): Promise<BenchCase> {
  const data = process.env['REMNANT_TEST_DATA'];
  if (data !== undefined) {
    const folder = path.join(data, REAL_SERIES);
    if (!existsSync(folder)) throw new Error(`REMNANT_TEST_DATA has no ${REAL_SERIES}.`);
    const { length } = await readdir(folder);
    return { name: `${REAL_SERIES} (${length} slices of 512 x 512)`, folder, compressed: false };
  }
  await mkdir(workFolder, { recursive: true });
  const { baseline } = await writeSampleCase(workFolder, fullSize);
  return { name: 'generated patient (109 slices of 512 x 512)', folder: baseline.folder, compressed: false };
}

/** The same generated slices uncompressed and in two lossless codings. */
export async function longCases(workFolder: string): Promise<BenchCase[]> {
  const folders = longSeries.encodings.map(({ name }) => path.join(workFolder, name));
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  const threads = os.availableParallelism();
  const sliceCount = longSeries.dims[2];
  const shares = Array.from({ length: threads }, (_, at) => ({
    from: Math.floor((at * sliceCount) / threads),
    to: Math.floor(((at + 1) * sliceCount) / threads),
  }));
  await Promise.all(shares.map((share) => runWorker({ ...share, folders })));
  return longSeries.encodings.map(({ name, encode }, at) => ({
    name: `generated, ${sliceCount} slices of 512 x 512, ${name}`,
    folder: folders[at]!,
    compressed: encode !== undefined,
  }));
}

function runWorker(workerData: WriteSlicesTask): Promise<void> {
  const worker = new Worker(new URL('./writeSlices.ts', import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.once('error', reject).once('exit', () => {
      resolve();
    });
  });
}

const SMALL_SERIES = 20;
const SLICES_OF_EACH = 500;
export const smallFileCount = SMALL_SERIES * SLICES_OF_EACH;

/** Ten thousand files of 9 KB in one folder for each series. */
export async function writeSmallFiles(workFolder: string): Promise<string> {
  const geometry = smallGeometry({ dims: [64, 64, SLICES_OF_EACH], spacingMm: [5, 5, 1] });
  const hu = gradedHu(smallGeometry({ dims: [64, 64, 1] }));
  for (let number = 0; number < SMALL_SERIES; number++) {
    const folder = path.join(workFolder, `series-${number}`);
    await mkdir(folder, { recursive: true });
    const description = { ...seriesDescription, uidSeed: `small ${number}` };
    for (let k = 0; k < SLICES_OF_EACH; k++)
      await writeFile(
        path.join(folder, `IM${String(k).padStart(5, '0')}`),
        writeDicom(ctDataset(description, geometry, k, hu)),
      );
  }
  return workFolder;
}

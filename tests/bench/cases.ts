/** What is measured on: a real CT where there is one, otherwise the generated patient. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeSampleCase } from '../fixtures/index.ts';

export interface BenchCase {
  readonly name: string;
  /** Holds the files of one series. */
  readonly folder: string;
}

/** A usual abdominal CT. */
export const fullSize = { dims: [512, 512, 109], spacingMm: [0.78125, 0.78125, 2.5] } as const;

const REAL_SERIES = 'hcc-006/portal-venous';

/** @param workFolder takes the generated study's files */
export async function benchCase(workFolder: string): Promise<BenchCase> {
  const data = process.env['REMNANT_TEST_DATA'];
  if (data !== undefined) {
    const folder = path.join(data, REAL_SERIES);
    if (!existsSync(folder)) throw new Error(`REMNANT_TEST_DATA has no ${REAL_SERIES}.`);
    return { name: `${REAL_SERIES} (109 slices of 512 x 512)`, folder };
  }
  await mkdir(workFolder, { recursive: true });
  const { baseline } = await writeSampleCase(workFolder, fullSize);
  return { name: 'generated patient (109 slices of 512 x 512)', folder: baseline.folder };
}

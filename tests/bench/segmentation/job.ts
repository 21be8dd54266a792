/** How arrays pass to a program that is measured: raw little-endian files, and a text file that names them. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';

export interface Job {
  readonly geometry: VolumeGeometry;
  readonly hu: Int16Array;
  /** Seeds (1 inside, 2 background), markers or a mask. */
  readonly second: Uint8Array;
}

/** What our kernels call the bare reading and writing of a threshold's arrays. */
export const READING = 'reading';

/** Takes what a program makes of the job in `folder`. */
export const resultFile = (folder: string): string => path.join(folder, 'result.raw');

/** @returns the text file: columns rows slices, three spacings, then one path a line (HU, seeds or mask, result) */
export async function writeJob(folder: string, { geometry, hu, second }: Job): Promise<string> {
  const [huFile, secondFile] = [path.join(folder, 'job-hu.raw'), path.join(folder, 'job-second.raw')];
  await writeFile(huFile, new Uint8Array(hu.buffer, hu.byteOffset, hu.byteLength));
  await writeFile(secondFile, second);
  const { dims, spacingMm } = geometry;
  const file = path.join(folder, 'job.txt');
  const lines = [dims.join(' '), spacingMm.join(' '), huFile, secondFile, resultFile(folder)];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/** The job again; the grid's place and direction don't travel. */
export function readJob(file: string): Job {
  const [dims, spacingMm, huFile, secondFile] = readFileSync(file, 'utf8').split('\n') as [
    string,
    string,
    string,
    string,
  ];
  const numbers = (line: string): [number, number, number] => line.split(' ').map(Number) as [number, number, number];
  const bytes = Uint8Array.from(readFileSync(huFile));
  return {
    geometry: {
      dims: numbers(dims),
      spacingMm: numbers(spacingMm),
      originMm: [0, 0, 0],
      direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
    },
    hu: new Int16Array(bytes.buffer),
    second: Uint8Array.from(readFileSync(secondFile)),
  };
}

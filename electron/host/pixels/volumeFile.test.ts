import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVolumeFile, openVolumeFile, withVolumeFile, type VolumeFile } from './volumeFile.ts';

const shape = { key: 'ab'.repeat(32), dims: [3, 2, 4] as const };
const slice = (k: number): Int16Array => Int16Array.from({ length: 6 }, (_, at) => k * 100 - at);
const slices = (from: number, count: number): Int16Array =>
  Int16Array.from({ length: 6 * count }, (_, at) => slice(from + Math.floor(at / 6))[at % 6]!);
/** What is read intact of slices k to k + count - 1. */
async function read(file: VolumeFile, k: number, count: number): Promise<Int16Array> {
  const hu = new Int16Array(6 * count);
  const intact = await file.readSlices(k, new Uint8Array(hu.buffer));
  return hu.subarray(0, 6 * intact);
}
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remnant-volume-'));
  path = join(folder, 'cache', 'volume.hu');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function writeAll(): Promise<void> {
  const partial = join(folder, 'partial');
  const file = await createVolumeFile(path, partial, shape);
  // As another thread does it.
  await withVolumeFile(partial, shape, async (writeSlice) => {
    for (const k of [2, 0, 3, 1]) {
      file.noteSlice(k, writeSlice(k, slice(k)));
      expect(await read(file, k, 1)).toEqual(slice(k));
    }
  });
  expect(await read(file, 0, 4)).toEqual(slices(0, 4));
  await file.finish();
  expect(await read(file, 1, 2)).toEqual(slices(1, 2));
  await file.close();
}

test('slices written in any order are read back, one or several', async () => {
  await writeAll();
  const file = (await openVolumeFile(path, shape))!;
  for (let k = 0; k < 4; k++)
    for (let count = 1; k + count <= 4; count++) expect(await read(file, k, count)).toEqual(slices(k, count));
  await file.close();
  expect(readdirSync(folder)).toEqual(['cache']);
});

test('a file that was not finished leaves nothing', async () => {
  const file = await createVolumeFile(path, join(folder, 'partial'), shape);
  await file.close();
  expect(await openVolumeFile(path, shape)).toBeNull();
  expect(readdirSync(folder)).toEqual(['cache']);
});

test('a damaged slice is told from the others', async () => {
  await writeAll();
  const bytes = readFileSync(path);
  bytes[bytes.length - 12 - 5]! ^= 1; // in slice 2
  writeFileSync(path, bytes);
  const file = (await openVolumeFile(path, shape))!;
  expect(await read(file, 2, 2)).toHaveLength(0);
  expect(await read(file, 0, 4)).toEqual(slices(0, 2));
  expect(await read(file, 3, 1)).toEqual(slice(3));
  await file.close();
});

test('a file that is cut while it is read gives nothing from there on', async () => {
  await writeAll();
  const file = (await openVolumeFile(path, shape))!;
  truncateSync(path, readFileSync(path).length - 1);
  expect(await read(file, 3, 1)).toHaveLength(0);
  expect(await read(file, 2, 1)).toEqual(slice(2));
  await file.close();
});

test('a cut file, a damaged header and another series are no file', async () => {
  await writeAll();
  expect(await openVolumeFile(path, { ...shape, key: 'cd'.repeat(32) })).toBeNull();
  expect(await openVolumeFile(path, { ...shape, dims: [3, 2, 3] })).toBeNull();
  const bytes = readFileSync(path);
  bytes[53]! ^= 1;
  writeFileSync(path, bytes);
  expect(await openVolumeFile(path, shape)).toBeNull();
  bytes[53]! ^= 1;
  writeFileSync(path, bytes);
  truncateSync(path, bytes.length - 1);
  expect(await openVolumeFile(path, shape)).toBeNull();
  truncateSync(path, 10);
  expect(await openVolumeFile(path, shape)).toBeNull();
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVolumeFile, openVolumeFile } from './volumeFile.ts';

const shape = { key: 'ab'.repeat(32), dims: [3, 2, 4] as const };
const slice = (k: number): Int16Array => Int16Array.from({ length: 6 }, (_, at) => k * 100 - at);
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
  const writer = await createVolumeFile(path, join(folder, 'partial'), shape);
  for (const k of [2, 0, 3, 1]) {
    await writer.writeSlice(k, slice(k));
    expect(await writer.readSlice(k)).toEqual(slice(k));
  }
  await writer.finish();
  await writer.close();
}

test('slices written in any order are read back', async () => {
  await writeAll();
  const file = (await openVolumeFile(path, shape))!;
  for (let k = 0; k < 4; k++) expect(await file.readSlice(k)).toEqual(slice(k));
  await file.close();
});

test('a file that was not finished leaves nothing', async () => {
  const writer = await createVolumeFile(path, join(folder, 'partial'), shape);
  await writer.writeSlice(0, slice(0));
  await writer.close();
  expect(await openVolumeFile(path, shape)).toBeNull();
  expect(readdirSync(folder)).toEqual(['cache']);
});

test('a damaged slice is told from the others', async () => {
  await writeAll();
  const bytes = readFileSync(path);
  bytes[bytes.length - 12 - 5]! ^= 1; // in slice 2
  writeFileSync(path, bytes);
  const file = (await openVolumeFile(path, shape))!;
  expect(await file.readSlice(2)).toBeNull();
  expect(await file.readSlice(1)).toEqual(slice(1));
  expect(await file.readSlice(3)).toEqual(slice(3));
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

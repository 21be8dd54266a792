import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  gradedHu,
  seriesFaults,
  smallGeometry,
  writeSeries,
  type SeriesOptions,
} from '../../../tests/fixtures/index.ts';
import { encodeSlice, encodings } from '../../../tests/fixtures/syntaxes.ts';
import { openStore, temporaryFolder } from '../../../tests/host/support.ts';
import { add, type VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { updateSeriesGeometry } from '../db/tables/series.ts';
import { getSeries, importPaths, resample } from '../library/index.ts';
import { loadVolume, openVolume, type VolumeSource } from './index.ts';
import type { CtDataset } from '../dicom/writeCt.ts';
import { halveGeometry, halvePlane } from './resample.ts';

async function imported(options: SeriesOptions & { inPlace?: boolean } = {}) {
  const { context } = openStore(join(temporaryFolder(), 'data'));
  const written = await writeSeries(temporaryFolder(), options);
  const { seriesIds } = await importPaths(context, { paths: [written.folder], inPlace: options.inPlace });
  return { context, written, seriesId: seriesIds[0]! };
}

const read = (context: HostContext, seriesId: string, from = 0, count?: number): Promise<Int16Array> =>
  readFrom(openVolume(context, seriesId), from, count);

async function readFrom({ geometry, openSlices }: VolumeSource, from = 0, count?: number): Promise<Int16Array> {
  const [columns, rows, total] = geometry.dims;
  const wanted = count ?? total - from;
  const hu = new Int16Array(columns * rows * wanted);
  const cursor = await openSlices(from, wanted);
  let taken = 0;
  try {
    for (let more = -1; more !== 0; taken += more)
      more = await cursor.next(new Uint8Array(hu.buffer, taken * columns * rows * 2));
  } finally {
    await cursor.close();
  }
  expect(taken).toBe(wanted);
  return hu;
}

const cacheFiles = ({ folder }: HostContext): string[] =>
  readdirSync(folder.cache)
    .sort()
    .map((name) => join(folder.cache, name));

test('any number of readers, from any slice on, get the same volume from one build', async () => {
  const { context, written, seriesId } = await imported();
  const sliceSize = written.geometry.dims[0] * written.geometry.dims[1];
  const [whole, late, one] = await Promise.all([
    read(context, seriesId),
    read(context, seriesId, 6),
    read(context, seriesId, 9, 1),
  ]);
  expect(whole).toEqual(written.hu);
  expect(late).toEqual(written.hu.subarray(6 * sliceSize));
  expect(one).toEqual(written.hu.subarray(9 * sliceSize));
  expect(new Int16Array((await loadVolume(context, seriesId)).hu)).toEqual(written.hu);
  expect(cacheFiles(context)).toHaveLength(1);
  expect(readdirSync(context.folder.uploads)).toEqual([]);
  expect(await read(context, seriesId)).toEqual(written.hu);
});

test('slices of one series in several transfer syntaxes make one volume', async () => {
  // Uncompressed ones first, though fewer than are decoded in one go.
  const lossless = encodings.filter(({ loss }) => loss === undefined).slice(2);
  let written = 0;
  const encode = (dataset: CtDataset) => encodeSlice(dataset, lossless[written++ % lossless.length]!);
  const { context, written: series, seriesId } = await imported({ encode });
  expect(written).toBe(series.geometry.dims[2]);
  expect(await read(context, seriesId)).toEqual(series.hu);
});

test('a volume in the cache needs no original; a slice that is damaged there is made again, and so is the file', async () => {
  const { context, written, seriesId } = await imported();
  await loadVolume(context, seriesId);
  const [file] = cacheFiles(context);
  const whole = readFileSync(file!);
  const originals = `${context.folder.originals}-away`;
  renameSync(context.folder.originals, originals);
  expect(await read(context, seriesId)).toEqual(written.hu);

  const damaged = Buffer.from(whole);
  damaged[damaged.length - 5]! ^= 1;
  writeFileSync(file!, damaged);
  const lastIntact = (written.geometry.dims[2] - 1) * written.geometry.dims[0] * written.geometry.dims[1];
  expect(await read(context, seriesId, 0, written.geometry.dims[2] - 1)).toEqual(written.hu.subarray(0, lastIntact));
  await expect(read(context, seriesId)).rejects.toMatchObject({ code: 'io' });

  renameSync(originals, context.folder.originals);
  expect(await read(context, seriesId)).toEqual(written.hu);
  expect(new Int16Array((await loadVolume(context, seriesId)).hu)).toEqual(written.hu);
  expect(readFileSync(file!).equals(whole)).toBe(true);
});

test.each([
  [
    'is missing',
    (path: string): void => {
      rmSync(path);
    },
    'is no longer where it was',
  ],
  [
    'has other pixels',
    (path: string): void => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 1]! ^= 1;
      writeFileSync(path, bytes);
    },
    'has changed since it was imported',
  ],
  [
    'is cut',
    (path: string): void => {
      writeFileSync(path, readFileSync(path).subarray(0, -100));
    },
    'has changed since it was imported',
  ],
])('an original in place that %s is named, and being put back is enough', async (_name, spoil, what) => {
  const { context, written, seriesId } = await imported({ inPlace: true });
  const path = written.files[4]!;
  const original = readFileSync(path);
  spoil(path);
  const volume = openVolume(context, seriesId);
  await expect(readFrom(volume)).rejects.toMatchObject({
    code: 'io',
    message: `The original file slice-005.dcm ${what}; put it back or import it again.`,
  });
  expect(cacheFiles(context)).toEqual([]);
  writeFileSync(path, original);
  expect(await readFrom(volume)).toEqual(written.hu);
});

test('text that was changed in an original in place does not matter: its pixels are those that were imported', async () => {
  const { context, written, seriesId } = await imported({ inPlace: true });
  const bytes = readFileSync(written.files[0]!);
  bytes[bytes.indexOf('Fixture^One')] = 'G'.charCodeAt(0);
  writeFileSync(written.files[0]!, bytes);
  expect(await read(context, seriesId)).toEqual(written.hu);
});

test('a disk that can not be written is not taken for a fault of the images', async () => {
  const { context, seriesId } = await imported();
  // Its parent is a file.
  const blocked = { ...context, folder: { ...context.folder, cache: join(context.folder.databaseFile, 'cache') } };
  await expect(read(blocked, seriesId)).rejects.toMatchObject({
    code: 'io',
    message: 'The disk with the data folder cannot be read or written (ENOTDIR).',
  });
});

test('at half the size every slice is made of means, and the cache holds both', async () => {
  const { context, written, seriesId } = await imported({ geometry: smallGeometry({ dims: [13, 10, 5] }) });
  const half = resample(context, { seriesId, kind: 'half_size' });
  const [columns, rows, count] = written.geometry.dims;
  const expected = Array.from({ length: count }, (_, k) => [
    ...halvePlane(written.hu.subarray(k * columns * rows, (k + 1) * columns * rows), [columns, rows]),
  ]).flat();
  expect(half.geometry).toEqual(halveGeometry(written.geometry));
  expect([...(await read(context, half.id, 3, 1))]).toEqual(expected.slice(3 * 7 * 5, 4 * 7 * 5));
  expect([...(await loadVolume(context, half.id)).hu]).toEqual(expected);
  await loadVolume(context, seriesId);
  expect(cacheFiles(context).map((path) => statSync(path).size > 0)).toEqual([true, true]);
  // From its own file now.
  rmSync(context.folder.originals, { recursive: true });
  expect([...(await read(context, half.id))]).toEqual(expected);
});

test('a source that can not be read is named by what is computed from it', async () => {
  const { context, written, seriesId } = await imported({ inPlace: true });
  const half = resample(context, { seriesId, kind: 'half_size' });
  const volume = openVolume(context, half.id);
  const original = readFileSync(written.files[2]!);
  rmSync(written.files[2]!);
  const sentence = expect.stringContaining('slice-003.dcm') as unknown;
  await expect(readFrom(volume)).rejects.toMatchObject({ code: 'io', message: sentence });
  writeFileSync(written.files[2]!, original);
  expect((await readFrom(volume)).length).toBe(half.geometry!.dims.reduce((a, b) => a * b));
});

test('a tilted series on a regular grid: every voxel is that of the place where it was measured', async () => {
  const tilt = seriesFaults.find(({ code }) => code === 'gantry_tilt')!;
  const geometry = tilt.geometry ?? smallGeometry();
  // HU that are linear in the patient, which linear interpolation gives back.
  const huAt = (i: number, j: number, k: number): number => 20 * i + 8 * j + 30 * k - 500;
  const [columns, rows] = geometry.dims;
  const hu = gradedHu(geometry).map((_, at) =>
    huAt(at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))),
  );
  const { context, seriesId } = await imported({ geometry, hu, change: tilt.change });
  const { geometryStatus } = getSeries(context, { seriesId });
  expect(geometryStatus).toBe('refused');
  expect(() => openVolume(context, seriesId)).toThrow('does not make a volume');

  const regular = resample(context, { seriesId, kind: 'regular_grid' });
  const grid: VolumeGeometry = regular.geometry!;
  const made = await read(context, regular.id);
  // The fault moves slice k by 0.8 k mm along y, the direction of j.
  const movedRows = (k: number): number => (0.8 * k) / geometry.spacingMm[1];
  let compared = 0;
  for (let k = 0; k < grid.dims[2]; k++)
    for (let j = 0; j < grid.dims[1]; j++)
      for (let i = 0; i < grid.dims[0]; i++) {
        const inSource = j - movedRows(k);
        const value = made[i + grid.dims[0] * (j + grid.dims[1] * k)]!;
        if (inSource < -0.5 || inSource > rows - 0.5) expect(value).toBe(-1024);
        if (inSource < 0 || inSource > rows - 1) continue;
        expect(Math.abs(value - huAt(i, inSource, k))).toBeLessThanOrEqual(0.5 + 1e-6);
        compared++;
      }
  expect(compared).toBeGreaterThan(hu.length * 0.9);

  const half = resample(context, { seriesId: regular.id, kind: 'half_size' });
  expect((await read(context, half.id)).length).toBe(half.geometry!.dims.reduce((a, b) => a * b));
});

test('a grid that is not the one its series was computed on is refused', async () => {
  const { context, seriesId } = await imported();
  const half = resample(context, { seriesId, kind: 'half_size' });
  const moved = { ...half.geometry!, originMm: add(half.geometry!.originMm, [0, 0, 1]) };
  context.change((record) => {
    record({ action: 'update', entity: 'series', entityId: half.id });
    updateSeriesGeometry(context.db, half.id, { ...half, geometry: moved });
  });
  expect(() => openVolume(context, half.id)).toThrow('compute it again');
});

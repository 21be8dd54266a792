/** HU and geometry as dcm2niix and GDCM have them, voxel for voxel. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexToPatient, voxelCount, type Vec3, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { getSeries, importPaths } from '../../electron/host/library/index.ts';
import { loadVolume } from '../../electron/host/pixels/index.ts';
import { unzip } from '../../scripts/unzip.ts';
import { obliqueDirection, smallGeometry, writeSeries } from '../fixtures/index.ts';
import { convertWithDcm2niix, hasDcm2niix, hasReader, readVolume } from '../fixtures/peers/index.ts';
import { encodeSlice, encodings } from '../fixtures/syntaxes.ts';
import { openStore, temporaryFolder } from '../host/support.ts';
import { niftiIndex, readNiftiVolume } from './nifti.ts';

interface Volume {
  readonly geometry: VolumeGeometry;
  readonly hu: Int16Array;
}

/** Air: what lies below isn't kept (`decode.ts`). */
const MIN_HU = -1024;

const data = process.env['REMNANT_TEST_DATA'] ?? '';
const realSeries = [
  'hcc-006/portal-venous',
  'hcc-009/baseline-portal-venous',
  'hcc-009/baseline-arterial.zip',
  'hcc-009/followup-portal-venous',
];
const present = (name: string): boolean => data !== '' && existsSync(join(data, name));
const absent = (name: string): string => (present(name) ? '' : ' (skipped: REMNANT_TEST_DATA does not have it)');

const withDcm2niix = hasDcm2niix();
const withGdcm = hasReader('gdcm');
const dcm2niixName = `dcm2niix${withDcm2niix ? '' : ' (skipped: Debian’s dcm2niix is not installed)'}`;
const gdcmName = `GDCM${withGdcm ? '' : ' (skipped: Debian’s python3-gdcm and python3-numpy are not installed)'}`;

/** A folder with the files of the series and nothing else. */
async function folderOf(name: string): Promise<string> {
  const source = join(data, name);
  if (!name.endsWith('.zip')) return source;
  const folder = temporaryFolder();
  await unzip(source, folder, () => true);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(new Set(files.map(({ parentPath }) => parentPath)).size).toBe(1);
  return files[0]!.parentPath;
}

/** Imported as the person would: archives as they are. */
async function ours(path: string): Promise<Volume> {
  const { context } = openStore(temporaryFolder());
  const { seriesIds, skipped } = await importPaths(context, { paths: [path] });
  expect(seriesIds).toHaveLength(1);
  expect(skipped).toEqual([]);
  expect(getSeries(context, { seriesId: seriesIds[0]! }).geometryStatus).not.toBe('refused');
  return loadVolume(context, seriesIds[0]!);
}

async function expectSameAsDcm2niix({ geometry, hu }: Volume, folder: string): Promise<void> {
  const file = await convertWithDcm2niix(folder, join(temporaryFolder(), 'nifti'));
  const theirs = readNiftiVolume(await readFile(file!));
  const { dims } = geometry;
  expect(theirs.dims.reduce((product, size) => product * size)).toBe(voxelCount(geometry));
  // Their axes may point the other way: each of ours is one step along one of theirs, to the precision of their 32-bit numbers.
  const place = (index: Vec3): Vec3 => niftiIndex(theirs, indexToPatient(geometry, index));
  const whole = (index: Vec3): Vec3 => {
    const exact = place(index);
    const rounded = exact.map(Math.round) as unknown as Vec3;
    exact.forEach((value, axis) => {
      expect(value).toBeCloseTo(rounded[axis]!, 2);
      expect(rounded[axis]).toBeGreaterThanOrEqual(0);
      expect(rounded[axis]).toBeLessThan(theirs.dims[axis]!);
    });
    return rounded;
  };
  const offset = ([i, j, k]: Vec3): number => i + theirs.dims[0] * (j + theirs.dims[1] * k);
  const origin = offset(whole([0, 0, 0]));
  whole([dims[0] - 1, dims[1] - 1, dims[2] - 1]);
  const [stepI, stepJ, stepK] = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((step) => offset(whole(step)) - origin);
  let different = 0;
  for (let k = 0, at = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, at++)
        if (Math.max(MIN_HU, theirs.valueAt(origin + i * stepI! + j * stepJ! + k * stepK!)) !== hu[at]) different++;
  expect(different).toBe(0);
}

async function expectSameAsGdcm({ geometry, hu }: Volume, folder: string): Promise<void> {
  const out = join(temporaryFolder(), 'hu');
  const theirs = await readVolume('gdcm', folder, out);
  expect(theirs.dims).toEqual(geometry.dims);
  theirs.positionsMm.forEach((position, k) => {
    const expected = indexToPatient(geometry, [0, 0, k]);
    position.forEach((value, axis) => {
      expect(value).toBeCloseTo(expected[axis]!, 3);
    });
  });
  const bytes = await readFile(out);
  let different = 0;
  for (let at = 0; at < hu.length; at++) if (Math.max(MIN_HU, bytes.readInt16LE(2 * at)) !== hu[at]) different++;
  expect(different).toBe(0);
}

describe.each(realSeries)('%s', (name) => {
  test.skipIf(!withDcm2niix || !present(name))(`is the same to ${dcm2niixName}${absent(name)}`, async () => {
    await expectSameAsDcm2niix(await ours(join(data, name)), await folderOf(name));
  });
  test.skipIf(!withGdcm || !present(name))(`is the same to ${gdcmName}${absent(name)}`, async () => {
    await expectSameAsGdcm(await ours(join(data, name)), await folderOf(name));
  });
});

const generated = [
  { name: 'an axial series', geometry: smallGeometry() },
  { name: 'an oblique series', geometry: smallGeometry({ direction: obliqueDirection(0.3, -0.2, 0.1) }) },
  {
    name: 'a series feet first and turned',
    geometry: smallGeometry({ direction: { i: [-1, 0, 0], j: [0, 1, 0], k: [0, 0, -1] } }),
  },
  { name: 'a coronal series', geometry: smallGeometry({ direction: { i: [1, 0, 0], j: [0, 0, -1], k: [0, 1, 0] } }) },
];
describe.each(generated)('$name', ({ geometry }) => {
  const write = () => writeSeries(temporaryFolder(), { geometry, order: [3, 8, 0, 5, 1, 9, 4, 7, 2, 6] });
  test.skipIf(!withDcm2niix)(`is the same to ${dcm2niixName}`, async () => {
    const { folder } = await write();
    await expectSameAsDcm2niix(await ours(folder), folder);
  });
  test.skipIf(!withGdcm)(`is the same to ${gdcmName}`, async () => {
    const { folder } = await write();
    await expectSameAsGdcm(await ours(folder), folder);
  });
});

// GDCM 3.0 knows no HTJ2K.
const lossless = encodings.filter(({ name, loss }) => loss === undefined && !name.startsWith('HTJ2K'));
describe.each(lossless)('a generated series in $name ($uid)', (encoding) => {
  test.skipIf(!withGdcm)(`is the same to ${gdcmName}`, async () => {
    const geometry = smallGeometry({ dims: [32, 24, 5] });
    const encode = (dataset: Parameters<typeof encodeSlice>[0]) => encodeSlice(dataset, encoding);
    const { folder } = await writeSeries(temporaryFolder(), { geometry, encode });
    await expectSameAsGdcm(await ours(folder), folder);
  });
});

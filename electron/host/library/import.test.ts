import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  obliqueDirection,
  rightHandedDirections,
  seriesFaults,
  smallGeometry,
  strayFiles,
  writeSeries,
} from '../../../tests/fixtures/index.ts';
import {
  encapsulate,
  encapsulatedElements,
  encodeJpegLossless,
  inPieces,
  type TestImage,
} from '../../../tests/fixtures/encodedFrames.ts';
import { testFile } from '../../../tests/fixtures/encodedSlice.ts';
import { behindTheTrail, openStore, temporaryFolder } from '../../../tests/host/support.ts';
import { indexToPatient } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { JPEG_LOSSLESS_SV1 } from '../dicom/readSyntax.ts';
import { loadVolume } from '../pixels/index.ts';
import { openSegmentation, storeRevision } from '../segmentation/index.ts';
import { setSettings } from '../settings/index.ts';
import {
  getSeries,
  importPaths,
  importReport,
  listImports,
  listSeries,
  sourceImages,
  startImport,
  startSample,
} from './index.ts';

const open = (): HostContext => openStore(join(temporaryFolder(), 'data')).context;
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);

async function importOne(context: HostContext, folder: string) {
  const report = await importPaths(context, { paths: [folder] });
  expect(report.seriesIds).toHaveLength(1);
  return { report, series: getSeries(context, { seriesId: report.seriesIds[0]! }) };
}

describe('a clean series', () => {
  const directions = [...rightHandedDirections, obliqueDirection(0.3, -0.2, 0.5)];
  test('in any orientation and file order: the grid and the voxels that were written', async () => {
    const context = open();
    for (const [number, direction] of directions.entries()) {
      const geometry = smallGeometry({ direction, dims: [6, 5, 7] });
      const folder = temporaryFolder();
      const written = await writeSeries(folder, {
        geometry,
        order: [4, 1, 6, 0, 3, 5, 2],
        description: { uidSeed: `turned ${number}` },
      });
      const { series } = await importOne(context, folder);
      expect(series.geometryStatus).toBe('regular');
      const volume = await loadVolume(context, series.id);
      expect(volume.geometry).toEqual(series.geometry);
      expect([...volume.hu]).toEqual([...written.hu]);
      for (const index of [
        [0, 0, 0],
        [5, 4, 6],
      ] as const) {
        const [is, should] = [indexToPatient(volume.geometry, index), indexToPatient(geometry, index)];
        is.forEach((value, axis) => {
          expect(value).toBeCloseTo(should[axis]!, 6);
        });
      }
    }
  });

  test('says what the header says, keeps checked copies, and refers to its files by slice', async () => {
    const context = open();
    const folder = temporaryFolder();
    const written = await writeSeries(folder);
    const { report, series } = await importOne(context, folder);
    expect(report).toMatchObject({ state: 'done', imported: 10, alreadyThere: 0, skipped: [], sources: [folder] });
    expect(series).toMatchObject({
      seriesInstanceUid: written.seriesInstanceUid,
      patientLabel: 'FIXTURE-1',
      description: 'Axial',
      acquisitionDate: '2025-01-01',
      instanceCount: 10,
      problems: [],
      patientPosition: 'HFS',
      sample: false,
    });
    const sources = sourceImages(context, series.id);
    expect(sources.map(({ k }) => k)).toEqual([...Array(10).keys()]);
    sources.forEach(({ absolutePath }, k) => {
      expect(readFileSync(absolutePath)).toEqual(readFileSync(written.files[k]!));
    });
    expect(readdirSync(context.folder.uploads)).toEqual([]);
  });

  test('importing again adds nothing, also from another folder or one file at a time', async () => {
    const context = open();
    const written = await writeSeries(temporaryFolder());
    await importOne(context, written.folder);
    const before = listSeries(context);
    expect((await importOne(context, written.folder)).report).toMatchObject({
      imported: 0,
      alreadyThere: 10,
      skipped: [],
    });
    expect(await importPaths(context, { paths: [written.files[3]!, written.files[3]!] })).toMatchObject({
      imported: 0,
      alreadyThere: 1,
    });
    expect(listSeries(context)).toEqual(before);
    expect(filesBelow(context.folder.originals)).toHaveLength(10);
    expect(listImports(context)).toHaveLength(3);
  });

  test('more files than a batch has, none lost', async () => {
    const context = open();
    const folder = temporaryFolder();
    await writeSeries(folder, { geometry: smallGeometry({ dims: [2, 2, 300] }) });
    const { report, series } = await importOne(context, folder);
    expect(report.imported).toBe(300);
    expect(series.geometry?.dims).toEqual([2, 2, 300]);
    expect(series.geometryStatus).toBe('regular');
  });
});

describe('bad input', () => {
  test.each(seriesFaults)('$name: $code', async ({ code, status, change, geometry }) => {
    const context = open();
    const folder = temporaryFolder();
    await writeSeries(folder, { change, ...(geometry && { geometry }) });
    const { series } = await importOne(context, folder);
    expect(series.problems.map((each) => each.code)).toContain(code);
    expect(series.geometryStatus).toBe(status);
    for (const { message } of series.problems) expect(message).toMatch(/slice-\d{3}\.dcm/);
    if (status === 'refused') await expect(loadVolume(context, series.id)).rejects.toMatchObject({ code: 'refused' });
  });

  test('files that are no slices are skipped by name, the rest is imported', async () => {
    const context = open();
    const folder = temporaryFolder();
    await writeSeries(folder);
    for (const [name, bytes] of Object.entries(strayFiles())) writeFileSync(join(folder, name), bytes);
    writeFileSync(join(folder, '.DS_Store'), 'clutter');
    symlinkSync(folder, join(folder, 'loop'));
    symlinkSync(join(folder, 'gone'), join(folder, 'broken'));
    const { report, series } = await importOne(context, folder);
    expect(series.geometryStatus).toBe('regular');
    expect(report.imported).toBe(10);
    const skipped = report.skipped.map(({ path, reason }) => [path.slice(folder.length + 1), reason]);
    expect(skipped.toSorted()).toEqual([
      ['broken', 'It cannot be opened.'],
      ['empty.dcm', 'It is empty.'],
      ['no-pixels.dcm', 'It has no pixel data.'],
      ['not-dicom.dcm', 'It is not a DICOM file.'],
      ['truncated.dcm', expect.stringContaining('cut short')],
    ]);
  });

  test('the same identity with other pixels is a conflict: both are kept, apart, and nothing is replaced', async () => {
    const context = open();
    const first = await writeSeries(temporaryFolder());
    const { series } = await importOne(context, first.folder);
    const second = await writeSeries(temporaryFolder(), { hu: first.hu.map((value) => value + 1) });
    const report = await importPaths(context, { paths: [second.folder] });
    expect(report).toMatchObject({ imported: 10, alreadyThere: 0 });
    expect(report.skipped.map(({ outcome }) => outcome)).toEqual(Array(10).fill('conflict'));
    expect(report.skipped[0]!.reason).toContain('both are kept');
    expect([...(await loadVolume(context, series.id)).hu]).toEqual([...first.hu]);
    const other = listSeries(context).find(({ id }) => id !== series.id)!;
    expect(other).toMatchObject({ part: expect.stringContaining('copy 2') as string, instanceCount: 10 });
    expect([...(await loadVolume(context, other.id)).hu]).toEqual([...second.hu]);
    expect(await importPaths(context, { paths: [first.folder, second.folder] })).toMatchObject({
      imported: 0,
      alreadyThere: 20,
    });
  });

  test('one file in conflict leaves the series as it is', async () => {
    const context = open();
    const first = await writeSeries(temporaryFolder());
    const { series } = await importOne(context, first.folder);
    const second = await writeSeries(temporaryFolder(), { hu: first.hu.map((value) => value + 1) });
    const report = await importPaths(context, { paths: [second.files[4]!] });
    expect(report.skipped).toMatchObject([{ outcome: 'conflict' }]);
    expect(getSeries(context, { seriesId: series.id })).toMatchObject({ geometryStatus: 'regular', instanceCount: 10 });
    expect([...(await loadVolume(context, series.id)).hu]).toEqual([...first.hu]);
  });

  test('without a Series Instance UID, study and folder tell series apart', async () => {
    const context = open();
    const folder = temporaryFolder();
    for (const name of ['arterial', 'portal']) {
      await writeSeries(join(folder, name), {
        description: { uidSeed: name },
        change: (dataset) => ({ ...dataset, SeriesInstanceUID: '', StudyInstanceUID: '1.2.3' }),
      });
    }
    const { seriesIds } = await importPaths(context, { paths: [folder] });
    expect(seriesIds.map((seriesId) => getSeries(context, { seriesId }).geometryStatus)).toEqual([
      'warning',
      'warning',
    ]);
    for (const { problems } of listSeries(context)) expect(problems).toMatchObject([{ code: 'missing_uid' }]);
  });

  test('a path that is not there', async () => {
    await expect(startImport(open(), { paths: [join(temporaryFolder(), 'gone')] })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a compressed series', () => {
  const source: TestImage = { rows: 4, columns: 4, bits: 12, signed: false, values: [...Array(16).keys()] };
  const frame = encodeJpegLossless(source);
  /** Three slices; the pixels of the second are `middle`. */
  function writeCompressed(syntax: string, middle: Uint8Array, lossy = '00'): string {
    const folder = temporaryFolder();
    [frame, middle, frame].forEach((image, k) => {
      const elements = encapsulatedElements(source, encapsulate(inPieces(image, 2)), {
        0x00080018: { vr: 'UI', value: `1.2.3.4.${k}` },
        0x00200032: { vr: 'DS', value: `0\\0\\${k}` },
        0x00282110: { vr: 'CS', value: lossy },
      });
      writeFileSync(join(folder, `${k}.dcm`), testFile(syntax, elements));
    });
    return folder;
  }

  test('is decoded, and lossy compression is said', async () => {
    const context = open();
    const { series } = await importOne(context, writeCompressed(JPEG_LOSSLESS_SV1, frame));
    expect(series).toMatchObject({ geometryStatus: 'regular', lossy: false });
    const { hu } = await loadVolume(context, series.id);
    expect([...hu]).toEqual([0, 1, 2].flatMap(() => source.values.map((value) => value - 1024)));
    const lossy = await importOne(open(), writeCompressed(JPEG_LOSSLESS_SV1, frame, '01'));
    expect(lossy.series).toMatchObject({
      geometryStatus: 'warning',
      lossy: true,
      problems: [{ code: 'lossy_compression' }],
    });
  });

  test('of which one slice is damaged names it when it is opened', async () => {
    const context = open();
    const damaged = Buffer.concat([frame.subarray(0, -8), frame.subarray(-2)]);
    const { series } = await importOne(context, writeCompressed(JPEG_LOSSLESS_SV1, damaged));
    const message = 'The pixels of 1.dcm (JPEG Lossless SV1) are damaged and cannot be decoded.';
    for (let time = 0; time < 2; time++)
      await expect(loadVolume(context, series.id)).rejects.toMatchObject({ code: 'refused', message });
    await expect.poll(() => readdirSync(context.folder.uploads)).toEqual([]);
  });
});

describe('an import that ends in the middle', () => {
  test('the rest completes the series, and its geometry is judged again', async () => {
    const context = open();
    const written = await writeSeries(temporaryFolder());
    const middle = written.files[4]!;
    const [kept, later] = [temporaryFolder(), temporaryFolder()];
    for (const file of written.files) copyFileSync(file, join(file === middle ? later : kept, file.slice(-13)));
    const first = await importOne(context, kept);
    expect(first.series.geometryStatus).toBe('refused');
    const second = await importOne(context, later);
    expect(second.series).toMatchObject({
      id: first.series.id,
      geometryStatus: 'regular',
      instanceCount: 10,
      problems: [],
    });
    expect([...(await loadVolume(context, second.series.id)).hu]).toEqual([...written.hu]);
  });

  test('cancelled: what is stored is whole, and importing again goes on', async () => {
    const context = open();
    const folder = temporaryFolder();
    await writeSeries(folder, { geometry: smallGeometry({ dims: [2, 2, 300] }) });
    const { jobId } = await startImport(context, { paths: [folder] });
    const ended = new Promise<void>((resolve) => {
      const look = (): void => {
        const job = context.jobs.list().find(({ id }) => id === jobId)!;
        if (job.done > 0) context.jobs.cancel(jobId);
        if (job.state === 'running') setImmediate(look);
        else resolve();
      };
      look();
    });
    await ended;
    const report = importReport(context, { jobId });
    expect(report.state).toBe('cancelled');
    expect(report.finishedAt).not.toBeNull();
    const stored = listSeries(context).reduce((sum, { instanceCount }) => sum + instanceCount, 0);
    expect(stored).toBe(report.imported);
    expect(stored).toBeLessThan(300);
    const { report: again, series } = await importOne(context, folder);
    expect(again.imported + again.alreadyThere).toBe(300);
    expect(series).toMatchObject({ instanceCount: 300, geometryStatus: 'regular' });
    expect(readdirSync(context.folder.uploads)).toEqual([]);
  });

  test('a report left running by a program that was killed is that of a failed import', async () => {
    const context = open();
    const written = await writeSeries(temporaryFolder());
    await importOne(context, written.folder);
    behindTheTrail(context, "UPDATE import_report SET state = 'running', finished_at = NULL");
    const reports = listImports({ ...context, jobs: { ...context.jobs, list: () => [] } });
    expect(reports).toMatchObject([{ state: 'failed' }]);
  });

  test('a stored file that was damaged is healed by importing it again', async () => {
    const context = open();
    const written = await writeSeries(temporaryFolder());
    const { series } = await importOne(context, written.folder);
    const damaged = sourceImages(context, series.id)[2]!.absolutePath;
    writeFileSync(damaged, readFileSync(damaged).fill(0, 600));
    await expect(loadVolume(context, series.id)).rejects.toMatchObject({ code: 'io' });
    await importOne(context, written.folder);
    expect([...(await loadVolume(context, series.id)).hu]).toEqual([...written.hu]);
  });
});

test('slices that would change a volume which was drawn on are refused', async () => {
  const context = open();
  const written = await writeSeries(temporaryFolder());
  const part = temporaryFolder();
  for (const file of written.files.slice(0, 6)) copyFileSync(file, join(part, file.slice(-13)));
  const { series } = await importOne(context, part);
  const { id: segmentationId } = openSegmentation(context, { seriesId: series.id });
  const [columns, rows, slices] = series.geometry!.dims;
  const labels = new Uint8Array(columns * rows * slices).fill(1, 50, 60);
  const action = { title: 'Draw', tool: 'test@1', parameters: {} };
  await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
  const report = await importPaths(context, { paths: [written.folder] });
  expect(report).toMatchObject({ imported: 0, alreadyThere: 6 });
  expect(report.skipped).toHaveLength(4);
  expect(report.skipped[0]!.reason).toContain('segmentation');
  expect(getSeries(context, { seriesId: series.id })).toEqual(series);
});

describe('the cache of decoded volumes', () => {
  test('gives the same voxels when it is there, damaged, or gone', async () => {
    const context = open();
    const written = await writeSeries(temporaryFolder());
    const { series } = await importOne(context, written.folder);
    const voxels = async (): Promise<number[]> => [...(await loadVolume(context, series.id)).hu];
    expect(await voxels()).toEqual([...written.hu]);
    const [name] = readdirSync(context.folder.cache);
    const file = join(context.folder.cache, name!);
    const whole = readFileSync(file);
    expect(await voxels()).toEqual([...written.hu]);

    const damaged = Buffer.from(whole);
    damaged[damaged.length - 1]! ^= 1;
    writeFileSync(file, damaged);
    expect(await voxels()).toEqual([...written.hu]);
    await expect.poll(() => readFileSync(file).equals(whole)).toBe(true);

    writeFileSync(file, 'not a volume');
    expect(await voxels()).toEqual([...written.hu]);
    rmSync(context.folder.cache, { recursive: true });
    expect(await voxels()).toEqual([...written.hu]);
    expect(statSync(file).size).toBe(whole.length);
  });
});

test('the sample case is two regular series, marked as such, and leaves no files behind', async () => {
  const context = open();
  const { jobId } = startSample(context);
  await expect
    .poll(() => context.jobs.list().find(({ id }) => id === jobId)?.state, { timeout: 100_000, interval: 200 })
    .not.toBe('running');
  expect(importReport(context, { jobId })).toMatchObject({ state: 'done', skipped: [] });
  const series = listSeries(context);
  expect(series.map(({ sample, geometryStatus }) => ({ sample, geometryStatus }))).toEqual([
    { sample: true, geometryStatus: 'regular' },
    { sample: true, geometryStatus: 'regular' },
  ]);
  expect(readdirSync(context.folder.uploads)).toEqual([]);
}, 120_000);

test('a site that wants it keeps no names: neither in files, nor in what is stored of them', async () => {
  const context = open();
  setSettings(context, { deidentifyOnImport: true });
  const folder = join(temporaryFolder(), 'Okonkwo Chidi');
  const written = await writeSeries(folder, {
    change: (dataset) => ({ ...dataset, PatientName: 'Okonkwo^Chidi', PatientID: 'HOSP-4711' }),
  });
  writeFileSync(join(folder, 'okonkwo.txt'), 'a letter');
  const { report, series } = await importOne(context, folder);
  expect(report).toMatchObject({ imported: 10, skipped: [{ outcome: 'skipped' }] });
  expect(series).toMatchObject({ geometryStatus: 'regular', acquisitionDate: '2025-01-01' });
  expect(series.patientLabel).toMatch(/^P-/);
  expect([...(await loadVolume(context, series.id)).hu]).toEqual([...written.hu]);
  expect((await importOne(context, folder)).report).toMatchObject({ imported: 0, alreadyThere: 10 });
  context.db.pragma('wal_checkpoint(TRUNCATE)');
  for (const entry of readdirSync(context.folder.root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'site-key.json') continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name)).toString('latin1').toLowerCase();
    for (const name of ['okonkwo', 'chidi', 'hosp-4711'])
      expect([entry.name, bytes.includes(name)]).toEqual([entry.name, false]);
  }
  await expect(importPaths(context, { paths: [folder], inPlace: true })).rejects.toMatchObject({ code: 'refused' });
});

test('links and folders given twice are read once', async () => {
  const context = open();
  const folder = temporaryFolder();
  const written = await writeSeries(join(folder, 'series'));
  mkdirSync(join(folder, 'links'));
  symlinkSync(written.folder, join(folder, 'links', 'again'));
  const { report } = await importOne(context, folder);
  expect(report).toMatchObject({ imported: 10, alreadyThere: 0 });
});

import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallGeometry, writeSeries } from '../../../tests/fixtures/index.ts';
import { openStore, temporaryFolder } from '../../../tests/host/support.ts';
import type { HostContext } from '../context.ts';
import { loadVolume } from '../pixels/index.ts';
import { openSegmentation, storeRevision } from '../segmentation/index.ts';
import {
  checkOriginals,
  confirmPhase,
  getSeries,
  importPaths,
  joinOffers,
  joinSeries,
  keepSentFile,
  listSeries,
  resample,
  separateSeries,
  startImport,
} from './index.ts';

const open = (): HostContext => openStore(join(temporaryFolder(), 'data')).context;

/** Ten slices, the last five under another Series Instance UID. */
async function writeHalves(): Promise<Awaited<ReturnType<typeof writeSeries>>> {
  return writeSeries(temporaryFolder(), {
    change: (dataset, k) => (k < 5 ? dataset : { ...dataset, SeriesInstanceUID: '1.2.3.4.5' }),
  });
}

async function draw(context: HostContext, seriesId: string): Promise<void> {
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const [columns, rows, slices] = getSeries(context, { seriesId }).geometry!.dims;
  const labels = new Uint8Array(columns * rows * slices).fill(1, 50, 60);
  const action = { title: 'Draw', tool: 'test@1', parameters: {} };
  await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
}

describe('two Series Instance UIDs of one volume', () => {
  test('are offered to be joined, joined, and separated again', async () => {
    const context = open();
    const written = await writeHalves();
    await importPaths(context, { paths: [written.folder] });
    const before = listSeries(context);
    expect(before.map(({ instanceCount }) => instanceCount)).toEqual([5, 5]);
    const [offer, ...others] = joinOffers(context);
    expect(others).toEqual([]);
    expect(offer!.seriesIds.toSorted()).toEqual(before.map(({ id }) => id).toSorted());

    const joined = joinSeries(context, { seriesIds: offer!.seriesIds });
    expect(joined).toMatchObject({ joined: true, geometryStatus: 'regular', instanceCount: 10 });
    expect([...(await loadVolume(context, joined.id)).hu]).toEqual([...written.hu]);
    expect(listSeries(context)).toHaveLength(1);
    expect(joinOffers(context)).toEqual([]);
    expect(await importPaths(context, { paths: [written.folder] })).toMatchObject({ imported: 0, alreadyThere: 10 });

    const { seriesIds } = separateSeries(context, { seriesId: joined.id });
    expect(seriesIds.map((seriesId) => getSeries(context, { seriesId }).instanceCount)).toEqual([5, 5]);
    expect(new Set(listSeries(context).map(({ seriesInstanceUid }) => seriesInstanceUid)).size).toBe(2);
  });

  test('stay as they are when one was drawn on, and so does a joined one', async () => {
    const context = open();
    await importPaths(context, { paths: [(await writeHalves()).folder] });
    const seriesIds = listSeries(context).map(({ id }) => id);
    await draw(context, seriesIds[1]!);
    expect(() => joinSeries(context, { seriesIds })).toThrow(/drawn/);
    expect(listSeries(context)).toHaveLength(2);
    expect(listSeries(context).some(({ joined }) => joined)).toBe(false);

    const other = open();
    await importPaths(other, { paths: [(await writeHalves()).folder] });
    const joined = joinSeries(other, { seriesIds: listSeries(other).map(({ id }) => id) });
    await draw(other, joined.id);
    expect(() => separateSeries(other, { seriesId: joined.id })).toThrow(/drawn/);
    expect(listSeries(other)).toHaveLength(1);
  });

  test('that make no volume together are not joined', async () => {
    const context = open();
    for (const name of ['one', 'two']) {
      const written = await writeSeries(temporaryFolder(), { description: { uidSeed: name } });
      await importPaths(context, { paths: [written.folder] });
    }
    const seriesIds = listSeries(context).map(({ id }) => id);
    expect(joinOffers(context)).toEqual([]);
    expect(() => joinSeries(context, { seriesIds })).toThrow(/one volume/);
    expect(listSeries(context).map(({ instanceCount }) => instanceCount)).toEqual([10, 10]);
  });
});

test('a phase is confirmed, changed and taken back, each with its entry', async () => {
  const context = open();
  const written = await writeSeries(temporaryFolder(), {
    change: (dataset) => ({ ...dataset, SeriesDescription: 'Abdomen portal venous 2.0' }),
  });
  await importPaths(context, { paths: [written.folder] });
  const [series] = listSeries(context);
  expect(series!.phase).toMatchObject({ proposed: 'portal_venous', confirmed: null });
  expect(series!.phase.basis).not.toBe('');
  for (const phase of ['arterial', 'arterial', null] as const) {
    expect(confirmPhase(context, { seriesId: series!.id, phase }).phase).toMatchObject({
      proposed: 'portal_venous',
      confirmed: phase,
    });
  }
  const entries = context.db
    .prepare(`SELECT count(*) FROM audit WHERE entity = 'series' AND action = 'update'`)
    .pluck();
  expect(entries.get()).toBe(2);
});

describe('a computed series', () => {
  test('at half size: its own grid, its own voxels, one only', async () => {
    const context = open();
    const geometry = smallGeometry({ dims: [6, 4, 3] });
    const written = await writeSeries(temporaryFolder(), { geometry, hu: new Int16Array(72).fill(40) });
    await importPaths(context, { paths: [written.folder] });
    const [source] = listSeries(context);
    const half = resample(context, { seriesId: source!.id, kind: 'half_size' });
    expect(half.geometry?.dims).toEqual([3, 2, 3]);
    expect(half).toMatchObject({
      geometryStatus: 'warning',
      derivedFrom: { seriesId: source!.id, kind: 'half_size' },
      problems: [{ code: 'resampled' }],
    });
    expect(new Set((await loadVolume(context, half.id)).hu)).toEqual(new Set([40]));
    expect(resample(context, { seriesId: source!.id, kind: 'half_size' }).id).toBe(half.id);
    expect(() => resample(context, { seriesId: source!.id, kind: 'regular_grid' })).toThrow(/regular grid/);
  });

  test('of a series with a missing slice, dropped when the slice arrives', async () => {
    const context = open();
    const written = await writeSeries(temporaryFolder());
    const some = temporaryFolder();
    written.files.forEach((file, k) => {
      if (k !== 4) copyFileSync(file, join(some, `${k}.dcm`));
    });
    await importPaths(context, { paths: [some] });
    const [source] = listSeries(context);
    expect(source).toMatchObject({ geometryStatus: 'refused', canResample: true });
    const regular = resample(context, { seriesId: source!.id, kind: 'regular_grid' });
    expect(regular.geometry?.dims[2]).toBe(10);
    const slice = regular.geometry!.dims[0] * regular.geometry!.dims[1];
    const { hu } = await loadVolume(context, regular.id);
    expect([...hu.subarray(0, 4 * slice)]).toEqual([...written.hu.subarray(0, 4 * slice)]);
    expect([...hu.subarray(5 * slice)]).toEqual([...written.hu.subarray(5 * slice)]);
    await importPaths(context, { paths: [written.folder] });
    expect(listSeries(context)).toMatchObject([{ id: source!.id, geometryStatus: 'regular' }]);
  });
});

describe('files left in place', () => {
  test('are not copied, are told when they are missing or changed, and found again where they moved', async () => {
    const context = open();
    const folder = join(temporaryFolder(), 'cd');
    mkdirSync(folder);
    const written = await writeSeries(folder);
    await importPaths(context, { paths: [folder], inPlace: true });
    const [series] = listSeries(context);
    expect(series).toMatchObject({ inPlace: true, geometryStatus: 'regular' });
    expect([...(await loadVolume(context, series!.id)).hu]).toEqual([...written.hu]);
    expect(await checkOriginals(context, { seriesId: series!.id })).toEqual({ missing: [], changed: [] });

    renameSync(folder, `${folder} moved`);
    const lost = await checkOriginals(context, { seriesId: series!.id });
    expect([lost.missing.length, lost.changed.length]).toEqual([10, 0]);
    expect(await importPaths(context, { paths: [`${folder} moved`], inPlace: true })).toMatchObject({
      alreadyThere: 10,
    });
    expect(await checkOriginals(context, { seriesId: series!.id })).toEqual({ missing: [], changed: [] });
    writeFileSync(written.files[2]!.replace(folder, `${folder} moved`), 'something else');
    expect((await checkOriginals(context, { seriesId: series!.id })).changed).toHaveLength(1);

    await importPaths(context, { paths: [(await writeSeries(temporaryFolder())).folder] });
    expect(getSeries(context, { seriesId: series!.id }).inPlace).toBe(false);
  });
});

describe('files that a window sends', () => {
  const bytes = async function* (text: string): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(text));
  };

  test('are imported under the names they were sent by, and removed', async () => {
    const context = open();
    const sourceId = context.newId();
    await keepSentFile(context, sourceId, 'CD 1/note.txt', bytes('hello'));
    const report = await importPaths(context, { sourceId });
    expect(report).toMatchObject({ state: 'done', sources: [], skipped: [{ path: join('CD 1', 'note.txt') }] });
    await expect(startImport(context, { sourceId })).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each(['', '/', '../x', 'a/../../x', 'a\\b', 'c:/x', 'a\0b', 'x'.repeat(300)])(
    'never outside: %j',
    async (path) => {
      const context = open();
      await expect(keepSentFile(context, context.newId(), path, bytes('x'))).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );

  test('a name that was sent before is not replaced', async () => {
    const context = open();
    const sourceId = context.newId();
    await keepSentFile(context, sourceId, 'a', bytes('x'));
    await expect(keepSentFile(context, sourceId, 'a', bytes('y'))).rejects.toMatchObject({ code: 'conflict' });
    expect(await importPaths(context, { sourceId })).toMatchObject({ skipped: [{ path: 'a' }] });
  });
});

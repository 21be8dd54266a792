/** What a library of the first version holds is there after the step that takes files and slices apart. */
import { expect, test } from 'vitest';
import { resolveDataFolder } from '../../electron/host/dataFolder.ts';
import { migrations } from '../../electron/host/db/migrations.ts';
import { openDatabase } from '../../electron/host/db/open.ts';
import { getImportReport } from '../../electron/host/db/tables/importReport.ts';
import { getSeriesRow } from '../../electron/host/db/tables/series.ts';
import { listSlices, listVolumeSlices } from '../../electron/host/db/tables/slice.ts';
import { migratedBy, smallGrid, temporaryFolder } from './support.ts';

const header = (k: number) => ({
  slice: {
    rows: 6,
    columns: 8,
    positionMm: [-10, -20, 30 + 2.5 * k],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    pixelSpacingMm: [0.8, 0.8],
    instanceNumber: k + 1,
  },
  pixels: {
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    rows: 6,
    columns: 8,
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    signed: false,
    slope: 1,
    intercept: -1024,
    paddingValue: null,
    dataOffset: 900,
    dataLength: 96,
  },
  lossy: false,
});

test('series, slices in their order, reports and what refers to them', () => {
  const paths = resolveDataFolder(temporaryFolder());
  const old = openDatabase(paths, migratedBy, migrations.slice(0, 1));
  old.exec(`
    INSERT INTO study VALUES ('s1', '1.2', 'A-1', '2026-01-10', 'Abdomen', '2026-01-11T08:00:00.000Z');
    INSERT INTO series VALUES ('r1', 's1', '1.2.3', '1.2.3', 'CT', 'Portal', 4, '2026-01-10', '2026-01-11T08:00:00.000Z', 3,
      '${JSON.stringify({ ...smallGrid, dims: [8, 6, 2] })}', 'regular', '[]', 0, 'HFS', '1.2.9', 0);
    INSERT INTO segmentation VALUES ('g1', 'r1', '2026-01-11T08:00:00.000Z');
    INSERT INTO import_report VALUES ('i1', '2026-01-11T08:00:00.000Z', '2026-01-11T08:00:01.000Z', 'done', '["/cd"]', 3, 0);
    INSERT INTO import_skipped_file VALUES ('i1', 0, '/cd/note.txt', 'It is not a DICOM file.');
    INSERT INTO import_series VALUES ('i1', 'r1');`);
  const insert = old.prepare('INSERT INTO instance VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const [k, index] of [1, 0, null].entries()) {
    const sha = String(k).repeat(64);
    insert.run(
      `f${k}`,
      'r1',
      `1.2.3.${k}`,
      'ct',
      `${k}.dcm`,
      `originals/${k}.dcm`,
      sha,
      sha,
      996,
      JSON.stringify(header(k)),
      index,
    );
  }
  old.close();

  const db = openDatabase(paths, migratedBy, migrations);
  expect(listVolumeSlices(db, 'r1').map(({ fileName, sliceIndex }) => [fileName, sliceIndex])).toEqual([
    ['1.dcm', 0],
    ['0.dcm', 1],
  ]);
  const [first] = listSlices(db, 'r1');
  expect(listSlices(db, 'r1')).toHaveLength(3);
  expect(first).toMatchObject({
    fileId: 'f0',
    frame: 0,
    groupingKey: '1.2.3',
    inPlace: false,
    copy: 0,
    pixels: { dataOffset: 900, leadingItems: 1 },
    facts: { description: 'Portal', seriesNumber: 4, sample: false, frameOfReferenceUid: '1.2.9' },
  });
  expect(getSeriesRow(db, 'r1')).toMatchObject({
    part: '',
    derivedFrom: null,
    joined: false,
    geometryStatus: 'regular',
  });
  expect(getImportReport(db, 'i1')).toMatchObject({
    imported: 3,
    skipped: [{ path: '/cd/note.txt', outcome: 'skipped', reason: 'It is not a DICOM file.' }],
    seriesIds: ['r1'],
  });
  expect(db.prepare('SELECT series_id FROM segmentation').pluck().all()).toEqual(['r1']);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  db.close();
});

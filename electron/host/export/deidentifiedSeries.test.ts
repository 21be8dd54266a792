import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallGeometry, writeSeries } from '../../../tests/fixtures/index.ts';
import { openStore, temporaryFolder } from '../../../tests/host/support.ts';
import type { CtDataset } from '../dicom/writeCt.ts';
import { parseHeader } from '../dicom/segSource.ts';
import { importPaths, listSeries } from '../library/index.ts';
import { setSettings } from '../settings/index.ts';
import { addSubject, setTimePoint } from '../trial/index.ts';
import { exportDeidentifiedSeries } from './deidentifiedSeries.ts';

const SEEDS = ['Quvenzhane', 'HOSP-4711', 'Fixture^One', 'FIXTURE-1'];

async function imported(change?: (dataset: CtDataset) => CtDataset) {
  const { context } = openStore(temporaryFolder());
  setSettings(context, { deidentifyOnImport: false });
  const { folder } = await writeSeries(join(temporaryFolder(), 'ct'), {
    geometry: smallGeometry({ dims: [16, 12, 5] }),
    change: (dataset) => ({
      ...(change?.(dataset) ?? dataset),
      ReferringPhysicianName: 'Quvenzhane^Ada',
      AccessionNumber: 'HOSP-4711',
      SeriesDescription: 'Abdomen Quvenzhane',
    }),
  });
  const { seriesIds } = await importPaths(context, { paths: [folder] });
  return { context, seriesId: seriesIds[0]!, out: join(temporaryFolder(), 'out') };
}
const filesOf = (folder: string): Buffer[] =>
  readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name)));

describe('a series leaves', () => {
  test('without any word of the patient, and is the same series to who reads it', async () => {
    const { context, seriesId, out } = await imported();
    const made = await exportDeidentifiedSeries(context, seriesId, out);
    expect(made).toMatchObject({ files: 5 });
    for (const file of filesOf(out)) for (const seed of SEEDS) expect(file.includes(seed)).toBe(false);
    const other = openStore(temporaryFolder()).context;
    await importPaths(other, { paths: [out] });
    const [series] = listSeries(other);
    expect(series).toMatchObject({ geometryStatus: 'regular', instanceCount: 5, patientLabel: made.code });
    expect(series!.seriesInstanceUid).not.toBe(listSeries(context)[0]!.seriesInstanceUid);
  });

  test('with the subject’s code and the trial’s attributes', async () => {
    const { context, seriesId, out } = await imported();
    const { id: subjectId } = addSubject(context, { code: 'NL01-007', sex: 'female', liverQuality: 'normal' });
    setTimePoint(context, { subjectId, kind: 'baseline', seriesId, date: '2025-01-01' });
    expect((await exportDeidentifiedSeries(context, seriesId, out)).code).toBe('NL01-007');
    const elements = parseHeader(filesOf(out)[0]!);
    expect([0x00100020, 0x00120010, 0x00120040, 0x00120050, 0x00120062].map((tag) => elements.ascii(tag))).toEqual([
      'NL01-007',
      'Maastricht University',
      'NL01-007',
      'baseline',
      'YES',
    ]);
  });

  test('not into a folder that holds something, and not where a name may be drawn into the pixels', async () => {
    const { context, seriesId, out } = await imported((dataset) => ({ ...dataset, BurnedInAnnotation: 'YES' }));
    await expect(exportDeidentifiedSeries(context, seriesId, out)).rejects.toThrow('Names may be drawn');
    expect(existsSync(out) || existsSync(`${out}.part`)).toBe(false);
    expect((await exportDeidentifiedSeries(context, seriesId, out, { pixelsAreClean: true })).files).toBe(5);
    mkdirSync(`${out}-2`);
    writeFileSync(join(`${out}-2`, 'mine.txt'), 'mine');
    await expect(exportDeidentifiedSeries(context, seriesId, `${out}-2`)).rejects.toThrow('holds something already');
    expect(readdirSync(`${out}-2`)).toEqual(['mine.txt']);
  });
});

import { embolisationInput } from '../../core/contract/trial.ts';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSeries, openStore, smallGrid, temporaryFolder } from '../../../tests/host/support.ts';
import { quantities } from '../../core/domain/quantities.ts';
import type { HostContext } from '../context.ts';
import { readNiftiFile } from '../nifti/index.ts';
import { adjudicate, beginSecondReading, countingSegmentation, reviewReading, signReading } from '../readings/index.ts';
import { openSegmentation, storeRevision } from '../segmentation/index.ts';
import { addEmbolisation, addSubject, setTimePoint } from '../trial/index.ts';
import { writeCsv } from './csv.ts';
import { exportResultsCsv, exportSegmentation } from './index.ts';
import { algorithmOf } from './segmentationFile.ts';
import { writeExport } from './writeExport.ts';

/** A reader of RFC 4180 of our own, so that the writer isn't checked by itself. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let found = pattern.exec(text); found && pattern.lastIndex <= text.length; found = pattern.exec(text)) {
    rows.at(-1)!.push(found[1] === undefined ? found[2]! : found[1].replaceAll('""', '"'));
    if (found[3] === '\r\n') rows.push([]);
    if (pattern.lastIndex === text.length) break;
  }
  return rows.filter((row) => row.length > 0);
}

describe('CSV', () => {
  test('keeps any text, and no text begins a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
        const rows = readCsv(
          writeCsv(
            ['a', 'b'],
            texts.map((a) => ({ a, b: 'end' })),
          ),
        ).slice(1);
        expect(rows.map(([a]) => a)).toEqual(texts.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)));
        for (const [a] of rows) expect(a).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  test('leaves numbers whole, empty cells empty, lines ended by CRLF', () => {
    expect(writeCsv(['a', 'b', 'c'], [{ a: -0.1, b: null, c: '=1+1' }])).toBe("a,b,c\r\n-0.1,,'=1+1\r\n");
  });
});

async function subjectWithTwoCts(
  context: HostContext,
): Promise<{ subjectId: string; segmentationId: string; labels: Uint8Array }> {
  const { id: subjectId } = addSubject(context, {
    code: 'NL01-007',
    sex: 'male',
    liverQuality: 'normal',
    measure: { date: '2026-02-25', heightCm: 175, weightKg: 80 },
  });
  const labels = Uint8Array.from({ length: 8 * 6 * 4 }, (_, at) => at % 7);
  let segmentationId = '';
  for (const [kind, date] of [
    ['baseline', '2026-03-01'],
    ['w1', '2026-03-14'],
  ] as const) {
    const seriesId = addSeries(context);
    setTimePoint(context, { subjectId, kind, seriesId, date });
    segmentationId = openSegmentation(context, { seriesId }).id;
    const action = { title: 'Test', tool: 'test@1', parameters: {} };
    await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
  }
  addEmbolisation(context, {
    subjectId,
    embolisation: embolisationInput.parse({
      date: '2026-03-02',
      kind: 'pve',
      portalBranches: ['left'],
      hepaticVeins: [],
      materials: ['coils'],
    }),
  });
  return { subjectId, segmentationId, labels };
}

describe('results as CSV', () => {
  test('one row per quantity and time point or interval, each with its proof', async () => {
    const { context } = openStore(temporaryFolder());
    const { subjectId } = await subjectWithTwoCts(context);
    const file = await exportResultsCsv(context, { subjectId });
    const text = readFileSync(join(context.folder.root, file.path), 'utf8');
    expect(file.sha256).toBe(createHash('sha256').update(text).digest('hex'));
    const [header, ...rows] = readCsv(text);
    const table = rows.map((row) => Object.fromEntries(header!.map((column, at) => [column, row[at]!])));
    expect(new Set(table.map(({ row }) => row))).toEqual(new Set(['time point', 'verdict', 'interval']));
    for (const row of table) {
      expect(row).toMatchObject({
        subject_code: 'NL01-007',
        protocol_id: 'dragon2',
        protocol_version: '4',
        accounts: 'none',
      });
      expect(row['revision_sha256']).toMatch(/^[0-9a-f]{64}$/);
      expect(row['series_instance_uid']).toMatch(/^2\.25/);
      if (row['row'] !== 'verdict') {
        const quantity = quantities[row['quantity'] as keyof typeof quantities];
        expect(row['name']).toBe(quantity.name);
        expect(row['unit_ucum']).toBe(quantity.ucum);
        expect(row['formulas']).toMatch(/@\d/);
        expect(row['value'] === '').toBe(row['reason_without_value'] !== '');
      }
    }
    const tlv = table.find((row) => row['quantity'] === 'tlv')!;
    const count = Array.from({ length: 8 * 6 * 4 }, (_, at) => at % 7).filter((label) => label > 0).length;
    expect(Number(tlv['value'])).toBeCloseTo(
      (count * smallGrid.spacingMm[0] * smallGrid.spacingMm[1] * 2.5) / 1000,
      12,
    );
    const rate = table.find((row) => row['quantity'] === 'kgr_sflr_initial')!;
    expect(rate).toMatchObject({
      from_ct_date: '2026-03-01',
      ct_date: '2026-03-14',
      embolisation_date: '2026-03-02',
      days_from_embolisation: '12',
      days_outside_protocol_window: '2',
      value: '0',
    });
  });

  test('is refused while there is nothing to say', async () => {
    const { context } = openStore(temporaryFolder());
    const { id: subjectId } = addSubject(context, { code: 'NL01-008', sex: 'male', liverQuality: 'normal' });
    await expect(exportResultsCsv(context, { subjectId })).rejects.toMatchObject({ code: 'refused' });
  });
});

test('a segmentation as NIfTI has every label of the revision', async () => {
  const { context } = openStore(temporaryFolder());
  const { segmentationId, labels } = await subjectWithTwoCts(context);
  const file = await exportSegmentation(context, { segmentationId, format: 'nifti' });
  expect(file.fileName).toMatch(/^NL01-007_w1_segmentation_r1_unsigned_\d{8}T\d{6}Z_[0-9a-f]{6}\.nii\.gz$/);
  const { values } = await readNiftiFile(join(context.folder.root, file.path));
  expect([...values]).toEqual([...labels]);
});

describe('of two readings of a CT', () => {
  const SIZE = 8 * 6 * 4;
  const labelsWith = (flr: number): Uint8Array => new Uint8Array(SIZE).fill(1).fill(2, 0, flr);

  test('the one that counts leaves, and the file says whose it is and whether it is signed', async () => {
    const { context } = openStore(temporaryFolder());
    const seriesId = addSeries(context);
    const { id: subjectId } = addSubject(context, { code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
    setTimePoint(context, { subjectId, kind: 'baseline', seriesId, date: '2026-03-01' });
    const open = async () => {
      const file = await exportSegmentation(context, { seriesId, format: 'nifti' });
      const { values } = await readNiftiFile(join(context.folder.root, file.path));
      return { ...file, remnant: values.filter((label) => label === 2).length };
    };
    await expect(open()).rejects.toMatchObject({ code: 'not_found' });
    const drawAndSign = async (readingId: string, segmentationId: string, flr: number) => {
      const action = { title: 'Draw', tool: 'brush@1', parameters: {} };
      const labels = labelsWith(flr);
      await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
      reviewReading(context, { readingId });
      await signReading(context, { readingId, meaning: 'drew_and_checked', password: null });
    };
    const { id: segmentationId } = openSegmentation(context, { seriesId });
    await drawAndSign(countingSegmentation(context, seriesId)!.readingId, segmentationId, 40);
    expect(await open()).toMatchObject({
      remnant: 40,
      fileName: expect.stringMatching(/^NL01-007_baseline_segmentation_r1_\d/) as string,
      reading: { ordinal: 'first', state: 'signed', standing: 'signed', isCounting: true },
    });
    const second = beginSecondReading(context, { seriesId });
    await drawAndSign(second.id, second.segmentationId, 60);
    expect(await open()).toMatchObject({ remnant: 40, reading: { ordinal: 'first' } });
    adjudicate(context, { seriesId, choice: 'second', reason: 'the remnant was cut short' });
    expect(await open()).toMatchObject({
      remnant: 60,
      fileName: expect.stringMatching(/^NL01-007_baseline_segmentation_second_r1_\d/) as string,
      reading: { ordinal: 'second', standing: 'signed', isCounting: true },
    });
  });
});

test('the algorithm of a segmentation is by hand only when every step was', () => {
  const steps = (...tools: string[]) =>
    tools.map((tool, at) => ({ number: at + 1, action: { tool } })) as unknown as Parameters<typeof algorithmOf>[0];
  expect(algorithmOf(steps('paint@1', 'undo@1'), { number: 2 }).type).toBe('MANUAL');
  expect(algorithmOf(steps('brush@1', 'eraser@1', 'confirm-lesion@1'), { number: 3 }).type).toBe('MANUAL');
  expect(algorithmOf(steps('grow-liver@1', 'paint@1'), { number: 2 })).toEqual({
    type: 'SEMIAUTOMATIC',
    name: 'grow-liver@1',
  });
  expect(algorithmOf(steps('paint@1', 'grow-liver@1'), { number: 1 }).type).toBe('MANUAL');
});

describe('writing', () => {
  const request = {
    kind: 'results_csv',
    subjectId: null,
    revisionId: null,
    stem: 'a b/../c',
    extension: 'csv',
  } as const;

  test('records file and trail together, under a harmless name', async () => {
    const { context } = openStore(temporaryFolder());
    const file = await writeExport(context, { ...request, bytes: Buffer.from('x') });
    expect(file.fileName).toMatch(/^a-b-..-c_/);
    expect(readdirSync(context.folder.exports)).toEqual([file.fileName]);
    const trail = context.db.prepare("SELECT entity_id FROM audit WHERE action = 'export'").pluck().all();
    expect(trail).toEqual([file.id]);
    expect(() => context.db.exec('DELETE FROM export_file')).toThrow(/never removed/);
  });

  test('that fails leaves neither row nor file', async () => {
    const { context } = openStore(temporaryFolder());
    rmSync(context.folder.exports, { recursive: true });
    writeFileSync(context.folder.exports, 'a file where the folder should be');
    await expect(writeExport(context, { ...request, bytes: Buffer.from('x') })).rejects.toMatchObject({ code: 'io' });
    expect(context.db.prepare('SELECT count(*) FROM export_file').pluck().get()).toBe(0);
  });
});

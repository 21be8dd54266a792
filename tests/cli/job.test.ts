/** The whole job by command line on a small generated patient, with the truth as its masks: every number is exact. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../electron/core/contract/audit.ts';
import type { SubjectResults } from '../../electron/core/contract/results.ts';
import type { Revision } from '../../electron/core/contract/segmentation.ts';
import { readSeg } from '../../electron/host/dicom/seg.ts';
import { labelsOnGrid, readNiftiFile } from '../../electron/host/nifti/index.ts';
import { smallAbdomen, temporaryFolder, writeSampleCase, type SampleTruth } from '../fixtures/index.ts';
import { remnant, type Ran } from './remnant.ts';

type Volumes = Record<string, number | null>;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let truth: SampleTruth;
const inside = (name: string): string => join(folder.path, name);
const run = (...args: string[]): Promise<Ran> => remnant(...args, '--data', inside('data'), '--json');
const done = async (...args: string[]): Promise<Ran> => {
  const ran = await run(...args);
  expect(ran.code, ran.err).toBe(0);
  return ran;
};

beforeAll(async () => {
  folder = await temporaryFolder();
  truth = await writeSampleCase(inside('case'), { ...smallAbdomen, truthMasks: true });
});
afterAll(() => folder.remove());

describe('from CT files to an export', () => {
  test('import names series, geometry and what it skipped, and is idempotent', async () => {
    await writeFile(join(truth.baseline.folder, 'note.txt'), 'not an image');
    const first = (await done('import', inside('case'))).json() as {
      series: object[];
      imported: number;
      skipped: { path: string; reason: string }[];
    };
    expect(first.imported).toBe(2 * smallAbdomen.dims[2]);
    expect(first.series).toHaveLength(2);
    expect(first.series[0]).toMatchObject({
      dims: smallAbdomen.dims,
      spacingMm: smallAbdomen.spacingMm,
      geometry: { status: 'warning', problems: [{ code: 'thick_slices' }] },
    });
    expect(first.skipped.find(({ path }) => path.endsWith('note.txt'))?.reason).toBeTruthy();
    const again = (await done('import', inside('case'))).json() as object;
    expect(again).toMatchObject({ imported: 0, alreadyThere: 2 * smallAbdomen.dims[2] });
    expect(((await done('series')).json() as { series: object[] }).series).toHaveLength(2);
  });

  test('volume writes the HU as NIfTI', async () => {
    const out = inside('hu.nii.gz');
    await done('volume', truth.baseline.seriesInstanceUid, '--out', out);
    const { dims, values } = await readNiftiFile(out);
    expect(dims).toEqual(smallAbdomen.dims);
    expect(values[0]).toBeLessThan(-900);
  });

  test('imported truth masks give volumes exact to 1e-6 mL', async () => {
    for (const study of [truth.baseline, truth.followUp]) {
      const ran = await done('segmentation', 'import', study.seriesInstanceUid, study.maskFile!, '--labels', 'full');
      const { volumesMl } = ran.json() as { volumesMl: Volumes };
      for (const id of ['tlv', 'tumour', 'flr', 'resected'] as const)
        expect(Math.abs(volumesMl[id]! - study.volumesMl[id])).toBeLessThan(1e-6);
    }
  });

  test('the trial record', async () => {
    const measure = ['--height', '175', '--weight', '80', '--measured', '2025-02-24'];
    await done('subject', 'add', 'NL01-007', '--sex', 'male', ...measure);
    expect((await run('subject', 'add', 'NL01-007', '--sex', 'male')).code).toBe(1);
    await done('timepoint', 'set', 'NL01-007', 'baseline', truth.baseline.seriesInstanceUid);
    const followUp = ['--subject', 'NL01-007', '--timepoint', 'w1'];
    await done('import', truth.followUp.folder, ...followUp);
    const pve = [
      '--kind',
      'pve_hve',
      '--portal',
      'right_anterior,right_posterior',
      '--hepatic',
      'right',
      '--material',
      'plug',
    ];
    await done('embolisation', 'add', 'NL01-007', '--date', '2025-03-10', ...pve);
    await done('subject', 'measure', 'NL01-007', '--height', '175', '--weight', '79', '--measured', '2025-03-18');
    const { subject } = (await done('subject', 'show', 'NL01-007')).json() as {
      subject: { timePoints: object[]; measures: object[] };
    };
    expect(subject.timePoints).toMatchObject([
      { kind: 'baseline', date: '2025-02-24' },
      { kind: 'w1', date: '2025-03-18' },
    ]);
    expect(subject.measures).toHaveLength(2);
    expect(((await done('subject', 'list')).json() as { subjects: object[] }).subjects).toHaveLength(1);
  });

  test('result names every ratio, and counts growth from the embolisation', async () => {
    const { results, growth } = (await done('result', 'NL01-007')).json() as SubjectResults;
    const value = (at: number, id: string) => results[at]!.values.find(({ quantity }) => quantity === id)!.value!;
    const { tlv, tumour, flr } = truth.baseline.volumesMl;
    expect(value(0, 'flr_pct_functional')).toBeCloseTo((100 * flr) / (tlv - tumour), 9);
    expect(value(0, 'sflr_pct')).toBeCloseTo((100 * flr) / 1704.6999, 4);
    expect([value(0, 'weight'), value(1, 'weight')]).toEqual([80, 79]);
    expect(growth).toMatchObject([{ embolisation: { date: '2025-03-10' }, daysSinceEmbolisation: 8, daysBetween: 22 }]);
    const relative = growth[0]!.values.find(({ quantity }) => quantity === 'rel_growth_pct')!.value!;
    expect(relative).toBeCloseTo(100 * (truth.followUp.volumesMl.flr / flr - 1), 9);
    const readable = await remnant('result', 'NL01-007', '--data', inside('data'));
    expect(readable.out).toContain('FLR / (total liver - tumour)');
    expect(readable.out).not.toMatch(/^FLR\s*%/m);
  });

  test('export leaves a package whose SEGs hold the very voxels', async () => {
    const refused = await run('export', 'NL01-007', '--out', inside('out'));
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('The record is not complete')]);
    await done('export', 'NL01-007', '--out', inside('out'), '--incomplete', 'nobody has signed yet');
    expect((await remnant('verify', inside('out'))).code).toBe(0);
    expect(await readFile(inside('out/results.csv'), 'utf8')).toMatch(/^subject_code,/);
    for (const [name, study] of [
      ['baseline', truth.baseline],
      ['w1', truth.followUp],
    ] as const) {
      const file = await readFile(inside(`out/${name}_${study.date}_segmentation.dcm`));
      expect(Buffer.from(readSeg(file, study.geometry).labels()).equals(Buffer.from(study.labels))).toBe(true);
    }
  });

  test('segmentation export gives back what was imported', async () => {
    const { segmentations } = (await done('segmentation', 'list')).json() as { segmentations: { id: string }[] };
    expect(segmentations).toHaveLength(2);
    const out = inside('full.nii.gz');
    const uid = truth.baseline.seriesInstanceUid;
    await done('segmentation', 'export', uid, '--format', 'nifti', '--labels', 'full', '--out', out);
    const { labels, geometry } = truth.baseline;
    expect(Buffer.from(labelsOnGrid(await readNiftiFile(out), geometry)).equals(Buffer.from(labels))).toBe(true);
    await done('segmentation', 'export', uid, '--format', 'nifti', '--out', inside('user.nii.gz'));
    const user = labelsOnGrid(await readNiftiFile(inside('user.nii.gz')), geometry);
    expect(user.every((value, at) => value === [0, 1, 3, 2, 2, 1, 3][labels[at]!])).toBe(true);
    await done('segmentation', 'export', uid, '--format', 'seg', '--out', inside('seg.dcm'));
    const back = (await done('segmentation', 'import', uid, inside('seg.dcm'))).json() as { revision: Revision };
    expect(back.revision.number).toBe(2);
    const left = (await done('audit', 'list', '--action', 'export', '--entity', 'series')).json() as AuditEntry[];
    expect(left.map(({ newValue }) => (JSON.parse(newValue!) as { kind: string }).kind)).toEqual([
      'mask_nifti',
      'volume_nifti',
    ]);
  });

  test('segment grows from strokes, divides by a cut, and stores a revision', async () => {
    const { seriesInstanceUid: uid, strokes, cut, volumesMl } = truth.followUp;
    await writeFile(inside('strokes.json'), JSON.stringify({ strokes }));
    await writeFile(inside('cut.json'), JSON.stringify(cut));
    const liver = await done(
      'segment',
      'liver',
      uid,
      '--strokes',
      inside('strokes.json'),
      '--out',
      inside('liver.nii.gz'),
    );
    expect((liver.json() as { volumesMl: Volumes }).volumesMl['tlv']).toBeGreaterThan(volumesMl.tlv / 2);
    const onLiver = [
      '--liver',
      inside('liver.nii.gz'),
      '--strokes',
      inside('strokes.json'),
      '--out',
      inside('both.nii.gz'),
    ];
    const both = (await done('segment', 'tumour', uid, ...onLiver)).json() as { volumesMl: Volumes; revision: null };
    expect(both.volumesMl['tumour']).toBeGreaterThan(0);
    expect(both.revision).toBeNull();
    const onBoth = ['--liver', inside('both.nii.gz'), '--cut', inside('cut.json'), '--save'];
    const parts = (await done('segment', 'flr', uid, ...onBoth)).json() as { volumesMl: Volumes; revision: Revision };
    expect(parts.revision).toMatchObject({ number: 2, action: { tool: 'divide@1' }, cut });
    const { tlv, flr, resected, tumour } = parts.volumesMl;
    expect(flr! + resected! + tumour!).toBeCloseTo(tlv!, 6);
  });

  test('tumour that grew is proposed and not subtracted until it is confirmed', async () => {
    const { seriesInstanceUid: uid } = truth.followUp;
    const ran = await done('segment', 'tumour', uid, '--strokes', inside('strokes.json'), '--save');
    expect(ran.err).toMatch(/proposed lesions? .* not subtracted as tumour\. "remnant lesions confirm"/);
    const { volumesMl: before, warning } = ran.json() as { volumesMl: Volumes; warning: string };
    expect(warning).toMatch(/mL\)/);

    const list = async () =>
      ((await done('lesions', uid)).json() as { lesions: { number: number; state: string; volumeMl: number }[] })
        .lesions;
    const proposed = (await list()).filter(({ state }) => state === 'proposed');
    expect(proposed.length).toBeGreaterThan(0);
    expect(proposed[0]).toMatchObject({
      side: expect.stringMatching(/resected|flr|both/) as string,
      longestAxial: { lengthMm: expect.any(Number) as number },
      longest3d: { lengthMm: expect.any(Number) as number },
      hu: { meanHu: expect.any(Number) as number },
    });

    const { number, volumeMl } = proposed[0]!;
    const one = (await done('lesions', 'confirm', uid, String(number))).json() as { volumesMl: Volumes };
    expect(one.volumesMl['tumour']! - before['tumour']!).toBeCloseTo(volumeMl, 6);
    expect(one.volumesMl['tlv']).toBe(before['tlv']);
    const all = (await done('lesions', 'confirm', uid, '--all')).json() as { volumesMl: Volumes; warning: null };
    expect(all.warning).toBeNull();
    expect((await list()).every(({ state }) => state === 'confirmed')).toBe(true);
    const again = (await done('lesions', 'unconfirm', uid, '--all')).json() as { volumesMl: Volumes };
    expect(again.volumesMl['tumour']).toBe(0);
    expect((await run('lesions', 'confirm', uid, '999')).err).toContain('no lesion 999');
    expect((await run('lesions', 'confirm', uid)).code).toBe(2);
    const confirmed = ['--strokes', inside('strokes.json'), '--save', '--confirm'];
    const direct = (await done('segment', 'tumour', uid, ...confirmed)).json() as { revision: Revision };
    expect(direct.revision.action.tool).toBe('confirm-lesion@1');
    expect(direct.revision.lesions!.every(({ state }) => state === 'confirmed')).toBe(true);
  });

  test('interpolate fills the slices between', async () => {
    const { seriesInstanceUid: uid, geometry, labels, volumesMl } = truth.baseline;
    const sparse = labels.map((label, at) =>
      Math.floor(at / (geometry.dims[0] * geometry.dims[1])) % 4 === 0 && label > 0 ? 1 : 0,
    );
    const { writeNiftiFile } = await import('../../electron/host/nifti/index.ts');
    await writeNiftiFile(inside('sparse.nii.gz'), { geometry, data: sparse });
    const ran = await done('interpolate', uid, '--sparse', inside('sparse.nii.gz'), '--out', inside('filled.nii.gz'));
    const { tlv } = (ran.json() as { volumesMl: Volumes }).volumesMl;
    expect(tlv! / volumesMl.tlv).toBeGreaterThan(0.85);
    expect(tlv! / volumesMl.tlv).toBeLessThan(1.1);
  });

  test('timepoint remove keeps the trail, and audit verify agrees', async () => {
    await done('timepoint', 'remove', 'NL01-007', truth.followUp.seriesInstanceUid, '--reason', 'wrong series');
    expect((await done('audit', 'verify')).json() as object).toMatchObject({ ok: true, problem: null });
  });
});

import { describe, expect, it } from 'vitest';
import type { Job } from '../../../electron/core/contract/jobs.ts';
import type { ImportReport, Series } from '../../../electron/core/contract/library.ts';
import {
  baseName,
  canOpen,
  endedNotice,
  isWholePath,
  jobFraction,
  needsAttention,
  pathBelow,
  seriesTitle,
  sortSeries,
  spacingText,
} from './model.ts';

const series = (more: Partial<Series>): Series => ({
  id: '0190a0a0-0000-7000-8000-000000000001',
  seriesInstanceUid: '1.2.3',
  studyInstanceUid: '1.2',
  patientLabel: 'P1',
  modality: 'CT',
  description: '',
  seriesNumber: null,
  acquisitionDate: null,
  importedAt: '2026-01-01T00:00:00.000Z',
  instanceCount: 10,
  geometry: null,
  geometryStatus: 'regular',
  problems: [],
  lossy: false,
  patientPosition: 'HFS',
  frameOfReferenceUid: '1.9',
  sample: false,
  ...more,
});
const report = (more: Partial<ImportReport> = {}): ImportReport => ({
  id: '0190a0a0-0000-7000-8000-000000000002',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
  sources: ['/ct'],
  state: 'done',
  imported: 1,
  alreadyThere: 2,
  skipped: [],
  seriesIds: ['0190a0a0-0000-7000-8000-000000000001'],
  ...more,
});
const job = (more: Partial<Job>): Job => ({
  id: '0190a0a0-0000-7000-8000-000000000002',
  kind: 'import',
  title: 'Import',
  startedAt: '2026-01-01T00:00:00.000Z',
  state: 'done',
  done: 0,
  total: 0,
  step: '',
  ...more,
});

describe('library model', () => {
  it('says that a series has no description', () => {
    expect(seriesTitle({ description: '  ' })).toBe('No description');
  });
  it('prints spacing only of what has one grid', () => {
    const geometry = {
      dims: [512, 512, 109] as [number, number, number],
      spacingMm: [0.78125, 0.78125, 2.5] as [number, number, number],
      originMm: [0, 0, 0] as [number, number, number],
      direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] } as never,
    };
    expect(spacingText({ geometry })).toBe('0.78 × 0.78 × 2.50');
    expect(spacingText({ geometry: null })).toBe('–');
  });
  it('opens everything but refused series', () => {
    expect((['regular', 'warning', 'refused'] as const).map((geometryStatus) => canOpen({ geometryStatus }))).toEqual([
      true,
      true,
      false,
    ]);
  });
  it('sorts the same whatever the order in which series came', () => {
    const list = [
      series({ seriesInstanceUid: 'b', instanceCount: 5 }),
      series({ seriesInstanceUid: 'a', instanceCount: 5 }),
      series({ seriesInstanceUid: 'c', instanceCount: 1, patientLabel: 'P10' }),
      series({ seriesInstanceUid: 'd', instanceCount: 5, patientLabel: 'P2' }),
    ];
    const sorting = { column: 'slices', direction: 'descending' } as const;
    const uids = sortSeries(list, sorting).map(({ seriesInstanceUid }) => seriesInstanceUid);
    expect(uids).toEqual(['a', 'b', 'd', 'c']);
    expect(sortSeries([...list].reverse(), sorting).map(({ seriesInstanceUid }) => seriesInstanceUid)).toEqual(uids);
  });
  it('knows no fraction without a total', () => {
    expect(jobFraction({ done: 3, total: 0 })).toBeNull();
    expect(jobFraction({ done: 3, total: 6 })).toBe(0.5);
  });
  it('says how a job ended and with which counts', () => {
    expect(endedNotice(job({}), report())).toEqual({
      tone: 'ok',
      title: 'Import finished',
      detail: '1 file imported, 2 already there, 0 skipped.',
    });
    expect(
      endedNotice(job({ state: 'failed', error: { code: 'io', message: 'The disk is full.' } }), null),
    ).toMatchObject({
      tone: 'danger',
      detail: 'The disk is full.',
    });
    expect(endedNotice(job({ state: 'cancelled' }), report()).tone).toBe('info');
  });
  it('shows the report by itself when files were skipped or nothing was found', () => {
    expect(needsAttention(report())).toBe(false);
    expect(needsAttention(report({ skipped: [{ path: 'a', reason: 'b' }] }))).toBe(true);
    expect(needsAttention(report({ seriesIds: [] }))).toBe(true);
  });
  it('takes the name out of paths of any system', () => {
    expect(['/a/b.dcm', 'C:\\a\\b.dcm', 'b.dcm', '/a/b/'].map(baseName)).toEqual(['b.dcm', 'b.dcm', 'b.dcm', 'b']);
  });
});

it('knows a whole path of any system', () => {
  for (const path of ['/', '/home/a', 'C:\\CT', 'd:/ct', '\\\\server\\share'])
    expect(isWholePath(path), path).toBe(true);
  for (const path of ['', 'ct', './ct', '../ct', '~/ct', 'C:ct']) expect(isWholePath(path), path).toBe(false);
});

it('names a file by its path below the folder that was read', () => {
  expect(pathBelow(['/ct'], '/ct/a/LICENSE')).toBe('a/LICENSE');
  expect(pathBelow(['C:\\ct\\'], 'C:\\ct\\a\\b.dcm')).toBe('a\\b.dcm');
  expect(pathBelow(['/ct/b.dcm'], '/ct/b.dcm')).toBe('b.dcm');
});

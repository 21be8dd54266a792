import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../electron/core/contract/jobs.ts';
import type { FileOutcome, ImportReport } from '../../../../electron/core/contract/library.ts';
import {
  baseName,
  countsText,
  endedNotice,
  isWholePath,
  jobDetail,
  jobFraction,
  needsAttention,
  outcomeCounts,
  pathBelow,
} from './imports.ts';

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
const files = (...outcomes: FileOutcome[]) => outcomes.map((outcome) => ({ path: '/ct/a', outcome, reason: 'b' }));

describe('imports', () => {
  it('knows no fraction without a total', () => {
    expect(jobFraction({ done: 3, total: 0 })).toBeNull();
    expect(jobFraction({ done: 3, total: 6 })).toBe(0.5);
  });
  it('leaves a step alone that says its own counts', () => {
    expect(jobDetail({ done: 1, total: 2, step: 'Reading' })).toBe('Reading · 1 of 2');
    expect(jobDetail({ done: 1, total: 2, step: '1 of 2 files, 3 MB' })).toBe('1 of 2 files, 3 MB');
  });
  it('counts every file once: one in conflict was imported too', () => {
    const counted = report({ imported: 5, skipped: files('conflict', 'put_aside', 'put_aside', 'skipped') });
    expect(outcomeCounts(counted)).toEqual({ imported: 4, already_there: 2, put_aside: 2, conflict: 1, skipped: 1 });
    expect(countsText(counted)).toBe('4 files imported, 2 already there, 2 put aside, 1 in conflict, 1 skipped');
    expect(countsText(report({ imported: 0, alreadyThere: 0 }))).toBe('0 files imported');
  });
  it('says how a job ended and with which counts', () => {
    expect(endedNotice(job({}), report())).toEqual({
      tone: 'ok',
      title: 'Import finished',
      detail: '1 file imported, 2 already there.',
    });
    const error = { code: 'io', message: 'The disk is full.' } as const;
    expect(endedNotice(job({ state: 'failed', error }), null)).toMatchObject({
      tone: 'danger',
      detail: 'The disk is full.',
    });
    expect(endedNotice(job({ state: 'cancelled' }), report()).tone).toBe('info');
  });
  it('shows the report by itself when files were lost or in conflict, not for localizers', () => {
    expect(needsAttention(report())).toBe(false);
    expect(needsAttention(report({ skipped: files('put_aside') }))).toBe(false);
    expect(needsAttention(report({ skipped: files('skipped') }))).toBe(true);
    expect(needsAttention(report({ skipped: files('conflict') }))).toBe(true);
    expect(needsAttention(report({ seriesIds: [] }))).toBe(true);
  });
});

describe('paths', () => {
  it('takes the name out of paths of any system', () => {
    expect(['/a/b.dcm', 'C:\\a\\b.dcm', 'b.dcm', '/a/b/'].map(baseName)).toEqual(['b.dcm', 'b.dcm', 'b.dcm', 'b']);
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
    expect(pathBelow([], 'CD/DICOM/b.dcm')).toBe('CD/DICOM/b.dcm');
  });
});

import { describe, expect, test } from 'vitest';
import type { MaskInspection } from '../../../../electron/core/contract/segmentation.ts';
import { withWinner } from '../../../../electron/core/domain/segmentParts.ts';
import {
  ignoringRest,
  lostMl,
  overlapsOf,
  partIn,
  proposedDecisions,
  resultOf,
  shownOrder,
  undecided,
  withPart,
} from './model.ts';

const segment = (number: number, proposed: MaskInspection['segments'][number]['proposed']) => ({
  number,
  label: `Segment_${number}`,
  coded: '',
  algorithm: '',
  voxels: 0,
  outsideMl: number,
  proposed,
});
const inspection = (more: Partial<MaskInspection> = {}): MaskInspection => ({
  fileName: 'mask.dcm',
  format: 'seg',
  form: 'binary',
  sha256: '0'.repeat(64),
  resampled: null,
  notes: [],
  segments: [
    segment(1, { part: 'ignore', by: 'name' }),
    segment(2, { part: 'liver', by: 'code' }),
    segment(3, null),
    segment(4, { part: 'tumour', by: 'name' }),
  ],
  combinations: [
    { segments: [1, 2], voxels: 1 },
    { segments: [2], voxels: 100 },
    { segments: [2, 3], voxels: 10 },
    { segments: [3, 4], voxels: 5 },
  ],
  mayBeStoredLabels: false,
  ...more,
});

describe('a mask of segments', () => {
  test('asks for what is not proposed, first of all', () => {
    const looked = inspection();
    const decisions = proposedDecisions(looked);
    expect(undecided(looked, decisions).map(({ number }) => number)).toEqual([3]);
    expect(shownOrder(looked, decisions).map(({ number }) => number)).toEqual([3, 2, 4, 1]);
    expect(undecided(looked, ignoringRest(looked, decisions))).toEqual([]);
  });

  test('tells what is lost of the segments that are imported', () => {
    const looked = inspection();
    const decisions = proposedDecisions(looked);
    expect(lostMl(looked, decisions)).toBe(2 + 4);
    expect(lostMl(looked, withPart(decisions, 3, 'other'))).toBe(2 + 3 + 4);
  });

  test('tells what compete, who wins and what comes of it', () => {
    const looked = inspection();
    const decisions = withPart(proposedDecisions(looked), 3, 'other');
    expect(overlapsOf(looked, decisions)).toEqual([
      { between: 'parenchyma other', voxels: 10, winner: 'other' },
      { between: 'tumour other', voxels: 5, winner: 'other' },
    ]);
    expect(resultOf(looked, decisions)).toEqual({ total: 116, tumour: 0, flr: 0, other: 15 });
    const tumour = { ...decisions, order: withWinner(decisions.order, 'tumour', 'other') };
    expect(overlapsOf(looked, tumour)[1]).toMatchObject({ winner: 'tumour' });
    expect(resultOf(looked, tumour)).toEqual({ total: 116, tumour: 5, flr: 0, other: 10 });
  });
});

test('values above those with a usual meaning are taken for stored labels, as long as the person doesn’t say otherwise', () => {
  const usual = { part: 'tumour', by: 'value' } as const;
  const values = inspection({
    form: 'values',
    mayBeStoredLabels: true,
    segments: [segment(2, usual), segment(4, null)],
  });
  const decisions = proposedDecisions(values);
  expect([2, 4].map((number) => partIn(decisions, number))).toEqual(['flr', 'tumour']);
  const each = { ...decisions, areStored: false };
  expect([2, 4].map((number) => partIn(each, number))).toEqual(['tumour', null]);
  expect(proposedDecisions({ ...values, segments: [segment(2, usual)] }).areStored).toBe(false);
});

import { describe, expect, it } from 'vitest';
import type { Colour } from '../../../imaging/labelmapOverlay.ts';
import { isStepDone, nextStep, overlayStyle, standingOf } from './segments.ts';

const colours: Record<'liver' | 'flr' | 'tumour', Colour> = { liver: [1, 1, 1], flr: [2, 2, 2], tumour: [3, 3, 3] };
const looks = (liver: boolean, flr: boolean, tumour: boolean) => ({
  liver: { visible: liver },
  flr: { visible: flr },
  tumour: { visible: tumour },
});

describe('overlayStyle', () => {
  it('shows three segments over the labels of the partition', () => {
    expect(overlayStyle(looks(true, true, true), 0.3, colours).classOfLabel).toEqual([0, 1, 2, 3, 3, 1, 2]);
  });
  it('shows a hidden tumour as the tissue around it and a hidden FLR as liver', () => {
    expect(overlayStyle(looks(true, true, false), 0.3, colours).classOfLabel).toEqual([0, 1, 2, 1, 2, 1, 2]);
    expect(overlayStyle(looks(true, false, true), 0.3, colours).classOfLabel).toEqual([0, 1, 1, 3, 3, 1, 1]);
    expect(overlayStyle(looks(false, false, true), 0.3, colours).classOfLabel).toEqual([0, 0, 0, 3, 3, 0, 0]);
  });
});

describe('guide', () => {
  const counts = (liver: number, flr: number, tumour: number) => [100, liver, flr, tumour, 0, 0, 0];
  it('leads from liver over tumours and FLR to the check', () => {
    expect(nextStep(counts(0, 0, 0))).toBe('liver');
    expect(nextStep(counts(5, 0, 0))).toBe('tumour');
    expect(nextStep(counts(5, 0, 1))).toBe('flr');
    expect(nextStep(counts(5, 2, 1))).toBe('check');
  });
  it('does not insist on a tumour', () => {
    expect(nextStep(counts(5, 2, 0))).toBe('check');
    expect(isStepDone('tumour', counts(5, 2, 0))).toBe(false);
  });
});

it('says how far a segment is', () => {
  const counts = [100, 5, 0, 1, 0, 0, 0];
  expect(standingOf('flr', counts, null, 0)).toBe('empty');
  expect(standingOf('liver', counts, 'liver', 1)).toBe('preview');
  expect(standingOf('liver', counts, null, 1)).toBe('drawn');
  expect(standingOf('tumour', counts, null, 1)).toBe('proposed');
  expect(standingOf('tumour', counts, null, 0)).toBe('drawn');
});

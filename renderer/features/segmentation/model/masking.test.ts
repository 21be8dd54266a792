import { describe, expect, it } from 'vitest';
import { areaId, areaIds, areaOf, isLimiting, kernelMasking, openMasking, withEnd } from './masking.ts';

describe('the masking setting', () => {
  it('holds nothing off as it comes', () => {
    expect(isLimiting(kernelMasking(openMasking, { low: 0, high: 1 }))).toBe(false);
  });
  it('uses the learned range only where it is to be learned, and none where there is none', () => {
    const learned = { low: 90, high: 120 };
    expect(kernelMasking({ ...openMasking, huLimit: 'learned' }, learned).huRange).toEqual(learned);
    expect(kernelMasking({ ...openMasking, huLimit: 'learned' }).huRange).toBeNull();
    expect(kernelMasking({ ...openMasking, huLimit: 'given' }, learned).huRange).toEqual(openMasking.range);
  });
  it('limits by each of its parts', () => {
    const locked = { ...openMasking.locked, tumour: true };
    expect(kernelMasking({ ...openMasking, locked }).locked).toEqual(['tumour']);
    expect(isLimiting(kernelMasking({ ...openMasking, locked }))).toBe(true);
    expect(isLimiting(kernelMasking({ ...openMasking, paintOver: 'liverTissue' }))).toBe(true);
    expect(isLimiting(kernelMasking({ ...openMasking, area: areaOf('outside:flr') }))).toBe(true);
  });
  it('names every area and finds it again', () => {
    expect(areaIds.map((id) => areaId(areaOf(id)))).toEqual(areaIds);
    expect(areaOf('inside:spleen')).toEqual({ kind: 'everywhere' });
  });
  it('keeps a range in order', () => {
    expect(withEnd({ low: 0, high: 50 }, 'low', 80)).toEqual({ low: 80, high: 80 });
    expect(withEnd({ low: 0, high: 50 }, 'high', -20)).toEqual({ low: -20, high: -20 });
  });
});

import { describe, expect, it } from 'vitest';
import { seriesRow } from '../../../../tests/fixtures/seriesRow.ts';
import { byteText, canOpen, isPutAside, phaseText, seriesName, seriesTitle, spacingText } from './series.ts';

describe('series of the library', () => {
  it('says that a series has no description, and which part of it this is', () => {
    expect(seriesTitle({ description: '  ' })).toBe('No description');
    expect(seriesName({ description: 'Liver', part: 'acquisition 2' })).toBe('Liver, acquisition 2');
    expect(seriesName({ description: 'Liver', part: '' })).toBe('Liver');
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
  it('never shows a proposed phase as if a person had said it', () => {
    const phase = { proposed: 'arterial', basis: 'x', confirmed: null } as const;
    expect(phaseText({ phase })).toBe('Arterial (proposed)');
    expect(phaseText({ phase: { ...phase, confirmed: 'portal_venous' } })).toBe('Portal venous');
    expect(phaseText({ phase: { proposed: null, basis: '', confirmed: null } })).toBe('–');
  });
  it('puts aside reformats and lone slices, not other refused series', () => {
    const problem = (code: 'single_slice' | 'gantry_tilt') => [{ code, message: '' }];
    expect(isPutAside(seriesRow({}))).toBe(false);
    expect(isPutAside(seriesRow({ reformat: true }))).toBe(true);
    expect(isPutAside(seriesRow({ geometryStatus: 'refused', problems: problem('single_slice') }))).toBe(true);
    expect(isPutAside(seriesRow({ geometryStatus: 'refused', problems: problem('gantry_tilt') }))).toBe(false);
  });
  it('prints sizes with at most three digits and the unit that fits', () => {
    expect([0, 999, 1000, 1_300_000, 512_000_000, 3_670_016_000].map(byteText)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.3 MB',
      '512 MB',
      '3.7 GB',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { geometryProblemCode } from '../../../electron/core/contract/library.ts';
import { seriesRow } from '../../../tests/fixtures/seriesRow.ts';
import { remarks } from './remarks.ts';

describe('remarks on a series', () => {
  it('has none on a regular one', () => {
    expect(remarks(seriesRow({}))).toEqual({ names: [], sentences: [] });
  });
  it('has a name and its own sentence for every problem there is', () => {
    for (const code of geometryProblemCode.options) {
      const { names, sentences } = remarks(seriesRow({ problems: [{ code, message: `Why ${code}.` }] }));
      expect(names[0], code).not.toMatch(/remark|_/);
      expect(sentences).toEqual([`Why ${code}.`]);
    }
  });
  it('tells of lossy, reformatted and computed images once each, with or without a problem that says so', () => {
    const derivedFrom = { seriesId: 's', kind: 'regular_grid', statement: 'Computed from 40 slices.' } as const;
    const flagged = { lossy: true, reformat: true, derivedFrom };
    expect(remarks(seriesRow(flagged))).toMatchObject({
      names: ['Lossy compression', 'Reformatted', 'Computed'],
      sentences: [expect.stringMatching(/lossy/), expect.stringMatching(/other slices/), 'Computed from 40 slices.'],
    });
    const problems = [{ code: 'resampled', message: 'It is computed.' }] as const;
    expect(remarks(seriesRow({ derivedFrom, problems: [...problems] }))).toEqual({
      names: ['Computed'],
      sentences: ['It is computed.'],
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesRow } from '../../../../tests/fixtures/seriesRow.ts';
import { seriesRows } from './rows.ts';

const sorting = { column: 'slices', direction: 'descending' } as const;
const ids = (rows: ReturnType<typeof seriesRows>): string[] => rows.map(({ series }) => series.id);

describe('rows of the library', () => {
  it('sorts the same whatever the order in which series came', () => {
    const list = [
      seriesRow({ id: '1', seriesInstanceUid: 'b', instanceCount: 5 }),
      seriesRow({ id: '2', seriesInstanceUid: 'a', instanceCount: 5 }),
      seriesRow({ id: '3', seriesInstanceUid: 'c', instanceCount: 1, patientLabel: 'P10' }),
      seriesRow({ id: '4', seriesInstanceUid: 'd', instanceCount: 5, patientLabel: 'P2' }),
      seriesRow({ id: '5', seriesInstanceUid: 'a', instanceCount: 9, part: 'acquisition 2' }),
      seriesRow({ id: '6', seriesInstanceUid: 'x', derivedFrom: { seriesId: '3', kind: 'half_size', statement: '' } }),
    ];
    expect(ids(seriesRows(list, sorting))).toEqual(['2', '5', '1', '4', '3', '6']);
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: list.length }), (shuffled) => {
        expect(seriesRows(shuffled, sorting)).toEqual(seriesRows(list, sorting));
      }),
    );
  });

  it('keeps parts and what was computed from them below each other, marked', () => {
    const rows = seriesRows(
      [
        seriesRow({
          id: 'half',
          seriesInstanceUid: '9',
          derivedFrom: { seriesId: 'p1', kind: 'half_size', statement: '' },
        }),
        seriesRow({ id: 'p2', part: 'acquisition 2' }),
        seriesRow({ id: 'p10', part: 'acquisition 10' }),
        seriesRow({ id: 'p1', part: 'acquisition 1' }),
        seriesRow({ id: 'other', seriesInstanceUid: '1.2.4' }),
      ],
      { column: 'patient', direction: 'ascending' },
    );
    expect(ids(rows)).toEqual(['p1', 'half', 'p2', 'p10', 'other']);
    expect(rows.map(({ isFurther }) => isFurther)).toEqual([false, true, true, true, false]);
  });

  it('does not take series without a UID for one family', () => {
    const list = ['1', '2'].map((id) => seriesRow({ id, seriesInstanceUid: '' }));
    expect(seriesRows(list, sorting).some(({ isFurther }) => isFurther)).toBe(false);
  });

  it('shows what was computed from a series that is gone', () => {
    const orphan = seriesRow({ id: '7', derivedFrom: { seriesId: 'gone', kind: 'regular_grid', statement: '' } });
    expect(ids(seriesRows([orphan], sorting))).toEqual(['7']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldChanges } from './auditDifference.ts';

describe('what an entry changed', () => {
  it('is told field by field, with units, from which value to which', () => {
    const before = {
      date: '2026-01-01',
      heightCm: 170,
      weightKg: 70,
      materials: ['coils'],
      details: { successPct: null },
    };
    const after = {
      date: '2026-01-01',
      heightCm: 171,
      weightKg: 70,
      materials: ['coils', 'plug'],
      details: { successPct: 80 },
    };
    expect(fieldChanges(JSON.stringify(before), JSON.stringify(after))).toEqual([
      { field: 'height (cm)', before: '170', after: '171' },
      { field: 'materials', before: 'coils', after: 'coils, plug' },
      { field: 'details success (%)', before: null, after: '80' },
    ]);
  });

  it('counts the members of a list of objects from one', () => {
    expect(fieldChanges(null, '{"products":[{"sizeMm":4},{"sizeMm":6}],"lost":true}')).toEqual([
      { field: 'products 1 size (mm)', before: null, after: '4' },
      { field: 'products 2 size (mm)', before: null, after: '6' },
      { field: 'lost', before: null, after: 'yes' },
    ]);
  });

  it('takes what is no JSON as it is, and a G that is no unit as a letter', () => {
    expect(fieldChanges('plain', null)).toEqual([{ field: 'value', before: 'plain', after: null }]);
    expect(fieldChanges(null, '{"specimenWeightG":700,"G":1}').map(({ field }) => field)).toEqual([
      'specimen weight (g)',
      'g',
    ]);
  });

  it('is nothing for the same value, and what it tells turns round with the values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [before, after] = [JSON.stringify(a), JSON.stringify(b)];
        expect(fieldChanges(before, before)).toEqual([]);
        const back = fieldChanges(after, before);
        const there = fieldChanges(before, after).map((change) => ({
          ...change,
          before: change.after,
          after: change.before,
        }));
        const byField = (x: { field: string }, y: { field: string }): number => (x.field < y.field ? -1 : 1);
        expect(there.toSorted(byField)).toEqual(back.toSorted(byField));
      }),
    );
  });
});

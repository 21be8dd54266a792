import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, place, ticksBetween } from './chart.ts';

const values = fc.array(fc.double({ min: -5000, max: 5000, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('the ticks of an axis', () => {
  it('are few, ascending, and hold every value', () => {
    fc.assert(
      fc.property(values, (list) => {
        const span = Math.max(...list) - Math.min(...list);
        fc.pre(span === 0 || span > 1e-3);
        const ticks = ticksBetween(list);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const [at, tick] of ticks.slice(1).entries()) expect(tick).toBeGreaterThan(ticks[at]!);
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(...list) + 1e-9);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...list) - 1e-9);
      }),
    );
  });

  it('are round', () => {
    expect(ticksBetween([0, 10])).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticksBetween([-3.1, 12])).toEqual([-5, 0, 5, 10, 15]);
    expect(ticksBetween([])).toEqual([0, 1]);
  });

  it('place their ends at the ends of the picture', () => {
    const at = place([0, 5, 10], 300, 100);
    expect([at(0), at(5), at(10)]).toEqual([300, 200, 100]);
  });
});

describe('labels', () => {
  it('stay where there is room, and move apart where there is none', () => {
    expect(apart([10, 50, 90], 14)).toEqual([10, 50, 90]);
    expect(apart([50, 50, 50], 14)).toEqual([36, 50, 64]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }), (list) => {
        const heights = list.toSorted((a, b) => a - b);
        const moved = apart(heights, 14);
        for (const [at, height] of moved.slice(1).entries())
          expect(height - moved[at]!).toBeGreaterThanOrEqual(14 - 1e-9);
      }),
    );
  });
});

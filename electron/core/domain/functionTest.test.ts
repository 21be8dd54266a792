import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOfDay, dayNumber } from './dates.ts';
import { functionTestAt } from './functionTest.ts';
import { protocol } from './protocol.ts';

const dragon2 = protocol.parse(
  JSON.parse(readFileSync(new URL('../../../resources/protocols/dragon2.json', import.meta.url), 'utf8')),
);
const CT = '2026-03-17';
const day = (offset: number): string => dateOfDay(dayNumber(CT) + offset);
const tests = (...offsets: number[]) => offsets.map((offset, id) => ({ id, date: day(offset) }));
const none = { embolisations: [], timePoints: [] };
const embolisedOn = (offset: number) => ({
  embolisations: [{ date: day(offset) }],
  timePoints: [],
});

test('the nearest within seven days counts, of two as near the later one', () => {
  expect(functionTestAt(tests(-6, 3, -3, 5), CT, none, dragon2)?.id).toBe(1);
  expect(functionTestAt(tests(3, -3), CT, none, dragon2)?.id).toBe(0);
});

test('of one day, the one recorded last', () => {
  expect(functionTestAt(tests(1, 1), CT, none, dragon2)?.id).toBe(1);
});

test('seven days count, eight do not', () => {
  expect(functionTestAt(tests(-7), CT, none, dragon2)).toBeDefined();
  expect(functionTestAt(tests(8, -8), CT, none, dragon2)).toBeUndefined();
});

test('a test from before the embolisation says nothing of a CT after it, nor the reverse', () => {
  expect(functionTestAt(tests(-2), CT, embolisedOn(-1), dragon2)).toBeUndefined();
  expect(functionTestAt(tests(-2), CT, embolisedOn(-3), dragon2)).toBeDefined();
  expect(functionTestAt(tests(2), CT, embolisedOn(0), dragon2)).toBeUndefined();
});

test('the order of entry only matters among those of one day', () => {
  const offsets = fc.uniqueArray(fc.integer({ min: -10, max: 10 }), { maxLength: 6 });
  fc.assert(
    fc.property(offsets, (given) => {
      const found = functionTestAt(tests(...given), CT, none, dragon2)?.date;
      expect(functionTestAt(tests(...given.toReversed()), CT, none, dragon2)?.date).toBe(found);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCompiled, kernelSources } from '../../../../scripts/compileKernel.ts';
import { addWhole, wholeRescale } from './wholeRescale.ts';

const FLOOR = -1024;
type Depth = Parameters<typeof wholeRescale>[0];
const depth: Depth = {
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  signed: true,
  slope: 1,
  intercept: -1024,
  modalityLut: null,
  paddingValue: null,
  paddingLimit: null,
};

function rescaled(stored: Uint16Array, change: Partial<Depth>): Int16Array {
  const hu = new Int16Array(stored.length);
  addWhole(stored, wholeRescale({ ...depth, ...change })!, FLOOR, hu);
  return hu;
}

test('every possible word, in images of any length', () => {
  const words = Uint16Array.from({ length: 65536 + 5 }, (_, at) => at & 0xffff);
  const intercepts = fc.integer({ min: -32768, max: 32767 });
  const range = fc.tuple(fc.integer({ min: -40000, max: 70000 }), fc.nat({ max: 3000 }));
  fc.assert(
    fc.property(intercepts, fc.option(range), (intercept, padding) => {
      const [paddingValue, width] = padding ?? [null, 0];
      const paddingLimit = paddingValue === null ? null : paddingValue + width;
      const hu = rescaled(words, { intercept, paddingValue, paddingLimit });
      const wrong = hu.findIndex((found, at) => {
        const word = words[at]!;
        const value = (word << 16) >> 16;
        const outside =
          paddingValue !== null &&
          ((value >= paddingValue && value <= paddingLimit!) || word === (paddingValue & 0xffff));
        return found !== (outside ? FLOOR : Math.min(32767, Math.max(FLOOR, value + intercept)));
      });
      expect(wrong).toBe(-1);
    }),
    { numRuns: 30 },
  );
});

const others: readonly (readonly [string, Partial<Depth>])[] = [
  ['a slope', { slope: 2 }],
  ['an intercept between whole numbers', { intercept: 0.5 }],
  ['an intercept beyond 16 bits', { intercept: -40000 }],
  ['a table', { modalityLut: { first: 0, values: [1] } }],
  ['all 16 bits without a sign', { signed: false }],
  ['eight bits', { bitsAllocated: 8, bitsStored: 8, highBit: 7 }],
];
test.each(others)('%s is left to the table', (_name, change) => {
  expect(wholeRescale({ ...depth, ...change })).toBeNull();
});

test('the compiled loop is that of the source beside it', async () => {
  expect(await isCompiled(kernelSources.rescale)).toBe(true);
}, 60_000);

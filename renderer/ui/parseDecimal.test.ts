import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal } from './parseDecimal.ts';

describe('parseDecimal', () => {
  it('reads point and comma alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 99 }), (whole, part) => {
        const expected = Number(`${whole}.${part}`);
        expect(parseDecimal(`${whole}.${part}`)).toBe(expected);
        expect(parseDecimal(` ${whole},${part} `)).toBe(expected);
      }),
    );
  });
  it.each(['', ' ', '1,234.5', '1.234,5', '1 234', 'abc', '12kg', '1e3', '.', '-', 'NaN', 'Infinity'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );
});

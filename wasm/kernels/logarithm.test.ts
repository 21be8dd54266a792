import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logarithm } from './logarithm.ts';

it('is the logarithm to its last digits', () => {
  expect(logarithm(1)).toBe(0);
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      const exact = Math.log(x);
      expect(Math.abs(logarithm(x) - exact)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(exact)));
    }),
  );
});

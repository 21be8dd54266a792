import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteRuns } from './byteRuns.ts';

const runsOfBytes = fc
  .array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 20 })
  .map((runs) => runs.flatMap(([value, length]) => new Array<number>(length).fill(value)));

describe('ByteRuns', () => {
  it('finds the ends that a look at every byte finds, wherever the bytes lie in their buffer', () => {
    fc.assert(
      fc.property(runsOfBytes, fc.nat(7), fc.nat(7), fc.boolean(), (values, before, behind, shared) => {
        const size = before + values.length + behind;
        const buffer = shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size);
        const bytes = new Uint8Array(buffer, before, values.length);
        bytes.set(values);
        const runs = new ByteRuns(bytes);
        for (let from = 0; from < values.length; from++) {
          let end = from + 1;
          while (end < values.length && values[end] === values[from]) end++;
          expect(runs.end(from, values.length)).toBe(end);
          const limit = from + 1 + ((values.length - from) >> 1);
          if (limit <= values.length) expect(runs.end(from, limit)).toBe(Math.min(end, limit));
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rootOf, unite } from './disjointSets.ts';

test('what was united, over however many steps, has one root: its smallest number', () => {
  const size = 30;
  const pair = fc.tuple(fc.nat(size - 1), fc.nat(size - 1));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 60 }), (pairs) => {
      const parents = Int32Array.from({ length: size }, (_, at) => at);
      const lowest = Array.from({ length: size }, (_, at) => at);
      for (const [a, b] of pairs) {
        unite(parents, a, b);
        const [high, low] = [Math.max(lowest[a]!, lowest[b]!), Math.min(lowest[a]!, lowest[b]!)];
        lowest.forEach((of, at) => {
          if (of === high) lowest[at] = low;
        });
      }
      expect(lowest.map((_, at) => rootOf(parents, at))).toEqual(lowest);
    }),
  );
});

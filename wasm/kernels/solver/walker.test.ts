import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { isCompiled, kernelSources } from '../../../scripts/compileKernel.ts';
import { quietContext } from '../types.ts';
import { DIFFERENCES, idleRoom, State, type Walk } from './lattice.ts';
import { settle } from './walker.ts';

const exact = { steps: 1000, tolerance: 1e-7 };

const tables = (floor: number, sigma: number): Walk['weights'] => {
  const along = (scale: number): Float32Array =>
    Float32Array.from({ length: DIFFERENCES }, (_, d) => scale * (floor + Math.exp((-d * d) / (2 * sigma * sigma))));
  return [along(1), along(0.8), along(0.4)];
};

const side = fc.integer({ min: 1, max: 7 });
/** With all numbers at hand. */
interface WholeWalk extends Walk {
  readonly hu: Int16Array;
  readonly state: Uint8Array;
  readonly tie: { readonly weight: Float32Array; readonly potential: Float32Array };
  readonly potential: Float32Array;
}

/** Small grids with every state, and ties of every strength. */
const walks: fc.Arbitrary<WholeWalk> = fc.tuple(side, side, side).chain(([x, y, z]) => {
  const size = x * y * z;
  const each = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
    fc.array(value, { minLength: size, maxLength: size });
  return fc.record({
    dims: fc.constant<Vec3>([x, y, z]),
    hu: each(fc.integer({ min: -1000, max: 1000 }).map((value) => (value % 40) + (value > 900 ? 1000 : 0))).map((hu) =>
      Int16Array.from(hu),
    ),
    state: each(fc.constantFrom(State.free, State.free, State.free, State.free, State.zero, State.one, State.wall)).map(
      (state) => Uint8Array.from(state),
    ),
    weights: fc.constantFrom(tables(1e-4, 10), tables(0.2, 30)),
    tie: each(fc.constantFrom([0, 0], [0.01, 0], [0.3, 0.7], [1.05, 1])).map((ties) => ({
      weight: Float32Array.from(ties, ([weight]) => weight),
      potential: Float32Array.from(ties, ([, potential]) => potential),
    })),
    potential: each(fc.constantFrom(0, 0.5, 1)).map((guess) => Float32Array.from(guess)),
  });
});

/** What is known put in, and a potential of its own beside the guess. */
function prepared(walk: WholeWalk): WholeWalk {
  const potential = walk.potential.map((value, at) =>
    walk.state[at] === State.one ? 1 : walk.state[at] === State.free ? value : 0,
  );
  return { ...walk, potential };
}

/** The same equations, all at once, by elimination; a piece of nodes that nothing holds has none. */
function byElimination({ dims, hu, state, weights, tie }: WholeWalk): Float64Array | null {
  const size = state.length;
  const steps = [1, dims[0], dims[0] * dims[1]];
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1));
  const link = (a: number, b: number, weight: number): void => {
    if (state[a] !== State.free) return;
    rows[a]![a]! += weight;
    rows[a]![b]! -= weight;
  };
  for (let at = 0; at < size; at++) {
    if (state[at] !== State.free) {
      rows[at]![at] = 1;
      rows[at]![size] = state[at] === State.one ? 1 : 0;
    } else {
      rows[at]![at]! += tie.weight[at]!;
      rows[at]![size]! += tie.weight[at]! * tie.potential[at]!;
    }
    const place = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))];
    for (const axis of [0, 1, 2] as const) {
      const next = at + steps[axis]!;
      if (place[axis]! + 1 >= dims[axis] || state[at] === State.wall || state[next] === State.wall) continue;
      const weight = weights[axis][Math.min(DIFFERENCES - 1, Math.abs(hu[at]! - hu[next]!))]!;
      link(at, next, weight);
      link(next, at, weight);
    }
  }
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    if (Math.abs(rows[column]![column]!) < 1e-9) return null;
    for (let row = 0; row < size; row++) {
      const factor = rows[row]![column]! / rows[column]![column]!;
      if (row === column || factor === 0) continue;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  return Float64Array.from(rows, (row, at) => row[size]! / row[at]!);
}

describe('settle', () => {
  it('finds what elimination finds', () => {
    fc.assert(
      fc.property(walks, (given) => {
        const walk = prepared(given);
        const truth = byElimination(walk);
        fc.pre(truth !== null);
        settle(walk, exact, quietContext);
        for (let at = 0; at < truth.length; at++)
          if (walk.state[at] === State.free) expect(Math.abs(walk.potential[at]! - truth[at]!)).toBeLessThan(2e-3);
      }),
      { numRuns: 60 },
    );
  });

  it('stays within what is known, touches nothing else, and gives the same bits from functions as from arrays', () => {
    fc.assert(
      fc.property(walks, fc.integer({ min: 0, max: 8 }), (given, steps) => {
        const [walk, again] = [prepared(given), prepared(given)];
        const before = walk.potential.slice();
        settle(walk, { steps, tolerance: 0 }, quietContext);
        const guess = (at: number): number => again.potential[at]!;
        const found = (at: number, potential: number): void => {
          again.potential[at] = potential;
        };
        const tie = {
          weight: (at: number): number => again.tie.weight[at]!,
          potential: (at: number): number => again.tie.potential[at]!,
        };
        const plane = again.dims[0] * again.dims[1];
        const state = (k: number, to: Uint8Array): void => {
          to.set(again.state.subarray(k * plane, (k + 1) * plane));
        };
        settle({ ...again, state, tie, potential: { guess, found } }, { steps, tolerance: 0 }, quietContext);
        expect(again.potential).toEqual(walk.potential);
        walk.potential.forEach((value, at) => {
          if (walk.state[at] === State.free) expect(value >= 0 && value <= 1).toBe(true);
          else expect(value).toBe(before[at]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('falls evenly between two walls of a bar', () => {
    const length = 50;
    const walk: WholeWalk = {
      dims: [3, length, 2],
      hu: new Int16Array(6 * length),
      state: Uint8Array.from({ length: 6 * length }, (_, at) => {
        const j = Math.floor(at / 3) % length;
        return j === 0 ? State.one : j === length - 1 ? State.zero : State.free;
      }),
      weights: tables(1e-4, 10),
      tie: { weight: new Float32Array(6 * length), potential: new Float32Array(6 * length) },
      potential: new Float32Array(6 * length),
    };
    const found = prepared(walk);
    settle(found, exact, quietContext);
    found.potential.forEach((value, at) => {
      expect(value).toBeCloseTo(1 - (Math.floor(at / 3) % length) / (length - 1), 4);
    });
  });

  it('finds the same whatever its memory held before, and hands slices of HU over as it would an array', () => {
    fc.assert(
      fc.property(walks, walks, (before, walk) => {
        const first = prepared(walk);
        settle(first, exact, quietContext);
        settle(prepared(before), exact, quietContext);
        idleRoom(1 << 15)?.fill(0x7f);
        const plane = walk.dims[0] * walk.dims[1];
        const second = prepared(walk);
        const bySlices = (k: number, to: Int16Array): void => {
          to.set(walk.hu.subarray(k * plane, (k + 1) * plane));
        };
        settle({ ...second, hu: bySlices }, exact, quietContext);
        expect(second.potential).toEqual(first.potential);
      }),
      { numRuns: 100 },
    );
  });

  it('ends at once when it is cancelled', () => {
    const walk: WholeWalk = {
      dims: [8, 8, 8],
      hu: new Int16Array(512),
      state: new Uint8Array(512).fill(State.free),
      weights: tables(1e-4, 10),
      tie: { weight: new Float32Array(512).fill(1), potential: new Float32Array(512).fill(1) },
      potential: new Float32Array(512),
    };
    let asked = 0;
    const cancelled = {
      ...quietContext,
      throwIfCancelled: () => {
        if (++asked > 9) throw new Error('cancelled');
      },
    };
    expect(() => {
      settle(walk, exact, cancelled);
    }).toThrow('cancelled');
    expect(asked).toBe(10);
    expect(walk.potential.every((value) => value === 0)).toBe(true);
  });

  it('runs loops that are those of the source beside them', async () => {
    expect(await isCompiled(kernelSources.walker)).toBe(true);
  }, 60_000);
});

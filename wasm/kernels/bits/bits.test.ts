import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { components, fillHoles, keepLargest, keepSeeded } from '../components.ts';
import { quietContext } from '../types.ts';
import { closedOrOpened, eroded, within } from '../within.ts';
import { countBits, invertBits, packBits, unpackBits, writeBits } from './bitMask.ts';

/** Rows shorter than a word, of exactly one or two, and of parts of several. */
const dims = fc.tuple(
  fc.constantFrom(1, 5, 31, 32, 33, 64, 70),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 5 }),
);
const masks = dims.chain((size) =>
  fc
    .tuple(fc.double({ min: 0.02, max: 0.98, noNaN: true }), fc.integer())
    .map(([part, seed]): { size: Vec3; mask: Uint8Array } => ({ size, mask: noise(size, part, seed) })),
);

/** As long as the grid has voxels, and begun where a view of a larger buffer may begin. */
function noise([columns, rows, slices]: Vec3, part: number, seed: number): Uint8Array {
  const mask = new Uint8Array(new ArrayBuffer(columns * rows * slices + 3), 3);
  let state = seed | 1;
  for (let at = 0; at < mask.length; at++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x3c6ef372;
    mask[at] = Number(((state ^ (state >>> 13)) >>> 0) / 2 ** 32 < part);
  }
  return mask;
}

const indexOf = (at: number, [columns, rows]: Vec3): Vec3 => [
  at % columns,
  Math.floor(at / columns) % rows,
  Math.floor(at / (columns * rows)),
];

describe('masks of bits', () => {
  it('come back as they were, turned where that is wanted, whatever the length of rows', () => {
    fc.assert(
      fc.property(masks, ({ size, mask }) => {
        const own = [...mask];
        const turned = own.map((value) => 1 - value);
        const bits = packBits(mask, size, 1);
        expect([...unpackBits(bits)]).toEqual(own);
        expect([...unpackBits(bits, true)]).toEqual(turned);
        expect([...unpackBits(packBits(mask, size, 0))]).toEqual(turned);
        expect(invertBits(packBits(mask, size, 1)).words).toEqual(packBits(mask, size, 0).words);
        expect(bits.words.reduce((sum, word) => sum + countBits(word), 0)).toBe(own.filter(Boolean).length);
        const written = new Uint8Array(mask.length);
        writeBits(bits, written, 1);
        expect([...written]).toEqual(own);
      }),
      { numRuns: 60 },
    );
  });

  it('take any byte that is not 0 as set', () => {
    const mask = Uint8Array.from({ length: 80 }, (_, at) => [0, 1, 0x80, 0xff, 0x7f][at % 5]!);
    expect([...unpackBits(packBits(mask, [40, 2, 1], 1))]).toEqual([...mask].map((value) => Number(value !== 0)));
  });
});

describe('growth by a radius', () => {
  const spacing = fc.tuple(fc.constantFrom(0.7, 1, 1.3), fc.constantFrom(0.7, 1, 2), fc.constantFrom(1, 2.5, 5));
  const radius = fc.constantFrom(0, 0.7, 1, 2.1, 3, 5, 40);

  it('takes exactly what lies within it', () => {
    fc.assert(
      fc.property(masks, spacing, radius, fc.constantFrom(0, 1), (each, spacingMm, radiusMm, value) => {
        const { size, mask } = each;
        const sources = [...mask.keys()].filter((at) => mask[at] === value).map((at) => indexOf(at, size));
        const reached = Array.from(mask, (_, at) => {
          const own = indexOf(at, size);
          const isNear = (other: Vec3): boolean =>
            Math.hypot(...own.map((n, axis) => (n - other[axis]!) * spacingMm[axis]!)) <= radiusMm + 1e-6;
          return Number(sources.some(isNear));
        });
        expect([...within(mask, value, size, spacingMm, radiusMm, quietContext)]).toEqual(reached);
      }),
      { numRuns: 25 },
    );
  });

  it('closes and opens as growing and shrinking one after the other do', () => {
    fc.assert(
      fc.property(masks, spacing, radius, ({ size, mask }, spacingMm, radiusMm) => {
        const grow = (of: Uint8Array): Uint8Array => within(of, 1, size, spacingMm, radiusMm, quietContext);
        const shrink = (of: Uint8Array): Uint8Array => eroded(of, size, spacingMm, radiusMm, quietContext);
        const both = (how: 'close' | 'open'): Uint8Array =>
          closedOrOpened(how, mask, size, spacingMm, radiusMm, quietContext);
        expect(both('close')).toEqual(shrink(grow(mask)));
        expect(both('open')).toEqual(grow(shrink(mask)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('floods', () => {
  const onesAt = (voxels: Iterable<number>, length: number): number[] => {
    const mask = new Array<number>(length).fill(0);
    for (const at of voxels) mask[at] = 1;
    return mask;
  };

  it('keep the largest component, the first of equal ones', () => {
    fc.assert(
      fc.property(masks, ({ size, mask }) => {
        const largest = components(mask, size).reduce<Int32Array>(
          (best, each) => (each.length > best.length ? each : best),
          new Int32Array(),
        );
        const kept = mask.slice();
        expect(keepLargest(kept, size)).toBe(largest.length);
        expect([...kept]).toEqual(onesAt(largest, mask.length));
      }),
    );
  });

  it('keep what holds a seed, and fill what has no way out', () => {
    fc.assert(
      fc.property(masks, fc.array(fc.nat(), { maxLength: 3 }), ({ size, mask }, numbers) => {
        const seeds = numbers.map((each) => each % mask.length);
        const held = components(mask, size).filter((each) => seeds.some((seed) => each.includes(seed)));
        const kept = mask.slice();
        keepSeeded(kept, size, seeds);
        expect([...kept]).toEqual(
          onesAt(
            held.flatMap((each) => [...each]),
            mask.length,
          ),
        );

        const isBorder = (at: number): boolean => indexOf(at, size).some((n, axis) => n === 0 || n === size[axis]! - 1);
        const holes = components(
          mask.map((value) => 1 - value),
          size,
        ).filter((each) => !each.some(isBorder));
        const filled = mask.slice();
        fillHoles(filled, size);
        const expected = [...mask];
        for (const at of holes.flatMap((each) => [...each])) expected[at] = 1;
        expect([...filled]).toEqual(expected);
      }),
    );
  });
});

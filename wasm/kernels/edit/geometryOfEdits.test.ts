import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { quietContext } from '../types.ts';
import { within } from '../within.ts';
import { LiveWire, edgeCosts, stepCost } from './liveWire.ts';
import { findPieces, holds } from './pieces.ts';
import { fillPolygon } from './polygon.ts';
import type { SliceImage } from './sliceImage.ts';
import { smoothPieces } from './smooth.ts';

const dims: Vec3 = [11, 9, 7];
const total = 11 * 9 * 7;
const positions = Array.from({ length: total }, (_, at): Vec3 => [
  at % 11,
  Math.floor(at / 11) % 9,
  Math.floor(at / 99),
]);
const spacing: fc.Arbitrary<Vec3> = fc.tuple(
  fc.double({ min: 0.4, max: 3, noNaN: true }),
  fc.double({ min: 0.4, max: 3, noNaN: true }),
  fc.double({ min: 0.4, max: 6, noNaN: true }),
);
const count = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

describe('growth by a distance', () => {
  it('is exact against every pair of voxels, for both values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: total - 1 }), { minLength: 0, maxLength: 12 }),
        spacing,
        fc.double({ min: 0, max: 9, noNaN: true }),
        fc.constantFrom(0 as const, 1 as const),
        (set, spacingMm, radiusMm, value) => {
          const mask = new Uint8Array(total).fill(1 - value);
          for (const at of set) mask[at] = value;
          const near = within(mask, value, dims, spacingMm, radiusMm, quietContext);
          near.forEach((is, at) => {
            const [i, j, k] = positions[at]!;
            const nearest = Math.min(
              ...set.map((other) => {
                const [a, b, c] = positions[other]!;
                return Math.hypot((a - i) * spacingMm[0], (b - j) * spacingMm[1], (c - k) * spacingMm[2]);
              }),
            );
            if (Math.abs(nearest - radiusMm) > 1e-6) expect(is === 1, `${at}`).toBe(nearest <= radiusMm);
          });
        },
      ),
      { numRuns: 150 },
    );
  });
  it('counts a voxel exactly at the radius as within', () => {
    const mask = new Uint8Array(total);
    mask[0] = 1;
    expect(count(within(mask, 1, dims, [0.7, 0.7, 2.1], 2.1, quietContext))).toBe(4 + 3 + 3 + 1 + 1);
  });
});

/** A ball with a rough surface in a grid of 2 mm slices. */
function roughBall(): { mask: Uint8Array; grid: Vec3; spacingMm: Vec3 } {
  const grid: Vec3 = [60, 60, 30];
  const mask = new Uint8Array(60 * 60 * 30);
  for (let k = 0, at = 0; k < 30; k++)
    for (let j = 0; j < 60; j++)
      for (let i = 0; i < 60; i++, at++) {
        const distance = Math.hypot(i - 29.5, j - 29.5, 2 * (k - 14.5));
        const bump = ((i >> 2) + (j >> 2) + (k >> 1)) % 2 === 0 ? 2.5 : 0;
        if (distance < 20 + bump) mask[at] = 1;
      }
  return { mask, grid, spacingMm: [1, 1, 2] };
}

/** Faces between inside and outside. */
function faces(mask: Uint8Array, [columns, rows]: Vec3): number {
  let found = 0;
  for (const step of [1, columns, columns * rows])
    for (let at = 0; at + step < mask.length; at++) if (mask[at] !== mask[at + step]) found++;
  return found;
}

describe('smoothing', () => {
  it('keeps the volume, takes roughness away and hardly changes what is smooth', () => {
    const { mask, grid, spacingMm } = roughBall();
    const rough = mask.slice();
    smoothPieces(mask, grid, spacingMm, 4, quietContext);
    expect(Math.abs(count(mask) / count(rough) - 1)).toBeLessThan(0.005);
    expect(faces(mask, grid)).toBeLessThan(0.85 * faces(rough, grid));
    const again = mask.slice();
    smoothPieces(again, grid, spacingMm, 4, quietContext);
    expect(count(again)).toBe(count(mask));
    const changed = again.filter((value, at) => value !== mask[at]).length;
    expect(changed / count(mask)).toBeLessThan(0.05);
  });
  it('keeps the volume of every piece, however small', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 8 }), (small, large) => {
        const grid: Vec3 = [60, 24, 24];
        const mask = new Uint8Array(60 * 24 * 24);
        const cube = (from: number, size: number): void => {
          for (let k = 0; k < size; k++)
            for (let j = 0; j < size; j++)
              for (let i = 0; i < size; i++) mask[from + i + 60 * (8 + j + 24 * (8 + k))] = 1;
        };
        cube(8, small);
        cube(40, large);
        smoothPieces(mask, grid, [1, 1, 1], 3, quietContext);
        const sizes = findPieces(mask, grid).map(({ box, voxels }) => [box.min[0] < 28, voxels]);
        expect(sizes.filter(([left]) => left).reduce((sum, [, voxels]) => sum + Number(voxels), 0)).toBe(small ** 3);
        expect(count(mask)).toBe(small ** 3 + large ** 3);
      }),
      { numRuns: 20 },
    );
  });
  it('does not draw a shape back from the border of the grid', () => {
    const grid: Vec3 = [20, 20, 10];
    const mask = new Uint8Array(4000);
    for (let at = 0; at < 2000; at++) mask[at] = 1;
    const before = mask.slice();
    smoothPieces(mask, grid, [1, 1, 1], 4, quietContext);
    expect(mask).toEqual(before);
  });
});

describe('pieces', () => {
  it('are those that flooding finds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: total, maxLength: total, max: 1 }), (mask) => {
        const pieces = findPieces(mask, dims);
        expect(pieces.reduce((sum, { voxels }) => sum + voxels, 0)).toBe(count(mask));
        const pieceOf = new Int32Array(total).fill(-1);
        pieces.forEach((piece, n) => {
          for (let at = 0; at < total; at++) if (holds(piece, at)) pieceOf[at] = n;
        });
        // Neighbours are always in one piece, and each piece is connected.
        const seen = new Set<number>();
        for (let at = 0; at < total; at++) {
          if (mask[at] === 0 || seen.has(pieceOf[at]!)) continue;
          seen.add(pieceOf[at]!);
          expect(flooded(mask, at).every((other) => pieceOf[other] === pieceOf[at])).toBe(true);
          expect(flooded(mask, at).length).toBe(pieces[pieceOf[at]!]!.voxels);
        }
        expect(seen.size).toBe(pieces.length);
      }),
      { numRuns: 20 },
    );
  });
});

function flooded(mask: Uint8Array, seed: number): number[] {
  const found = new Set([seed]);
  for (const at of found) {
    const [i, j, k] = positions[at]!;
    const near = [
      i > 0 ? at - 1 : -1,
      i < 10 ? at + 1 : -1,
      j > 0 ? at - 11 : -1,
      j < 8 ? at + 11 : -1,
      k > 0 ? at - 99 : -1,
      k < 6 ? at + 99 : -1,
    ];
    for (const next of near) if (next >= 0 && mask[next] === 1) found.add(next);
  }
  return [...found];
}

describe('a polygon', () => {
  it('has the area of its rectangle and counts each point of neighbours once', () => {
    const edge = fc.double({ min: -2, max: 22, noNaN: true });
    fc.assert(
      fc.property(edge, edge, edge, edge, fc.double({ min: 1, max: 19, noNaN: true }), (a, b, c, d, middle) => {
        const [left, right] = [Math.min(a, b), Math.max(a, b)];
        const [top, bottom] = [Math.min(c, d), Math.max(c, d)];
        const rectangle = (from: number, to: number) =>
          fillPolygon(
            [
              [from, top],
              [to, top],
              [to, bottom],
              [from, bottom],
            ],
            20,
            20,
          );
        const whole = rectangle(left, right);
        if (middle > left && middle < right) {
          const [one, two] = [rectangle(left, middle), rectangle(middle, right)];
          expect(whole.every((value, at) => value === one[at]! + two[at]!)).toBe(true);
        }
        whole.forEach((value, at) => {
          const [u, v] = [at % 20, Math.floor(at / 20)];
          const onEdge = [left, right].includes(u) || [top, bottom].includes(v);
          if (!onEdge) expect(value === 1).toBe(u > left && u < right && v > top && v < bottom);
        });
      }),
    );
  });
});

const image: fc.Arbitrary<SliceImage> = fc
  .record({ width: fc.integer({ min: 2, max: 12 }), height: fc.integer({ min: 2, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      spacingMm: fc.constantFrom([1, 1] as const, [0.7, 2.5] as const, [2.5, 0.7] as const),
      values: fc.int16Array({ minLength: width * height, maxLength: width * height, min: -150, max: 250 }),
    }),
  );

/** Bellman-Ford: slow and without any cleverness. */
function bruteForce({ width, height, spacingMm }: SliceImage, costs: Uint8Array, from: number): number[] {
  const best = new Array<number>(width * height).fill(Infinity);
  best[from] = 0;
  const shortest = Math.min(...spacingMm);
  for (let changed = true; changed;) {
    changed = false;
    for (let at = 0; at < best.length; at++) {
      for (let dv = -1; dv <= 1; dv++) {
        for (let du = -1; du <= 1; du++) {
          const [u, v] = [(at % width) + du, Math.floor(at / width) + dv];
          if ((du === 0 && dv === 0) || u < 0 || v < 0 || u >= width || v >= height) continue;
          const next = u + v * width;
          const length = Math.hypot(du * spacingMm[0], dv * spacingMm[1]) / shortest;
          const cost = best[at]! + stepCost(costs[at]!, costs[next]!, length);
          if (cost < best[next]!) {
            best[next] = cost;
            changed = true;
          }
        }
      }
    }
  }
  return best;
}

const seen = { low: -50, high: 180 };

describe('live-wire', () => {
  it('finds the cheapest path to every voxel, and walks it step by step', () => {
    fc.assert(
      fc.property(image, fc.nat(), fc.nat(), (picture, a, b) => {
        const { width, height } = picture;
        const [from, to] = [a % (width * height), b % (width * height)];
        const wire = new LiveWire(picture, seen);
        wire.anchor([to % width, 0]);
        wire.anchor([from % width, Math.floor(from / width)]);
        const costs = edgeCosts(picture, seen);
        const expected = bruteForce(picture, costs, from);
        expect(wire.costTo([to % width, Math.floor(to / width)])).toBe(expected[to]);
        const path = wire.pathTo([to % width, Math.floor(to / width)]);
        expect(path[0]).toEqual([from % width, Math.floor(from / width)]);
        expect(path.at(-1)).toEqual([to % width, Math.floor(to / width)]);
        let cost = 0;
        path.slice(1).forEach(([u, v], n) => {
          const [pu, pv] = path[n]!;
          expect(Math.max(Math.abs(u - pu), Math.abs(v - pv))).toBe(1);
          const shortest = Math.min(...picture.spacingMm);
          const length = Math.hypot((u - pu) * picture.spacingMm[0], (v - pv) * picture.spacingMm[1]) / shortest;
          cost += stepCost(costs[pu + pv * width]!, costs[u + v * width]!, length);
        });
        expect(cost).toBe(expected[to]);
      }),
      { numRuns: 150 },
    );
  });
  it('follows the edge of a disc rather than the way through it', () => {
    const size = 64;
    const values = Int16Array.from({ length: size * size }, (_, at) =>
      Math.hypot((at % size) - 32, Math.floor(at / size) - 32) < 20 ? 110 : 40,
    );
    const wire = new LiveWire({ width: size, height: size, spacingMm: [0.8, 0.8], values }, seen);
    wire.anchor([12, 32]);
    for (const [u, v] of wire.pathTo([32, 12])) expect(Math.abs(Math.hypot(u - 32, v - 32) - 20)).toBeLessThan(1.6);
  });
});

import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeRuns } from '../../core/domain/labelmapRuns.ts';
import type { Vec3 } from '../../core/domain/geometry.ts';
import { maskAgreement } from './maskAgreement.ts';
import { surfaceDistances } from './surfaceDistance.ts';

const at = ([columns, rows]: Vec3, i: number, j: number, k: number): number => i + columns * (j + rows * k);

function box(dims: Vec3, from: Vec3, to: Vec3): Uint8Array {
  const mask = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = from[2]; k <= to[2]; k++)
    for (let j = from[1]; j <= to[1]; j++) for (let i = from[0]; i <= to[0]; i++) mask[at(dims, i, j, k)] = 1;
  return mask;
}

/** Every surface voxel against every other. */
function bySearch(a: Uint8Array, b: Uint8Array, dims: Vec3, spacing: Vec3) {
  const points = (mask: Uint8Array): Vec3[] => {
    const inside = (i: number, j: number, k: number): boolean =>
      [i, j, k].every((index, axis) => index >= 0 && index < dims[axis]!) && mask[at(dims, i, j, k)] === 1;
    const found: Vec3[] = [];
    for (let k = 0; k < dims[2]; k++)
      for (let j = 0; j < dims[1]; j++)
        for (let i = 0; i < dims[0]; i++) {
          const isWhole = [-1, 1].every(
            (step) => inside(i + step, j, k) && inside(i, j + step, k) && inside(i, j, k + step),
          );
          if (inside(i, j, k) && !isWhole) found.push([i * spacing[0], j * spacing[1], k * spacing[2]]);
        }
    return found;
  };
  const nearest = (from: Vec3[], to: Vec3[]): number[] =>
    from.map((p) => Math.min(...to.map((q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]))));
  const [onA, onB] = [points(a), points(b)];
  if (onA.length === 0 || onB.length === 0) return null;
  const [fromA, fromB] = [nearest(onA, onB), nearest(onB, onA)];
  const high = (values: number[]): number => {
    const sorted = values.toSorted((x, y) => x - y);
    const place = 0.95 * (sorted.length - 1);
    const low = Math.floor(place);
    return sorted[low]! + (place - low) * (sorted[Math.ceil(place)]! - sorted[low]!);
  };
  const all = [...fromA, ...fromB];
  return {
    meanMm: all.reduce((sum, value) => sum + value, 0) / all.length,
    percentile95Mm: Math.max(high(fromA), high(fromB)),
  };
}

describe('surface distances', () => {
  it('of two plates are their distance in mm, whatever the axis and spacing', () => {
    const dims: Vec3 = [9, 8, 7];
    const spacing: Vec3 = [0.7, 0.9, 2.5];
    const a = box(dims, [0, 0, 1], [8, 7, 1]);
    const b = box(dims, [0, 0, 5], [8, 7, 5]);
    expect(surfaceDistances(a, b, dims, spacing)!.meanMm).toBeCloseTo(10, 5);
    expect(surfaceDistances(a, b, dims, spacing)!.percentile95Mm).toBeCloseTo(10, 5);
  });

  it('are those of a search over all pairs, for any masks', () => {
    const dims: Vec3 = [5, 4, 6];
    const mask = fc
      .array(fc.integer({ min: 0, max: 1 }), { minLength: 120, maxLength: 120 })
      .map((values) => Uint8Array.from(values));
    const mm = fc.double({ min: 0.4, max: 5, noNaN: true });
    fc.assert(
      fc.property(mask, mask, mm, mm, mm, (a, b, x, y, z) => {
        const found = surfaceDistances(a, b, dims, [x, y, z]);
        const truth = bySearch(a, b, dims, [x, y, z]);
        if (truth === null) expect(found).toBeNull();
        else {
          expect(found!.meanMm).toBeCloseTo(truth.meanMm, 4);
          expect(found!.percentile95Mm).toBeCloseTo(truth.percentile95Mm, 4);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are nothing to an empty mask, and 0 between equal ones', () => {
    const dims: Vec3 = [4, 4, 4];
    const some = box(dims, [1, 1, 1], [2, 2, 2]);
    expect(surfaceDistances(some, new Uint8Array(64), dims, [1, 1, 1])).toBeNull();
    expect(surfaceDistances(some, some, dims, [1, 1, 1])).toEqual({ meanMm: 0, percentile95Mm: 0 });
  });
});

describe('two labelmaps', () => {
  const dims: Vec3 = [12, 10, 8];
  const zipped = (labels: Uint8Array): Uint8Array => gzipSync(encodeRuns({ dims, labels }));

  it('agree by segment: the whole liver, its tumours, its remnant', () => {
    const first = box(dims, [2, 2, 2], [9, 7, 5]);
    const second = first.slice();
    // The second reader left one column of the liver out, and called one column remnant.
    for (let k = 2; k <= 5; k++)
      for (let j = 2; j <= 7; j++) {
        second[at(dims, 9, j, k)] = 0;
        second[at(dims, 2, j, k)] = 2;
      }
    const found = maskAgreement({ first: zipped(first), second: zipped(second), spacingMm: [1, 1, 2] });
    // 8 columns of 24 voxels against 7 of them.
    expect(found[0]).toMatchObject({ segment: 'liver', dice: (2 * 7) / (8 + 7) });
    expect(found[0]!.meanSurfaceDistanceMm).toBeGreaterThan(0);
    expect(found[0]!.surfaceDistance95Mm).toBeCloseTo(1, 6);
    expect(found[1]).toEqual({ segment: 'tumour', dice: null, meanSurfaceDistanceMm: null, surfaceDistance95Mm: null });
    expect(found[2]).toMatchObject({ segment: 'flr', dice: 0, meanSurfaceDistanceMm: null });
  });

  it('that are empty have nothing to compare', () => {
    const empty = zipped(new Uint8Array(960));
    for (const { dice } of maskAgreement({ first: empty, second: empty, spacingMm: [1, 1, 1] }))
      expect(dice).toBeNull();
  });
});

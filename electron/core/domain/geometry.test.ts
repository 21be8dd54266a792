import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3, VolumeGeometry } from './geometry.ts';
import {
  cross,
  dot,
  indexToPatient,
  length,
  normalize,
  orientationLetters,
  patientToIndex,
  sameGrid,
  voxelVolumeMl,
} from './geometry.ts';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const vector = fc.tuple(coordinate, coordinate, coordinate);
const spacing = fc.double({ min: 0.2, max: 10, noNaN: true });

/** Any right-handed orthogonal grid. */
const geometry: fc.Arbitrary<VolumeGeometry> = fc
  .record({ a: vector, b: vector, originMm: vector, spacingMm: fc.tuple(spacing, spacing, spacing) })
  .filter(({ a, b }) => length(a) > 1 && length(cross(a, b)) > 1)
  .map(({ a, b, originMm, spacingMm }) => {
    const i = normalize(a);
    const k = normalize(cross(a, b));
    return { dims: [64, 48, 32], spacingMm, originMm, direction: { i, j: cross(k, i), k } };
  });

describe('voxel and patient coordinates', () => {
  it('are inverse to each other on any oblique grid', () => {
    fc.assert(
      fc.property(geometry, vector, (grid, index: Vec3) => {
        const back = patientToIndex(grid, indexToPatient(grid, index));
        back.forEach((value, axis) => {
          expect(value).toBeCloseTo(index[axis]!, 6);
        });
      }),
    );
  });

  it('keep the distance between neighbouring voxels', () => {
    fc.assert(
      fc.property(geometry, (grid) => {
        const here = indexToPatient(grid, [3, 4, 5]);
        const next = indexToPatient(grid, [3, 4, 6]);
        const step: Vec3 = [next[0] - here[0], next[1] - here[1], next[2] - here[2]];
        expect(length(step)).toBeCloseTo(grid.spacingMm[2], 9);
        expect(dot(step, grid.direction.k)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('voxelVolumeMl', () => {
  it('gives the volume of a million voxels of 0.78125 x 0.78125 x 2.5 mm', () => {
    const grid: VolumeGeometry = {
      dims: [100, 100, 100],
      spacingMm: [0.78125, 0.78125, 2.5],
      originMm: [0, 0, 0],
      direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
    };
    expect(voxelVolumeMl(grid) * 1e6).toBeCloseTo(1525.8789, 4);
  });
});

describe('orientationLetters', () => {
  it.each([
    [[1, 0, 0], 'L'],
    [[-1, 0, 0], 'R'],
    [[0, 1, 0], 'P'],
    [[0, -1, 0], 'A'],
    [[0, 0, 1], 'H'],
    [[0, 0, -1], 'F'],
    [[0.9, 0.4, 0.1], 'LP'],
  ] as const)('of %j is %s', (vec, letters) => {
    expect(orientationLetters(vec)).toBe(letters);
  });
});

describe('sameGrid', () => {
  it('tells a grid from one that is shifted by a hundredth of a millimetre', () => {
    fc.assert(
      fc.property(geometry, (grid) => {
        const [x, y, z] = grid.originMm;
        expect(sameGrid(grid, grid)).toBe(true);
        expect(sameGrid(grid, { ...grid, originMm: [x + 0.01, y, z] })).toBe(false);
      }),
    );
  });
});

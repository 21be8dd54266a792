import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { add, dot, indexToPatient, length, scale, subtract } from '../../../electron/core/domain/geometry.ts';
import { measureLesion } from '../index.ts';
import type { Diameter, LesionMeasures } from '../index.ts';
import { convexHull, longestChord } from './measureHull.ts';

const upright = { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] } as const;
/** Right-handed, no axis along the patient's. */
const tilted = { i: [2 / 3, 2 / 3, 1 / 3], j: [-2 / 3, 1 / 3, 2 / 3], k: [1 / 3, -2 / 3, 2 / 3] } as const;

const grid = (spacingMm: Vec3, sizeMm: number, direction: VolumeGeometry['direction'] = upright): VolumeGeometry => ({
  dims: [Math.ceil(sizeMm / spacingMm[0]), Math.ceil(sizeMm / spacingMm[1]), Math.ceil(sizeMm / spacingMm[2])],
  spacingMm,
  originMm: [-31, 12, 407],
  direction,
});

function measure(geometry: VolumeGeometry, inside: (mm: Vec3) => boolean, hu?: Int16Array): LesionMeasures {
  const [columns, rows, slices] = geometry.dims;
  const voxels: number[] = [];
  for (let at = 0; at < columns * rows * slices; at++) {
    const index: Vec3 = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))];
    if (inside(indexToPatient(geometry, index))) voxels.push(at);
  }
  const count = columns * rows * slices;
  return measureLesion({
    hu: hu ?? new Int16Array(count),
    labels: new Uint8Array(count).fill(3),
    geometry,
    voxels: Uint32Array.from(voxels),
  });
}

/** Ellipsoid with half axes `halfMm` along three patient directions. */
function ellipsoid(centreMm: Vec3, axes: readonly [Vec3, Vec3, Vec3], halfMm: Vec3): (mm: Vec3) => boolean {
  return (mm) => {
    const offset = subtract(mm, centreMm);
    return axes.reduce((sum, axis, n) => sum + (dot(offset, axis) / halfMm[n]!) ** 2, 0) <= 1;
  };
}

const middleOf = (geometry: VolumeGeometry): Vec3 =>
  indexToPatient(geometry, [geometry.dims[0] / 2 - 0.3, geometry.dims[1] / 2, geometry.dims[2] / 2 + 0.2]);

const direction = ({ fromMm, toMm, lengthMm }: Diameter): Vec3 => scale(subtract(toMm, fromMm), 1 / lengthMm);

describe('measureLesion', () => {
  const spacings: Vec3[] = [
    [1, 1, 1],
    [0.7, 0.7, 1],
    [0.8, 0.8, 2.5],
    [0.7, 0.7, 5],
  ];
  const cases = spacings.flatMap((spacingMm) => [
    { spacingMm, name: 'upright', axes: upright },
    { spacingMm, name: 'oblique', axes: tilted },
  ]);

  it.each(cases)('measures an ellipsoid within the grid, $name, voxels $spacingMm', ({ spacingMm, axes }) => {
    const geometry = grid(spacingMm, 60, axes);
    const halfMm: Vec3 = [20, 12, 15];
    const [voxelMm, inPlaneMm] = [Math.max(...spacingMm), Math.max(spacingMm[0], spacingMm[1])];
    const found = measure(geometry, ellipsoid(middleOf(geometry), [axes.i, axes.j, axes.k], halfMm));
    const volumeMl = ((4 / 3) * 3.14159265 * halfMm[0] * halfMm[1] * halfMm[2]) / 1000;
    expect(Math.abs(found.volumeMl / volumeMl - 1)).toBeLessThan(0.02);
    expect(Math.abs(found.longestAxial.lengthMm - 40)).toBeLessThanOrEqual(inPlaneMm);
    expect(Math.abs(found.shortAxial.lengthMm - 24)).toBeLessThanOrEqual(inPlaneMm);
    expect(Math.abs(found.longest3d.lengthMm - 40)).toBeLessThanOrEqual(voxelMm);
    expect(Math.abs(dot(direction(found.longestAxial), axes.i))).toBeGreaterThan(0.98);
    expect(Math.abs(dot(direction(found.longestAxial), direction(found.shortAxial)))).toBeLessThan(1e-6);
    for (const diameter of [found.longestAxial, found.shortAxial, found.longest3d]) {
      expect(length(subtract(diameter.toMm, diameter.fromMm))).toBeCloseTo(diameter.lengthMm, 6);
    }
  });

  it.each(spacings)('measures an ellipsoid that lies across the slices, voxels %f x %f x %f', (...spacingMm) => {
    const geometry = grid(spacingMm, 70);
    const found = measure(geometry, ellipsoid(middleOf(geometry), [tilted.i, tilted.j, tilted.k], [25, 10, 8]));
    // An end between two slices is missed by what the tip spans there.
    expect(Math.abs(found.longest3d.lengthMm - 50)).toBeLessThanOrEqual(Math.max(...spacingMm));
    expect(Math.abs(dot(direction(found.longest3d), tilted.i))).toBeGreaterThan(0.99);
    expect(found.longestAxial.lengthMm).toBeLessThan(found.longest3d.lengthMm);
  });

  it('gives a single voxel the length of its sides', () => {
    const geometry = grid([0.7, 0.8, 5], 20);
    const centreMm = indexToPatient(geometry, [3, 4, 2]);
    const found = measure(geometry, (mm) => length(subtract(mm, centreMm)) < 0.1);
    expect(found.voxelCount).toBe(1);
    expect(found.longestAxial.lengthMm).toBeCloseTo(0.8);
    expect(found.shortAxial.lengthMm).toBeCloseTo(0.7);
    expect(found.longest3d.lengthMm).toBeCloseTo(5);
    expect(found.longest3d.fromMm[2]).toBeCloseTo(centreMm[2] - 2.5);
    expect(found.slice).toBe(2);
  });

  it('tells intensities and the volume on each side', () => {
    const geometry = grid([1, 1, 1], 4);
    const hu = Int16Array.from({ length: 64 }, (_, at) => at * at);
    const labels = Uint8Array.from({ length: 64 }, (_, at) => (at < 3 ? 4 : 3));
    const found = measureLesion({ hu, labels, geometry, voxels: Uint32Array.of(3, 1, 0, 2) });
    expect(found.hu).toEqual({ meanHu: 3.5, sdHu: Math.sqrt(12.25), minHu: 0, maxHu: 9, medianHu: 2.5 });
    expect(found.volumeMl).toBeCloseTo(0.004);
    expect(found.flrVolumeMl).toBeCloseTo(0.003);
    expect(() => measureLesion({ hu, labels, geometry, voxels: new Uint32Array() })).toThrow('without voxels');
  });

  it('finds the same longest diameter as all pairs of voxel faces', () => {
    const geometry = grid([0.7, 0.9, 2.5], 12);
    const count = geometry.dims[0] * geometry.dims[1] * geometry.dims[2];
    const voxelSets = fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(voxelSets, (list) => {
        const voxels = Uint32Array.from(list);
        const measured = measureLesion({
          hu: new Int16Array(count),
          labels: new Uint8Array(count),
          geometry,
          voxels,
        });
        const faces = list.flatMap((at) => facesOf(geometry, at));
        const longest = Math.max(...faces.map((a) => Math.max(...faces.map((b) => length(subtract(a, b))))));
        expect(measured.longest3d.lengthMm).toBeCloseTo(longest, 6);
      }),
      { numRuns: 100 },
    );
  });
});

function facesOf(geometry: VolumeGeometry, at: number): Vec3[] {
  const { dims, spacingMm, direction: axes } = geometry;
  const index: Vec3 = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))];
  const centre = indexToPatient(geometry, index);
  return ([axes.i, axes.j, axes.k] as const).flatMap((axis, n) => [
    add(centre, scale(axis, spacingMm[n]! / 2)),
    add(centre, scale(axis, -spacingMm[n]! / 2)),
  ]);
}

describe('convexHull', () => {
  it('holds every point and has no flat corners', () => {
    const points = fc.array(fc.record({ x: fc.integer({ min: -9, max: 9 }), y: fc.integer({ min: -9, max: 9 }) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(points, (cloud) => {
        const hull = convexHull(cloud);
        const longest = Math.max(
          ...cloud.map((a) => Math.max(...cloud.map((b) => Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2)))),
        );
        expect(longestChord(hull).lengthMm).toBeCloseTo(longest, 9);
        if (hull.length < 3) return;
        hull.forEach((a, n) => {
          const b = hull[(n + 1) % hull.length]!;
          const left = (p: { x: number; y: number }): number => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
          for (const point of cloud) expect(left(point)).toBeGreaterThanOrEqual(0);
          expect(left(hull[(n + 2) % hull.length]!)).toBeGreaterThan(0);
        });
      }),
    );
  });
});

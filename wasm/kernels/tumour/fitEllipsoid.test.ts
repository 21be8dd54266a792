import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { dot } from '../../../electron/core/domain/geometry.ts';
import type { Ellipsoid } from './ellipsoid.ts';
import { distancesFrom, markedEllipsoid } from './ellipsoid.ts';
import { fitEllipsoid } from './fitEllipsoid.ts';
import { marksOf } from './stroke.ts';

const SIZE = 40;
const grid = (sliceMm: number): VolumeGeometry => ({
  dims: [SIZE, SIZE, Math.round(SIZE / sliceMm)],
  spacingMm: [1, 1, sliceMm],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
});
/** The longest axis is askew in its slice. */
const lesion: Ellipsoid = {
  centreMm: [20, 19, 21],
  axes: [
    [0.8, 0.6, 0],
    [-0.6, 0.8, 0],
    [0, 0, 1],
  ],
  radiiMm: [10, 8, 8.5],
};
const line = (halfMm: number): Stroke => ({
  segment: 'tumour',
  radiusMm: 1,
  pointsMm: [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1].map((part): [number, number, number] => [
    20 + 0.8 * part * halfMm,
    19 + 0.6 * part * halfMm,
    20,
  ]),
});
const volume = ({ radiiMm: [a, b, c] }: Ellipsoid): number => a * b * c;
const fit = (geometry: VolumeGeometry, looks: (at: number, awayMm: number) => number, halfMm = 8.5): Ellipsoid => {
  const belief = distancesFrom(geometry, lesion).map((awayMm, at) => looks(at, awayMm));
  const marked = markedEllipsoid(geometry, marksOf([line(halfMm)])[0]!);
  return fitEllipsoid(belief, null, geometry, marked, marked);
};
const place = (at: number): Vec3 => [at % SIZE, Math.floor(at / SIZE) % SIZE, Math.floor(at / SIZE / SIZE)];

describe('the ellipsoid of a lesion', () => {
  it.each([1, 2.5, 5])('is found from what looks like lesion, in slices of %d mm', (sliceMm) => {
    const found = fit(grid(sliceMm), (_, awayMm) => Number(awayMm < 0));
    found.centreMm.forEach((mm, axis) => {
      expect(Math.abs(mm - lesion.centreMm[axis]!)).toBeLessThan(1);
    });
    expect(Math.abs(volume(found) / volume(lesion) - 1)).toBeLessThan(0.15);
    for (const [n, axis] of found.axes.entries())
      expect(found.axes.map((other) => Math.round(1e6 * dot(axis, other)) / 1e6 + 0)).toEqual([
        Number(n === 0),
        Number(n === 1),
        Number(n === 2),
      ]);
  });

  it.each([7.5, 11])('is about the same by a stroke whose half length is %d mm, too short or too long', (halfMm) => {
    const found = fit(grid(1), (_, awayMm) => Number(awayMm < 0), halfMm);
    expect(Math.abs(volume(found) / volume(lesion) - 1)).toBeLessThan(0.2);
  });

  it('is hardly moved by a vessel of its intensity that grazes it', () => {
    const isVessel = (at: number): boolean => Math.hypot(place(at)[0] - 26, place(at)[1] - 9) < 4;
    const found = fit(grid(1), (at, awayMm) => Number(awayMm < 0 || isVessel(at)));
    found.centreMm.forEach((mm, axis) => {
      expect(Math.abs(mm - lesion.centreMm[axis]!)).toBeLessThan(1);
    });
    expect(Math.abs(volume(found) / volume(lesion) - 1)).toBeLessThan(0.15);
  });

  it('stays about as large in the side of a vessel of its intensity, wider than itself', () => {
    const isVessel = (at: number): boolean => Math.hypot(place(at)[0] - 28, place(at)[1] - 10) < 10;
    const found = fit(grid(1), (at, awayMm) => Number(awayMm < 0 || isVessel(at)));
    expect(Math.abs(volume(found) / volume(lesion) - 1)).toBeLessThan(0.25);
  });

  it('is what the stroke says where voxels say nothing', () => {
    const marked = markedEllipsoid(grid(1), marksOf([line(8.5)])[0]!);
    expect(fit(grid(1), () => 0.5)).toEqual(marked);
  });
});

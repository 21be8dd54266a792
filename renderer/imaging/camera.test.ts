import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cross,
  dot,
  indexToPatient,
  normalize,
  type Vec3,
  type VolumeGeometry,
} from '../../electron/core/domain/geometry.ts';
import {
  atVoxelSlice,
  canvasToPatient,
  depthMm,
  edgeLetters,
  fittedCamera,
  panned,
  patientToCanvas,
  scrolled,
  sliceNumber,
  throughPoint,
  viewNames,
  viewPlanes,
  voxelSlice,
  zoomedAt,
} from './camera.ts';

const x: Vec3 = [1, 0, 0];
const y: Vec3 = [0, 1, 0];
const z: Vec3 = [0, 0, 1];
const minus = ([a, b, c]: Vec3): Vec3 => [-a, -b, -c];
const grid = (i: Vec3, j: Vec3): VolumeGeometry => ({
  dims: [40, 30, 20],
  spacingMm: [0.8, 0.7, 2.5],
  originMm: [-17, 12, 300],
  direction: { i, j, k: cross(i, j) },
});
const size = { width: 400, height: 300 };
const usual = { axial: 'RLAP', coronal: 'RLHF', sagittal: 'APHF' };

/** Acquisitions: usual, feet first or prone with flipped rows or columns, coronal, sagittal. */
const acquisitions: [string, VolumeGeometry][] = [
  ['axial', grid(x, y)],
  ['axial, columns to the right', grid(minus(x), y)],
  ['axial, rows to the front', grid(x, minus(y))],
  ['axial, turned by 180 degrees', grid(minus(x), minus(y))],
  ['coronal', grid(x, minus(z))],
  ['sagittal', grid(y, minus(z))],
  ['axial with 10 degrees of tilt', grid(x, normalize([0, 0.985, 0.174]))],
];

describe.each(acquisitions)('views of a volume acquired %s', (_, geometry) => {
  const planes = viewPlanes(geometry);

  it('hang as radiologists expect, with the letters of the patient', () => {
    for (const name of viewNames) {
      const { left, right, top, bottom } = edgeLetters(planes[name]);
      expect(`${left[0]}${right[0]}${top[0]}${bottom[0]}`).toBe(usual[name]);
    }
  });

  it('lie on slices of voxels, right-handed', () => {
    for (const name of viewNames) {
      const plane = planes[name];
      const camera = fittedCamera(geometry, plane, size);
      const index = voxelSlice(geometry, plane, camera);
      const voxel: [number, number, number] = [3, 4, 5];
      voxel[plane.sliceAxis] = index;
      expect(depthMm(plane, camera, indexToPatient(geometry, voxel))).toBeCloseTo(0);
      expect(dot(cross(plane.right, plane.down), plane.into)).toBeCloseTo(1);
    }
  });

  it('count slices in the order of scrolling and stop at both ends', () => {
    for (const name of viewNames) {
      const plane = planes[name];
      let camera = scrolled(geometry, plane, fittedCamera(geometry, plane, size), -1000);
      expect(sliceNumber(geometry, plane, camera)).toBe(1);
      camera = scrolled(geometry, plane, camera, 3);
      expect(sliceNumber(geometry, plane, camera)).toBe(4);
      camera = scrolled(geometry, plane, camera, 1000);
      expect(sliceNumber(geometry, plane, camera)).toBe(geometry.dims[plane.sliceAxis]);
    }
  });
});

describe('camera', () => {
  const geometry = grid(x, y);
  const planes = viewPlanes(geometry);
  const point = fc.tuple(fc.double({ min: 0, max: 400, noNaN: true }), fc.double({ min: 0, max: 300, noNaN: true }));

  it('turns a canvas point into mm and back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...viewNames),
        point,
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        (name, at, mmPerPixel) => {
          const camera = { ...fittedCamera(geometry, planes[name], size), mmPerPixel };
          const back = patientToCanvas(planes[name], camera, size, canvasToPatient(planes[name], camera, size, at));
          expect(back[0]).toBeCloseTo(at[0], 6);
          expect(back[1]).toBeCloseTo(at[1], 6);
        },
      ),
    );
  });

  it('shows the patient’s left on the right of an axial view and the head on top of a coronal one', () => {
    const axial = fittedCamera(geometry, planes.axial, size);
    const moved = patientToCanvas(planes.axial, axial, size, [
      axial.centreMm[0] + 10,
      axial.centreMm[1],
      axial.centreMm[2],
    ]);
    expect(moved[0]).toBeGreaterThan(200);
    const coronal = fittedCamera(geometry, planes.coronal, size);
    const higher = patientToCanvas(planes.coronal, coronal, size, [
      coronal.centreMm[0],
      coronal.centreMm[1],
      coronal.centreMm[2] + 10,
    ]);
    expect(higher[1]).toBeLessThan(150);
  });

  it('zooms around the pointer', () => {
    fc.assert(
      fc.property(point, fc.double({ min: 0.5, max: 3, noNaN: true }), (at, factor) => {
        const camera = fittedCamera(geometry, planes.axial, size);
        const fixed = canvasToPatient(planes.axial, camera, size, at);
        const after = zoomedAt(planes.axial, camera, size, at, factor);
        const now = canvasToPatient(planes.axial, after, size, at);
        fixed.forEach((value, axis) => {
          expect(now[axis]).toBeCloseTo(value, 6);
        });
      }),
    );
  });

  it('drags the image with the pointer', () => {
    const camera = fittedCamera(geometry, planes.sagittal, size);
    const under = canvasToPatient(planes.sagittal, camera, size, [100, 100]);
    const after = panned(planes.sagittal, camera, 25, -10);
    const [px, py] = patientToCanvas(planes.sagittal, after, size, under);
    expect([px, py]).toEqual([expect.closeTo(125, 6), expect.closeTo(90, 6)]);
  });

  it('fits the whole plane', () => {
    for (const name of viewNames) {
      const camera = fittedCamera(geometry, planes[name], size);
      for (const corner of [
        [0, 0, 0],
        [39, 29, 19],
      ] as const) {
        const [px, py] = patientToCanvas(planes[name], camera, size, indexToPatient(geometry, corner));
        expect(px).toBeGreaterThanOrEqual(0);
        expect(px).toBeLessThanOrEqual(size.width);
        expect(py).toBeGreaterThanOrEqual(0);
        expect(py).toBeLessThanOrEqual(size.height);
      }
    }
  });

  it('goes to a point by its slice and pans only when the point would be out of sight', () => {
    const plane = planes.axial;
    const camera = fittedCamera(geometry, plane, size);
    const near = indexToPatient(geometry, [5, 6, 2]);
    const there = throughPoint(geometry, plane, camera, size, near);
    expect(voxelSlice(geometry, plane, there)).toBe(2);
    expect(there.centreMm[0]).toBe(camera.centreMm[0]);
    const close = { ...camera, mmPerPixel: 0.02 };
    const panned = throughPoint(geometry, plane, close, size, near);
    const [px, py] = patientToCanvas(plane, panned, size, near);
    expect([px, py]).toEqual([expect.closeTo(200, 4), expect.closeTo(150, 4)]);
  });

  it('moves to a slice without moving in the plane', () => {
    const camera = panned(planes.coronal, fittedCamera(geometry, planes.coronal, size), 7, 9);
    const moved = atVoxelSlice(geometry, planes.coronal, camera, 3);
    expect(moved.centreMm[0]).toBeCloseTo(camera.centreMm[0]);
    expect(moved.centreMm[2]).toBeCloseTo(camera.centreMm[2]);
  });
});

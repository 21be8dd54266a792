import { describe, expect, test } from 'vitest';
import { obliqueDirection, smallGeometry } from '../../../tests/fixtures/index.ts';
import { writeStructureSet, type DrawnRoi } from '../../../tests/fixtures/structureSet.ts';
import { voxelVolumeMl, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { readRtStruct } from './rtstruct.ts';

const FRAME = '1.2.3.9';
const structureSet = (geometry: VolumeGeometry, rois: readonly DrawnRoi[]): Uint8Array =>
  writeStructureSet(geometry, rois, FRAME);

const circle = (i: number, j: number, k: number, radius: number): [number, number, number][] =>
  Array.from({ length: 400 }, (_, at) => (at * Math.PI) / 200).map((angle) => [
    i + radius * Math.cos(angle),
    j + radius * Math.sin(angle),
    k,
  ]);
const square = (from: number, to: number, k: number): [number, number, number][] => [
  [from, from, k],
  [to, from, k],
  [to, to, k],
  [from, to, k],
];
const count = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

describe.each([
  { name: 'axial', geometry: smallGeometry({ dims: [60, 50, 10] }) },
  { name: 'oblique', geometry: smallGeometry({ dims: [60, 50, 10], direction: obliqueDirection(0.3, -0.2, 0.1) }) },
  {
    name: 'feet first',
    geometry: smallGeometry({ dims: [60, 50, 10], direction: { i: [-1, 0, 0], j: [0, 1, 0], k: [0, 0, -1] } }),
  },
])('contours on $name slices', ({ geometry }) => {
  const slices = [2, 3, 4, 5];
  const liver = { name: 'Liver', contours: slices.map((k) => circle(28.3, 24.6, k, 20)) };
  const tumour = { name: 'GTV tumour', contours: slices.map((k) => circle(20, 24, k, 5)) };

  test('have the volume of what was drawn, and lesions lie in the liver', () => {
    const file = structureSet(geometry, [liver, tumour]);
    const mask = readRtStruct(file, geometry, FRAME);
    const truth = Math.PI * 400 * 4 * voxelVolumeMl(geometry);
    expect((count(mask.mask(1)) * voxelVolumeMl(geometry)) / truth).toBeCloseTo(1, 2);
    expect(mask.notes).toEqual([]);
    const labels = mask.labels();
    expect(labels[20 + 60 * (24 + 50 * 3)]).toBe(3);
    expect(labels[40 + 60 * (24 + 50 * 3)]).toBe(1);
    expect(labels[20 + 60 * (24 + 50 * 6)]).toBe(0);
  });

  test('leave out holes, and say which slices have no contour of their own', () => {
    const holed = { name: 'Liver', contours: [square(9.5, 19.5, 2), square(12.5, 15.5, 2), square(9.5, 19.5, 5)] };
    const mask = readRtStruct(structureSet(geometry, [holed]), geometry, FRAME);
    expect(count(mask.mask(1))).toBe(100 - 9 + 100);
    expect(mask.notes).toEqual(['"Liver" is drawn on 2 of 4 slices; those between were left empty, not interpolated.']);
  });

  test('tell how much of them lies beyond the CT', () => {
    const beyond = { name: 'Liver', contours: [-2, -1, 0, 1].map((k) => square(-4.5, 5.5, k)) };
    const mask = readRtStruct(structureSet(geometry, [beyond]), geometry, FRAME);
    expect(count(mask.mask(1))).toBe(2 * 36);
    expect(mask.outsideMl(1) / voxelVolumeMl(geometry)).toBeCloseTo(2 * 100 + 2 * (100 - 36), 9);
    expect(mask.notes).toEqual([]);
    const within = readRtStruct(structureSet(geometry, [liver]), geometry, FRAME);
    expect(within.outsideMl(1)).toBe(0);
  });

  test('between slices are the nearest one’s, never of two', () => {
    const finer = { name: 'Liver', contours: [2, 2.4, 2.8, 3.2].map((k) => square(9.5, 19.5, k)) };
    const mask = readRtStruct(structureSet(geometry, [finer]), geometry, FRAME);
    expect(count(mask.mask(1))).toBe(200);
    expect(mask.notes).toEqual([expect.stringContaining('2 of 4 contour planes of "Liver"')]);
  });
});

test('what can’t be taken is refused in a sentence', () => {
  const geometry = smallGeometry({ dims: [60, 50, 10] });
  const liver = { name: 'Liver', contours: [circle(28, 24, 3, 20)] };
  const read = (rois: readonly DrawnRoi[], frame = FRAME) =>
    readRtStruct(structureSet(geometry, rois), geometry, frame);
  expect(() => read([liver], '1.2.3.8')).toThrow('another frame of reference');
  expect(() => read([{ ...liver, kind: 'POINT' }])).toThrow('no closed contour');
  const tilted = [circle(28, 24, 3, 20).map(([i, j, k]) => [i, j, k + j / 10] as [number, number, number])];
  expect(() => read([{ name: 'Liver', contours: tilted }])).toThrow('do not lie in slices');
  expect(() => read([{ ...liver, name: 'ROI-1' }]).labels()).toThrow('Say what the segment "ROI-1"');
  expect(count(read([{ ...liver, name: 'ROI-1' }]).labels({ named: { 'ROI-1': 'flr' } })) / 2).toBeGreaterThan(1200);
});

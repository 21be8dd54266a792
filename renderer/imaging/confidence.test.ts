import { expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { atVoxelSlice, fittedCamera, viewPlanes } from './camera.ts';
import { blockPaths } from './confidence.ts';

const geometry: VolumeGeometry = {
  dims: [4, 4, 3],
  spacingMm: [10, 10, 10],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const size = { width: 40, height: 40 };

it('draws the blocks of the slice that is shown, where they are', () => {
  const marked = new Uint8Array(48);
  marked[1 + 4 * 2 + 16] = 1;
  const plane = viewPlanes(geometry).axial;
  const camera = (index: number) => ({
    ...atVoxelSlice(geometry, plane, fittedCamera(geometry, plane, size), index),
    mmPerPixel: 1,
  });
  expect(blockPaths({ geometry, marked }, plane, camera(0), size)).toEqual({ area: '', border: '' });
  const { area, border } = blockPaths({ geometry, marked }, plane, camera(1), size);
  expect(area).toBe('M10.0 20.0L20.0 20.0L20.0 30.0L10.0 30.0Z');
  expect(border.match(/M/g)).toHaveLength(4);
});

import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { Ellipsoid } from './ellipsoid.ts';
import { sharpen } from './localEdge.ts';

const [SIZE, SLICES, SLICE_MM, RADIUS_MM] = [40, 8, 5, 9] as const;
const geometry: VolumeGeometry = {
  dims: [SIZE, SIZE, SLICES],
  spacingMm: [1, 1, SLICE_MM],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
/** Between two slices: it has two on either side. */
const shape: Ellipsoid = {
  centreMm: [20, 20, 17.5],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  radiiMm: [RADIUS_MM, RADIUS_MM, RADIUS_MM],
};
const voxels = Array.from({ length: SIZE * SIZE * SLICES }, (_, at) => {
  const [x, y, k] = [(at % SIZE) - 20, (Math.floor(at / SIZE) % SIZE) - 20, Math.floor(at / SIZE / SIZE)];
  return { k, inPlaneMm: Math.hypot(x, y), farMm: Math.hypot(x, y, SLICE_MM * k - 17.5) };
});
const LAST = 5;

/** Mean belief, well within a disc in `slice`, of a dark ball once `found` is taken for it. */
function beliefIn(slice: number, found: (voxel: (typeof voxels)[number]) => boolean): number {
  const hu = Int16Array.from(voxels, ({ farMm }, at) => (farMm <= RADIUS_MM ? 60 : 110) + ((at * 7919) % 13) - 6);
  const prior = Float32Array.from(hu, (value) => Number(value < 85));
  const mask = Uint8Array.from(voxels, (voxel) => Number(found(voxel)));
  sharpen(prior, hu, { mask, shape, stroke: [20 + SIZE * (20 + SIZE * 3)], beside: null }, geometry, 6);
  const there = voxels.flatMap(({ k, inPlaneMm }, at) => (k === slice && inPlaneMm < 4 ? [prior[at]!] : []));
  return there.reduce((sum, value) => sum + value / there.length, 0);
}

describe('the edge of a lesion in thick slices', () => {
  const isLesion = ({ farMm }: (typeof voxels)[number]): boolean => farMm <= RADIUS_MM;

  it('brings the last slice back where it was missed', () => {
    expect(beliefIn(LAST, isLesion)).toBeGreaterThan(0.8);
    expect(beliefIn(LAST, (voxel) => isLesion(voxel) && voxel.k !== LAST)).toBeGreaterThan(0.8);
  });

  it('lets a slice go that holds none of it', () => {
    expect(beliefIn(LAST + 1, isLesion)).toBeLessThan(0.2);
    const isToo = ({ k, inPlaneMm }: (typeof voxels)[number]): boolean => k === LAST + 1 && inPlaneMm < 5;
    expect(beliefIn(LAST + 1, (voxel) => isLesion(voxel) || isToo(voxel))).toBeLessThan(0.2);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { obliqueDirection, rightHandedDirections, smallGeometry } from '../../../tests/fixtures/geometry.ts';
import {
  indexToPatient,
  patientToIndex,
  scale,
  subtract,
  voxelVolumeMl,
  type Vec3,
  type VolumeGeometry,
} from './geometry.ts';
import { onGrid, type MaskGrid } from './maskGrid.ts';

const gridOf = (geometry: VolumeGeometry): MaskGrid => ({
  dims: geometry.dims,
  originMm: geometry.originMm,
  stepsMm: [
    scale(geometry.direction.i, geometry.spacingMm[0]),
    scale(geometry.direction.j, geometry.spacingMm[1]),
    scale(geometry.direction.k, geometry.spacingMm[2]),
  ],
});

/** Voxels whose centre lies in a ball around `centreMm`. */
function ball(geometry: VolumeGeometry, centreMm: Vec3, radiusMm: number): Uint8Array {
  const [nx, ny, nz] = geometry.dims;
  const labels = new Uint8Array(nx * ny * nz);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        if (Math.hypot(...subtract(indexToPatient(geometry, [i, j, k]), centreMm)) <= radiusMm)
          labels[i + nx * (j + ny * k)] = 3;
  return labels;
}
const volumeMl = (labels: Uint8Array, geometry: VolumeGeometry): number =>
  labels.filter((label) => label === 3).length * voxelVolumeMl(geometry);

const angle = fc.double({ min: -3, max: 3, noNaN: true });
const directions = fc.oneof(
  fc.constantFrom(...rightHandedDirections),
  fc.tuple(angle, angle, angle).map((angles) => obliqueDirection(...angles)),
);

test('the same voxels in any order of axes and directions are only reordered', () => {
  fc.assert(
    fc.property(directions, fc.constantFrom(0, 1, 2), fc.boolean(), (direction, first, isFlipped) => {
      const geometry = smallGeometry({ dims: [5, 4, 3], direction });
      const labels = Uint8Array.from({ length: 60 }, (_, at) => at % 7);
      const grid = gridOf(geometry);
      const order = [first, (first + 1) % 3, (first + 2) % 3];
      const dims = order.map((axis) => grid.dims[axis]!) as unknown as Vec3;
      const flip = isFlipped ? -1 : 1;
      const last = isFlipped ? dims[0] - 1 : 0;
      const start: Vec3 = order.map((_, axis) => (axis === order[0] ? last : 0)) as unknown as Vec3;
      const other: MaskGrid = {
        dims,
        originMm: indexToPatient(geometry, start),
        stepsMm: order.map((axis, at) =>
          scale(grid.stepsMm[axis]!, at === 0 ? flip : 1),
        ) as unknown as MaskGrid['stepsMm'],
      };
      const values = new Uint8Array(60);
      for (let c = 0; c < dims[2]; c++)
        for (let b = 0; b < dims[1]; b++)
          for (let a = 0; a < dims[0]; a++) {
            const index = [0, 0, 0];
            [isFlipped ? dims[0] - 1 - a : a, b, c].forEach((value, at) => (index[order[at]!] = value));
            values[a + dims[0] * (b + dims[1] * c)] = labels[index[0]! + 5 * (index[1]! + 4 * index[2]!)]!;
          }
      expect(onGrid(values, other, geometry)).toEqual({ labels, resampled: null });
    }),
  );
});

test('a ball keeps its volume and its place on any other grid', () => {
  const spacing = fc.constantFrom<Vec3>([1, 1, 1], [0.7, 0.7, 2.5], [2, 2, 2], [1.5, 0.8, 3]);
  fc.assert(
    fc.property(spacing, spacing, directions, directions, (from, to, a, b) => {
      const room = (step: Vec3): Vec3 => step.map((mm) => Math.ceil(52 / mm)) as unknown as Vec3;
      const source = smallGeometry({ dims: room(from), spacingMm: from, direction: a });
      const target = smallGeometry({ dims: room(to), spacingMm: to, direction: b });
      const centre: Vec3 = [2, -3, 1];
      const gridded = onGrid(ball(source, centre, 18), gridOf(source), target);
      const truth = (4 / 3) * Math.PI * 18 ** 3 * 1e-3;
      expect(volumeMl(gridded!.labels, target) / truth).toBeGreaterThan(0.97);
      expect(volumeMl(gridded!.labels, target) / truth).toBeLessThan(1.03);
      const middle = patientToIndex(target, centre).map(Math.round) as unknown as Vec3;
      expect(gridded!.labels[middle[0] + target.dims[0] * (middle[1] + target.dims[1] * middle[2])]).toBe(3);
    }),
    { numRuns: 12 },
  );
});

test('a mask beside the volume is none of it', () => {
  const geometry = smallGeometry({ dims: [5, 4, 3] });
  const far = { ...gridOf(geometry), originMm: [500, 0, 0] as const };
  expect(onGrid(new Uint8Array(60).fill(1), far, geometry)).toBeNull();
});

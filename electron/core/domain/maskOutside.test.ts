import fc from 'fast-check';
import { expect, test } from 'vitest';
import { obliqueDirection, smallGeometry } from '../../../tests/fixtures/geometry.ts';
import { add, indexToPatient, patientToIndex, scale, voxelVolumeMl, type Vec3 } from './geometry.ts';
import { onGrid, type MaskGrid } from './maskGrid.ts';
import { outsideMl } from './maskOutside.ts';

const place = fc.double({ min: -6, max: 6, noNaN: true });
const angle = fc.double({ min: -3, max: 3, noNaN: true });

test('what lies outside is what no voxel of the volume holds, whichever way the mask is turned', () => {
  fc.assert(
    fc.property(fc.tuple(place, place, place), fc.tuple(angle, angle, angle), ([a, b, c], angles) => {
      const geometry = smallGeometry({ dims: [5, 4, 3] });
      const { i, j, k } = obliqueDirection(...angles);
      const steps = [scale(i, 1.1), scale(j, 0.9), scale(k, 1.3)] as const;
      const grid: MaskGrid = { dims: [4, 3, 5], originMm: indexToPatient(geometry, [a, b, c]), stepsMm: steps };
      const values = Uint8Array.from({ length: 60 }, (_, at) => at % 3);
      const expected = [0, 0, 0];
      values.forEach((value, at) => {
        const own: Vec3 = [at % 4, Math.floor(at / 4) % 3, Math.floor(at / 12)];
        const centreMm = steps.reduce<Vec3>((sum, step, axis) => add(sum, scale(step, own[axis]!)), grid.originMm);
        const isInside = patientToIndex(geometry, centreMm).every(
          (index, axis) => index >= -0.501 && index <= geometry.dims[axis]! - 0.499,
        );
        if (value > 0 && !isInside) expected[value]! += (1.1 * 0.9 * 1.3) / 1000;
      });
      const found = outsideMl(values, grid, geometry);
      for (const value of [0, 1, 2]) expect(found[value]).toBeCloseTo(expected[value]!, 9);
    }),
  );
});

test('a block that is moved by whole voxels loses just what it is moved by', () => {
  const geometry = smallGeometry({ dims: [5, 4, 3] });
  const { spacingMm, direction } = geometry;
  const grid: MaskGrid = {
    dims: geometry.dims,
    originMm: indexToPatient(geometry, [2, 0, -1]),
    stepsMm: [scale(direction.i, spacingMm[0]), scale(direction.j, spacingMm[1]), scale(direction.k, spacingMm[2])],
  };
  const values = new Uint8Array(60).fill(1);
  const kept = onGrid(values, grid, geometry)!.labels.filter((label) => label === 1).length;
  expect(outsideMl(values, grid, geometry)[1]).toBeCloseTo((60 - kept) * voxelVolumeMl(geometry), 9);
  expect(kept).toBe(3 * 4 * 2);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { obliqueDirection, rightHandedDirections, smallGeometry } from '../../../tests/fixtures/index.ts';
import { indexToPatient, voxelCount, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { enclosedMm3, maskSurface, type Mesh } from './index.ts';

/** How often each edge is used in each direction: once each way in a closed, oriented surface. */
function edgesOnce({ triangles }: Mesh): boolean {
  const seen = new Map<string, number>();
  for (let at = 0; at < triangles.length; at += 3)
    for (let side = 0; side < 3; side++) {
      const key = `${triangles[at + side]!} ${triangles[at + ((side + 1) % 3)]!}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  return [...seen].every(([key, count]) => count === 1 && seen.get(key.split(' ').reverse().join(' ')) === 1);
}
const isIn = (label: number): boolean => label === 1;
const voxelsMm3 = (labels: Uint8Array, { spacingMm }: VolumeGeometry): number =>
  labels.reduce((sum, label) => sum + label, 0) * spacingMm[0] * spacingMm[1] * spacingMm[2];

const angle = fc.double({ min: -3, max: 3, noNaN: true });
const directions = fc.oneof(
  fc.constantFrom(...rightHandedDirections),
  fc.tuple(angle, angle, angle).map((angles) => obliqueDirection(...angles)),
);

test('any voxels have a closed surface, each edge of two triangles, turned outward', () => {
  const scattered = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 80, maxLength: 80 });
  fc.assert(
    fc.property(scattered, directions, (values, direction) => {
      const geometry = smallGeometry({ dims: [5, 4, 4], direction });
      const labels = Uint8Array.from(values);
      const mesh = maskSurface(labels, geometry, isIn);
      expect(mesh === null).toBe(!labels.includes(1));
      if (!mesh) return;
      expect(edgesOnce(mesh)).toBe(true);
      expect(enclosedMm3(mesh)).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

describe.each([
  ['axial', smallGeometry({ dims: [44, 44, 30], spacingMm: [1, 1, 1.5] })],
  [
    'oblique',
    smallGeometry({ dims: [44, 44, 30], spacingMm: [1, 1, 1.5], direction: obliqueDirection(0.4, 0.2, -0.7) }),
  ],
  ['feet first', smallGeometry({ dims: [44, 44, 30], direction: { i: [-1, 0, 0], j: [0, 1, 0], k: [0, 0, -1] } })],
])('on an %s grid', (_, geometry) => {
  const labels = new Uint8Array(voxelCount(geometry));
  const [nx, ny, nz] = geometry.dims;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        if (Math.hypot((i - 20.3) / 16, (j - 21.2) / 14, (k - 14.6) / 10) <= 1) labels[i + nx * (j + ny * k)] = 1;
  const mesh = maskSurface(labels, geometry, isIn)!;

  test('an ellipsoid keeps its volume within 1 %, and its place', () => {
    expect(enclosedMm3(mesh) / voxelsMm3(labels, geometry)).toBeCloseTo(1, 2);
    const { positions } = mesh;
    const middle = [0, 1, 2].map((axis) => {
      const values = positions.filter((_value, at) => at % 3 === axis);
      return (Math.min(...values) + Math.max(...values)) / 2;
    });
    indexToPatient(geometry, [20.3, 21.2, 14.6]).forEach((value, axis) => {
      expect(Math.abs(middle[axis]! - value)).toBeLessThan(1);
    });
  });
  test('a mask at the border of the CT is closed too', () => {
    const whole = maskSurface(new Uint8Array(labels.length).fill(1), geometry, isIn)!;
    expect(edgesOnce(whole)).toBe(true);
    expect(enclosedMm3(whole) / voxelsMm3(new Uint8Array(labels.length).fill(1), geometry)).toBeCloseTo(1, 2);
  });
});

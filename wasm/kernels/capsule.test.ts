import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  dot,
  indexToPatient,
  scale,
  subtract,
  type Vec3,
  type VolumeGeometry,
} from '../../electron/core/domain/geometry.ts';
import { scanCapsule, spacingAlong, type Capsule } from './capsule.ts';

const dims = [22, 18, 12] as const;

const inPlane = (v: Vec3, normal: Vec3 | null): Vec3 => (normal ? subtract(v, scale(normal, dot(v, normal))) : v);

/**
 * Voxel by voxel, with a little more of the squared radius, so that centres on the surface are inside, and slices that end a little farther out
 * or in: rounding decides about centres on their ends.
 */
function plain(geometry: VolumeGeometry, capsule: Capsule, closeSquared: number, outMm: number): string[] {
  const { fromMm, toMm, radiusMm, planeNormal } = capsule;
  const half = planeNormal ? spacingAlong(geometry, planeNormal) / 2 : 0;
  const axis = inPlane(subtract(fromMm, toMm), planeNormal);
  const found: string[] = [];
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++) {
        const offset = subtract(indexToPatient(geometry, [i, j, k]), toMm);
        const height = planeNormal ? dot(offset, planeNormal) : 0;
        // Half open: a centre midway between two slices belongs to the one below.
        if (planeNormal && (height <= half * (1e-6 - 1) - outMm || height > half * (1e-6 + 1) + outMm)) continue;
        const flat = inPlane(offset, planeNormal);
        const along = dot(axis, axis) > 0 ? Math.min(Math.max(dot(flat, axis) / dot(axis, axis), 0), 1) : 0;
        const apart = subtract(flat, scale(axis, along));
        if (dot(apart, apart) <= radiusMm * radiusMm + closeSquared) found.push(`${i} ${j} ${k}`);
      }
    }
  }
  return found;
}

test('takes in exactly the voxels whose centre is within the radius of the line, and in the slice of the view', () => {
  // Whole and half steps, so that many centres lie on the surface; and anything.
  const steps = fc.integer({ min: -12, max: 12 }).map((n) => n / 2);
  const offset = fc.oneof(
    fc.tuple(steps, steps, steps),
    fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -12, max: 12, noNaN: true }))) as fc.Arbitrary<
      [number, number, number]
    >,
  );
  const angle = fc.oneof(fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true }));
  fc.assert(
    fc.property(
      offset,
      fc.option(offset),
      fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 9, noNaN: true })),
      fc.tuple(angle, angle),
      fc.constantFrom([1, 1, 1] as const, [0.5, 1, 2.5] as const, [0.7, 0.7, 5] as const),
      fc.constantFrom(null, 'i', 'j', 'k', 'oblique'),
      (to, from, radiusMm, [a, b], spacingMm, plane) => {
        const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
        const direction = { i: [ca, sa, 0], j: [-sa * cb, ca * cb, sb], k: [sa * sb, -ca * sb, cb] } as const;
        const geometry = { dims, spacingMm, originMm: [0, 0, 0] as const, direction };
        const centre = indexToPatient(geometry, [11, 9, 6]);
        const toMm = add(centre, to);
        const planeNormal = plane === null ? null : plane === 'oblique' ? ([0.6, 0, 0.8] as const) : direction[plane];
        // A pointer moves in the plane of its view.
        const fromMm = from === null ? toMm : add(toMm, inPlane(from, planeNormal));
        const capsule = { fromMm, toMm, radiusMm, planeNormal };
        const found: string[] = [];
        scanCapsule(geometry, capsule, (i, j, k, count) => {
          for (let n = i; n < i + count; n++) found.push(`${n} ${j} ${k}`);
        });
        const possible = plain(geometry, capsule, 1e-8, 1e-9);
        const isFound = new Set(found);
        expect(found).toEqual(possible.filter((voxel) => isFound.has(voxel)));
        expect(plain(geometry, capsule, 1e-10, -1e-9).filter((voxel) => !isFound.has(voxel))).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

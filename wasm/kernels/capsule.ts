import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import {
  dot,
  indexToPatient,
  normalize,
  patientToIndex,
  scale,
  subtract,
} from '../../electron/core/domain/geometry.ts';
import type { VoxelBox } from './types.ts';

/** All points within `radiusMm` of the line from `fromMm` to `toMm`; with `planeNormal` only one slice of that view, through `toMm`. */
export interface Capsule {
  readonly fromMm: Vec3;
  readonly toMm: Vec3;
  readonly radiusMm: number;
  readonly planeNormal: Vec3 | null;
}

export type VisitVoxel = (i: number, j: number, k: number, xMm: number, yMm: number, zMm: number) => void;

/** Distance between the slices of a view with this unit normal: the spacing itself along an axis, its mix when oblique. */
export const spacingAlong = ({ spacingMm, direction }: VolumeGeometry, normal: Vec3): number =>
  Math.hypot(
    dot(normal, direction.i) * spacingMm[0],
    dot(normal, direction.j) * spacingMm[1],
    dot(normal, direction.k) * spacingMm[2],
  );

/** Calls `visit` for each voxel whose centre lies in the capsule, in memory order. */
export function scanCapsule(geometry: VolumeGeometry, capsule: Capsule, visit: VisitVoxel): void {
  const normal = capsule.planeNormal ? normalize(capsule.planeNormal) : null;
  const halfSlice = normal ? spacingAlong(geometry, normal) / 2 : 0;
  const { min, max } = capsuleBox(geometry, capsule, halfSlice);
  const { spacingMm, direction } = geometry;
  const to = capsule.toMm;
  const inPlane = (v: Vec3): Vec3 => (normal ? subtract(v, scale(normal, dot(v, normal))) : v);
  const [ax, ay, az] = inPlane(subtract(capsule.fromMm, to));
  const axisLengthSquared = ax * ax + ay * ay + az * az;
  const radiusSquared = capsule.radiusMm * capsule.radiusMm;
  const [nx, ny, nz] = normal ?? [0, 0, 0];
  const [dx, dy, dz] = scale(direction.i, spacingMm[0]);
  // Half open, so that a plane midway between two slices takes exactly one of them, rounding or not.
  const tolerance = 1e-6 * halfSlice;
  const low = -halfSlice + tolerance;
  const high = halfSlice + tolerance;
  for (let k = min[2]; k <= max[2]; k++) {
    for (let j = min[1]; j <= max[1]; j++) {
      const [px, py, pz] = subtract(indexToPatient(geometry, [min[0], j, k]), to);
      for (let i = min[0]; i <= max[0]; i++) {
        const steps = i - min[0];
        let x = px + steps * dx;
        let y = py + steps * dy;
        let z = pz + steps * dz;
        const height = x * nx + y * ny + z * nz;
        if (normal && (height <= low || height > high)) continue;
        const [wx, wy, wz] = [x, y, z];
        x -= height * nx;
        y -= height * ny;
        z -= height * nz;
        const along = axisLengthSquared > 0 ? (x * ax + y * ay + z * az) / axisLengthSquared : 0;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        x -= t * ax;
        y -= t * ay;
        z -= t * az;
        if (x * x + y * y + z * z <= radiusSquared) visit(i, j, k, wx + to[0], wy + to[1], wz + to[2]);
      }
    }
  }
}

function capsuleBox(geometry: VolumeGeometry, { fromMm, toMm, radiusMm }: Capsule, halfSlice: number): VoxelBox {
  const a = patientToIndex(geometry, fromMm);
  const b = patientToIndex(geometry, toMm);
  const { dims, spacingMm } = geometry;
  const reach = (axis: 0 | 1 | 2): number => (radiusMm + halfSlice) / spacingMm[axis];
  const low = (axis: 0 | 1 | 2): number => Math.max(0, Math.ceil(Math.min(a[axis], b[axis]) - reach(axis)));
  const high = (axis: 0 | 1 | 2): number =>
    Math.min(dims[axis] - 1, Math.floor(Math.max(a[axis], b[axis]) + reach(axis)));
  return { min: [low(0), low(1), low(2)], max: [high(0), high(1), high(2)] };
}

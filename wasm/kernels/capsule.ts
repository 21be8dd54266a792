import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import {
  dot,
  indexToPatient,
  normalize,
  patientToIndex,
  scale,
  subtract,
} from '../../electron/core/domain/geometry.ts';
import { holds, RowStretch, type Solid } from './rowStretch.ts';
import type { VoxelBox } from './types.ts';

/** All points within `radiusMm` of the line from `fromMm` to `toMm`; with `planeNormal` only one slice of that view, through `toMm`. */
export interface Capsule {
  readonly fromMm: Vec3;
  readonly toMm: Vec3;
  readonly radiusMm: number;
  readonly planeNormal: Vec3 | null;
}

/** Gets `count` voxels of a row, from (i, j, k) on. */
export type VisitRun = (i: number, j: number, k: number, count: number) => void;

/** Distance between the slices of a view with this unit normal: the spacing itself along an axis, its mix when oblique. */
export const spacingAlong = ({ spacingMm, direction }: VolumeGeometry, normal: Vec3): number =>
  Math.hypot(
    dot(normal, direction.i) * spacingMm[0],
    dot(normal, direction.j) * spacingMm[1],
    dot(normal, direction.k) * spacingMm[2],
  );

/** Rounding may tell heights apart that differ by less, mm, and squared distances, mm2 for each mm of the radius and one more. */
const CLOSE_MM = 1e-9;
const CLOSE_SQUARED = 1e-8;

/** Calls `visit` for the runs of voxels whose centre lies in the capsule, in memory order. */
export function scanCapsule(geometry: VolumeGeometry, capsule: Capsule, visit: VisitRun): void {
  const solid = solidOf(geometry, capsule);
  const { min, max } = capsuleBox(geometry, capsule, solid);
  const step = scale(geometry.direction.i, geometry.spacingMm[0]);
  // What lies closer to the surface than rounding can tell is measured voxel by voxel.
  const stretch = new RowStretch(grown(solid, 1), step);
  const sure = grown(solid, -1);
  const [ox, oy, oz] = subtract(indexToPatient(geometry, [min[0], 0, 0]), capsule.toMm);
  const [jx, jy, jz] = scale(geometry.direction.j, geometry.spacingMm[1]);
  const [kx, ky, kz] = scale(geometry.direction.k, geometry.spacingMm[2]);
  const count = max[0] - min[0] + 1;
  for (let k = min[2]; k <= max[2]; k++) {
    for (let j = min[1]; j <= max[1]; j++) {
      const x = ox + j * jx + k * kx;
      const y = oy + j * jy + k * ky;
      const z = oz + j * jz + k * kz;
      stretch.find(x, y, z, count);
      const { first, last } = stretch;
      if (last < first) continue;
      // It is convex: with its ends all of the stretch is inside.
      if (
        holds(sure, x + first * step[0], y + first * step[1], z + first * step[2]) &&
        holds(sure, x + last * step[0], y + last * step[1], z + last * step[2])
      ) {
        visit(min[0] + first, j, k, last - first + 1);
        continue;
      }
      const [px, py, pz] = subtract(indexToPatient(geometry, [min[0], j, k]), capsule.toMm);
      for (let n = first; n <= last; n++) {
        const start = n;
        while (n <= last && holds(solid, px + n * step[0], py + n * step[1], pz + n * step[2])) n++;
        if (n > start) visit(min[0] + start, j, k, n - start);
      }
    }
  }
}

/** The capsule about the point that it ends in. */
function solidOf(geometry: VolumeGeometry, { fromMm, toMm, radiusMm, planeNormal }: Capsule): Solid {
  const normal = planeNormal ? normalize(planeNormal) : null;
  const halfSlice = normal ? spacingAlong(geometry, normal) / 2 : 0;
  const line = subtract(fromMm, toMm);
  const axis = normal ? subtract(line, scale(normal, dot(line, normal))) : line;
  // Half open, so that a plane midway between two slices takes exactly one of them, rounding or not.
  const tolerance = 1e-6 * halfSlice;
  return {
    axis,
    axisSquared: dot(axis, axis),
    radiusSquared: radiusMm * radiusMm,
    normal,
    low: -halfSlice + tolerance,
    high: halfSlice + tolerance,
  };
}

/** A little larger (1) or smaller (-1) to all sides. */
const grown = (solid: Solid, by: 1 | -1): Solid => ({
  ...solid,
  radiusSquared: solid.radiusSquared + by * CLOSE_SQUARED * (1 + Math.sqrt(solid.radiusSquared)),
  low: solid.low - by * CLOSE_MM,
  high: solid.high + by * CLOSE_MM,
});

function capsuleBox(geometry: VolumeGeometry, { fromMm, toMm, radiusMm }: Capsule, { normal }: Solid): VoxelBox {
  const halfSlice = normal ? spacingAlong(geometry, normal) / 2 : 0;
  const a = patientToIndex(geometry, fromMm);
  const b = patientToIndex(geometry, toMm);
  const { dims, spacingMm } = geometry;
  const reach = (axis: 0 | 1 | 2): number => (radiusMm + halfSlice) / spacingMm[axis];
  const low = (axis: 0 | 1 | 2): number => Math.max(0, Math.ceil(Math.min(a[axis], b[axis]) - reach(axis)));
  const high = (axis: 0 | 1 | 2): number =>
    Math.min(dims[axis] - 1, Math.floor(Math.max(a[axis], b[axis]) + reach(axis)));
  return { min: [low(0), low(1), low(2)], max: [high(0), high(1), high(2)] };
}

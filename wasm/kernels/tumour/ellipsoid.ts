/** What a stroke says of a lesion's shape: an ellipsoid about as long as the stroke. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { cross, dot, indexToPatient, patientToIndex, scale, subtract } from '../../../electron/core/domain/geometry.ts';
import type { Mark } from './stroke.ts';

/** In mm along the axes of a grid, from its first voxel. */
export interface Ellipsoid {
  readonly centreMm: Vec3;
  /** Orthonormal. */
  readonly axes: readonly [Vec3, Vec3, Vec3];
  /** Half axes, in the order of `axes`. */
  readonly radiiMm: Vec3;
}

/** The shorter half axes of lesions, as part of the longest. */
const USUAL_RATIO = 0.88;

/** Of length 1, by basic operations alone, whose bits are the same everywhere. */
export const unit = (a: Vec3): Vec3 => scale(a, 1 / Math.sqrt(dot(a, a)));

/** As long as the strokes, about their middle, of usual width across them. */
export function markedEllipsoid(geometry: VolumeGeometry, { strokes, centreMm, halfMm }: Mark): Ellipsoid {
  const { spacingMm } = geometry;
  const toMm = (point: Vec3): Vec3 => {
    const [i, j, k] = patientToIndex(geometry, point);
    return [i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]];
  };
  const first = longestWay(strokes.flatMap(({ pointsMm }) => pointsMm.map(toMm)));
  const sizes = first.map(Math.abs);
  const flattest = sizes.indexOf(Math.min(...sizes));
  const helper: Vec3 = [Number(flattest === 0), Number(flattest === 1), Number(flattest === 2)];
  const second = unit(cross(first, helper));
  const across = USUAL_RATIO * halfMm;
  return { centreMm: toMm(centreMm), axes: [first, second, cross(first, second)], radiiMm: [halfMm, across, across] };
}

function longestWay(points: readonly Vec3[]): Vec3 {
  let [way, longest]: [Vec3, number] = [[1, 0, 0], 1e-6];
  for (const a of points) {
    for (const b of points) {
      const between = subtract(b, a);
      const squared = dot(between, between);
      if (squared > longest) [way, longest] = [between, squared];
    }
  }
  return unit(way);
}

/** Its centre in the patient's coordinates. */
export const centreOf = (geometry: VolumeGeometry, { centreMm: [x, y, z] }: Ellipsoid): Vec3 => {
  const [dx, dy, dz] = geometry.spacingMm;
  return indexToPatient(geometry, [x / dx, y / dy, z / dz]);
};

/** The same place on the part of the grid that begins at the voxel `min`. */
export const shifted = (shape: Ellipsoid, min: Vec3, { spacingMm }: VolumeGeometry): Ellipsoid => ({
  ...shape,
  centreMm: subtract(shape.centreMm, [min[0] * spacingMm[0], min[1] * spacingMm[1], min[2] * spacingMm[2]]),
});

/** Distance (mm) of each voxel from the surface, negative inside; to first order near it (Quilez, 'ellipsoid SDF'). */
export function distancesFrom(
  { dims, spacingMm }: VolumeGeometry,
  { centreMm, axes, radiiMm }: Ellipsoid,
): Float32Array {
  const result = new Float32Array(dims[0] * dims[1] * dims[2]);
  const deepest = -Math.min(...radiiMm);
  let at = 0;
  for (let k = 0; k < dims[2]; k++) {
    const z = k * spacingMm[2] - centreMm[2];
    for (let j = 0; j < dims[1]; j++) {
      const y = j * spacingMm[1] - centreMm[1];
      for (let i = 0; i < dims[0]; i++) {
        const x = i * spacingMm[0] - centreMm[0];
        let [level, slope] = [0, 0];
        for (let n = 0; n < 3; n++) {
          const [ax, ay, az] = axes[n]!;
          const part = (ax * x + ay * y + az * z) / radiiMm[n]!;
          level += part * part;
          slope += (part / radiiMm[n]!) * (part / radiiMm[n]!);
        }
        const root = Math.sqrt(level);
        result[at++] = slope > 1e-12 ? (root * (root - 1)) / Math.sqrt(slope) : deepest;
      }
    }
  }
  return result;
}

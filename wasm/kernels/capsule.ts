import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import {
  add,
  dot,
  indexToPatient,
  normalize,
  patientToIndex,
  scale,
  subtract,
} from '../../electron/core/domain/geometry.ts';
import { boxDims } from './box.ts';
import { crossRows, RUN_NUMBERS, type Rows, type Solid } from './rowStretch.ts';
import type { VoxelBox } from './types.ts';

/** All points within `radiusMm` of the line from `fromMm` to `toMm`; with `planeNormal` only one slice of that view, through `toMm`. */
export interface Capsule {
  readonly fromMm: Vec3;
  readonly toMm: Vec3;
  readonly radiusMm: number;
  readonly planeNormal: Vec3 | null;
}

/** Squared mm that are added to the radius', far more than rounding takes: centres on the surface are inside, on every side of it. */
const CLOSE_SQUARED = 1e-9;

/** Gets `count` voxels of a row, from (i, j, k) on. */
export type VisitRun = (i: number, j: number, k: number, count: number) => void;

/** Distance between the slices of a view with this unit normal: the spacing itself along an axis, its mix when oblique. */
export const spacingAlong = ({ spacingMm, direction }: VolumeGeometry, normal: Vec3): number =>
  Math.hypot(
    dot(normal, direction.i) * spacingMm[0],
    dot(normal, direction.j) * spacingMm[1],
    dot(normal, direction.k) * spacingMm[2],
  );

/** Calls `visit` for the runs of voxels whose centre lies in the capsule, in memory order. */
export function scanCapsule(geometry: VolumeGeometry, capsule: Capsule, visit: VisitRun): void {
  const runs = capsuleRuns(geometry, capsule);
  for (let at = 0; at < runs.length; at += RUN_NUMBERS) visit(runs[at]!, runs[at + 1]!, runs[at + 2]!, runs[at + 3]!);
}

/**
 * The same as a list: index of the first voxel and number of voxels of each run, one after the other. A capsule has one run of a row.
 * It stands until the next call of a loop of native/, and is for use at once.
 */
export function capsuleRuns(geometry: VolumeGeometry, capsule: Capsule): Int32Array {
  const solid = solidOf(geometry, capsule);
  const box = capsuleBox(geometry, capsule, solid);
  if (boxDims(box).some((size) => size <= 0)) return new Int32Array(0);
  return crossRows(rowsOf(geometry, box, capsule.toMm), solid, box.min);
}

/** The voxels of a box as seen from a point. */
function rowsOf(geometry: VolumeGeometry, box: VoxelBox, fromMm: Vec3): Rows {
  const { spacingMm, direction } = geometry;
  return {
    first: subtract(indexToPatient(geometry, box.min), fromMm),
    step: scale(direction.i, spacingMm[0]),
    toNextRow: scale(direction.j, spacingMm[1]),
    toNextSlice: scale(direction.k, spacingMm[2]),
    dims: boxDims(box),
  };
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
    radiusSquared: radiusMm * radiusMm + CLOSE_SQUARED,
    normal,
    low: -halfSlice + tolerance,
    high: halfSlice + tolerance,
  };
}

/** What may be of it in the grid; a slice reaches as far across its plane as it is thick. */
function capsuleBox(
  geometry: VolumeGeometry,
  { toMm }: Capsule,
  { axis, normal, radiusSquared, high }: Solid,
): VoxelBox {
  const { dims, spacingMm, direction } = geometry;
  const radiusMm = Math.sqrt(radiusSquared);
  const a = patientToIndex(geometry, add(toMm, axis));
  const b = patientToIndex(geometry, toMm);
  const reach = [direction.i, direction.j, direction.k].map((along, n) => {
    const across = normal ? Math.abs(dot(along, normal)) : 0;
    const inPlane = Math.sqrt(Math.max(1 - across * across, 0));
    return (radiusMm * inPlane + high * across) / spacingMm[n]!;
  }) as [number, number, number];
  const low = (n: 0 | 1 | 2): number => Math.max(0, Math.ceil(Math.min(a[n], b[n]) - reach[n]));
  const top = (n: 0 | 1 | 2): number => Math.min(dims[n] - 1, Math.floor(Math.max(a[n], b[n]) + reach[n]));
  return { min: [low(0), low(1), low(2)], max: [top(0), top(1), top(2)] };
}

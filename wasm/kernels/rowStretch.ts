import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { dot, scale, subtract } from '../../electron/core/domain/geometry.ts';
import { makeRoom } from './native/index.ts';

/** All points within a radius of the line from the origin to `axis`, or only those of a slice through the origin, which the axis lies in. */
export interface Solid {
  readonly axis: Vec3;
  /** Of its length, mm2; 0: a ball. */
  readonly axisSquared: number;
  /** mm2; less than 0: nothing at all. */
  readonly radiusSquared: number;
  /** Unit normal of the slice; null: no slice. */
  readonly normal: Vec3 | null;
  /** Between which heights above the origin the slice lies, mm. */
  readonly low: number;
  readonly high: number;
}

/** Whether a point is in it. */
export function holds(solid: Solid, pointX: number, pointY: number, pointZ: number): boolean {
  const { axis, axisSquared, normal, low, high, radiusSquared } = solid;
  let x = pointX;
  let y = pointY;
  let z = pointZ;
  if (normal !== null) {
    const height = x * normal[0] + y * normal[1] + z * normal[2];
    if (height <= low || height > high) return false;
    x -= height * normal[0];
    y -= height * normal[1];
    z -= height * normal[2];
  }
  if (axisSquared > 0) {
    const along = (x * axis[0] + y * axis[1] + z * axis[2]) / axisSquared;
    const t = along < 0 ? 0 : along > 1 ? 1 : along;
    x -= t * axis[0];
    y -= t * axis[1];
    z -= t * axis[2];
  }
  return x * x + y * y + z * z <= radiusSquared;
}

/** A box of voxels about the origin of a solid: the place of its first one and the steps to the next, mm. */
export interface Rows {
  readonly first: Vec3;
  readonly step: Vec3;
  readonly toNextRow: Vec3;
  readonly toNextSlice: Vec3;
  /** Voxels along the row, rows and slices. */
  readonly dims: Vec3;
}

/** Rounding may tell heights apart that differ by less, mm, and squared distances, mm2 for each mm of the radius and one more. */
const CLOSE_MM = 1e-9;
const CLOSE_SQUARED = 1e-8;
const SHAPE_BYTES = 208;

/** A run of voxels of a row: column, row and slice of the first one, and how many. */
export const RUN_NUMBERS = 4;

/**
 * Where the rows of a box cross a solid.
 * @param index of the box's first voxel
 * @returns runs: index of the first voxel and how many there are, in memory order. Where it is less than 0 some of as many voxels lie so close to the surface that `holds` has to say which of them are in the solid.
 */
export function crossRows(rows: Rows, solid: Solid, index: Vec3): Int32Array<ArrayBuffer> {
  const [columns, rowCount, slices] = rows.dims;
  const { loops, memory, places } = makeRoom(SHAPE_BYTES, 4 * RUN_NUMBERS * rowCount * slices);
  new Float64Array(memory.buffer, places[0], SHAPE_BYTES / 8).set(describe(rows, solid));
  const count = loops.crossRows(places[0], places[1], columns, rowCount, slices, ...index);
  return new Int32Array(memory.buffer, places[1], RUN_NUMBERS * count).slice();
}

/** The numbers that capsule.as reads. */
function describe({ first, step, toNextRow, toNextSlice }: Rows, solid: Solid): number[] {
  const { axis, normal, low, high, radiusSquared } = solid;
  const close = CLOSE_SQUARED * (1 + Math.sqrt(radiusSquared));
  const flattened = (v: Vec3): number[] => {
    if (normal === null) return [...v, 0];
    const rise = dot(v, normal);
    return [...subtract(v, scale(normal, rise)), rise];
  };
  const ends = normal === null ? { low: -Infinity, high: Infinity } : { low, high };
  return [
    ...[first, toNextRow, toNextSlice, step].flatMap(flattened),
    ...[...axis, 0],
    ...[radiusSquared + close, radiusSquared - close],
    ...[ends.low - CLOSE_MM, ends.low + CLOSE_MM],
    ...[ends.high + CLOSE_MM, ends.high - CLOSE_MM],
  ];
}

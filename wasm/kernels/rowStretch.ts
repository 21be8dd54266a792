import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { dot, scale, subtract } from '../../electron/core/domain/geometry.ts';
import { makeRoom } from './native/index.ts';

/** All points within a radius of the line from the origin to `axis`, or only those of a slice through the origin, which the axis lies in. */
export interface Solid {
  /** Without length: a ball. */
  readonly axis: Vec3;
  /** mm2 */
  readonly radiusSquared: number;
  /** Unit normal of the slice; null: no slice. */
  readonly normal: Vec3 | null;
  /** Between which heights above the origin the slice lies, mm. */
  readonly low: number;
  readonly high: number;
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

/** Numbers that describe rows and solid. */
const SHAPE_NUMBERS = 23;

/** A run of voxels of a row: column, row and slice of the first one, and how many. */
export const RUN_NUMBERS = 4;

/**
 * Where the rows of a box cross a solid.
 * @param index of the box's first voxel
 * @returns runs: index of the first voxel and how many there are, in memory order; they stand until the next call of any loop
 */
export function crossRows(rows: Rows, solid: Solid, index: Vec3): Int32Array<ArrayBuffer> {
  const [columns, rowCount, slices] = rows.dims;
  const { loops, memory, places } = makeRoom(8 * SHAPE_NUMBERS, 4 * RUN_NUMBERS * rowCount * slices);
  describe(rows, solid, new Float64Array(memory.buffer, places[0], SHAPE_NUMBERS));
  const count = loops.crossRows(places[0], places[1], columns, rowCount, slices, ...index);
  return new Int32Array(memory.buffer, places[1], RUN_NUMBERS * count);
}

/** Writes the numbers that capsule.as reads. */
function describe(
  { first, step, toNextRow, toNextSlice }: Rows,
  { axis, normal, low, high, radiusSquared }: Solid,
  numbers: Float64Array,
): void {
  let at = 0;
  for (const v of [first, toNextRow, toNextSlice, step, axis]) {
    const rise = normal === null ? 0 : dot(v, normal);
    const flat = normal === null ? v : subtract(v, scale(normal, rise));
    for (const part of flat) numbers[at++] = part;
    numbers[at++] = rise;
  }
  numbers[at++] = radiusSquared;
  numbers[at++] = normal === null ? -Infinity : low;
  numbers[at] = normal === null ? Infinity : high;
}

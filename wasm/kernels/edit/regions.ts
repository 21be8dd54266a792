/** Sets of voxels that a tool draws in. */
import { patientToIndex, type Vec3, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, wholeBox } from '../box.ts';
import { capsuleRuns, type Capsule } from '../capsule.ts';
import { RUN_NUMBERS } from '../rowStretch.ts';
import type { Shape, VoxelBox } from '../types.ts';
import { fillPolygon, type Point2 } from './polygon.ts';

/** Gets `count` voxels of a row, from the one at offset `at` and index (i, j, k) on. */
export type VisitRun = (at: number, i: number, j: number, k: number, count: number) => void;

/** Calls `visit` for the runs of its voxels inside the grid, each voxel once. */
export type EditRegion = (geometry: VolumeGeometry, visit: VisitRun) => void;

export type Axis = 0 | 1 | 2;

/** A round brush from one place to the next, as runs; one finer than the voxels is still the voxel that it ends in. */
export function brushRuns(geometry: VolumeGeometry, capsule: Capsule): Int32Array {
  const runs = capsuleRuns(geometry, capsule);
  const [i, j, k] = patientToIndex(geometry, capsule.toMm).map(Math.round) as [number, number, number];
  const isInside = [i, j, k].every((index, axis) => index >= 0 && index < geometry.dims[axis]!);
  if (!isInside || holdsVoxel(runs, i, j, k)) return runs;
  const withNearest = new Int32Array(runs.length + RUN_NUMBERS);
  withNearest.set(runs);
  withNearest.set([i, j, k, 1], runs.length);
  return withNearest;
}

/** Runs lie in memory order, at most one in a row. */
function holdsVoxel(runs: Int32Array, i: number, j: number, k: number): boolean {
  let low = 0;
  let high = runs.length / RUN_NUMBERS;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = middle * RUN_NUMBERS;
    const order = runs[at + 2]! - k || runs[at + 1]! - j;
    if (order === 0) return i >= runs[at]! && i < runs[at]! + runs[at + 3]!;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

export const runsRegion =
  (runs: Int32Array): EditRegion =>
  ({ dims }, visit) => {
    for (let at = 0; at < runs.length; at += RUN_NUMBERS) {
      const [i, j, k, count] = [runs[at]!, runs[at + 1]!, runs[at + 2]!, runs[at + 3]!];
      visit(i + dims[0] * (j + dims[1] * k), i, j, k, count);
    }
  };

/** The ones of a mask, or the zeros of its box. */
export const maskRegion =
  ({ box, mask }: Shape, which: 'ones' | 'zeros' = 'ones'): EditRegion =>
  ({ dims }, visit) => {
    const ones = which === 'ones';
    const [columns] = boxDims(box);
    let from = 0;
    for (let k = box.min[2]; k <= box.max[2]; k++) {
      for (let j = box.min[1]; j <= box.max[1]; j++, from += columns) {
        const row = box.min[0] + dims[0] * (j + dims[1] * k);
        const first = from;
        runsWhere(
          from,
          columns,
          (at) => (mask[at] !== 0) === ones,
          (at, count) => {
            visit(row + at - first, at - first + box.min[0], j, k, count);
          },
        );
      }
    }
  };

/** Calls `visit` for the runs that the test takes of `count` offsets from `start` on. */
function runsWhere(
  start: number,
  count: number,
  test: (at: number) => boolean,
  visit: (at: number, count: number) => void,
): void {
  const end = start + count;
  for (let at = start; at < end; at++) {
    const first = at;
    while (at < end && test(at)) at++;
    if (at > first) visit(first, at - first);
  }
}

/** Every voxel from the first to the last index, both included. */
const boxRegion =
  (boxOf: (dims: Vec3) => VoxelBox): EditRegion =>
  ({ dims }, visit) => {
    const { min, max } = boxOf(dims);
    for (let k = min[2]; k <= max[2]; k++) {
      for (let j = min[1]; j <= max[1]; j++) {
        const row = dims[0] * (j + dims[1] * k);
        if (max[0] >= min[0]) visit(row + min[0], min[0], j, k, max[0] - min[0] + 1);
      }
    }
  };

export const wholeRegion: EditRegion = boxRegion(wholeBox);

/** One slice across an axis; nothing beyond the grid. */
export const sliceRegion = (axis: Axis, index: number): EditRegion =>
  boxRegion((dims) => {
    const { min, max } = wholeBox(dims);
    const isInside = index >= 0 && index < dims[axis];
    const at = (ends: Vec3, outside: number): Vec3 => {
      const moved: [number, number, number] = [...ends];
      moved[axis] = isInside ? index : outside;
      return moved;
    };
    return { min: at(min, 0), max: at(max, -1) };
  });

/** The part of a region that the test takes, by offset. */
export const whereIn =
  (region: EditRegion, test: (at: number) => boolean): EditRegion =>
  (geometry, visit) => {
    region(geometry, (at, i, j, k, count) => {
      runsWhere(at, count, test, (first, length) => {
        visit(first, i + first - at, j, k, length);
      });
    });
  };

/** An outline drawn on the slices across an axis, taken through some of them. */
export interface Prism {
  readonly axis: Axis;
  /** First and last slice, both included. */
  readonly from: number;
  readonly to: number;
  /** Closed: the last point is joined to the first. Only what lies in the plane counts. */
  readonly outlineMm: readonly Vec3[];
  readonly inside: boolean;
}

/** The two index axes of a slice, in memory order. */
export const sliceAxes = (axis: Axis): readonly [Axis, Axis] => (axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1]);

/**
 * The voxels of the slices whose centre lies inside (or outside) of the outline, where it winds around them at least once.
 * @param within leaves out what lies beyond this box; absent: the whole grid
 */
export const prismRegion =
  ({ axis, from, to, outlineMm, inside }: Prism, within?: VoxelBox): EditRegion =>
  (geometry, visit) => {
    const { dims } = geometry;
    const [u, v] = sliceAxes(axis);
    const points = outlineMm.map((point): Point2 => {
      const index = patientToIndex(geometry, point);
      return [index[u], index[v]];
    });
    const section = fillPolygon(points, dims[u], dims[v]);
    const wanted = inside ? 1 : 0;
    const { min, max } = within ?? wholeBox(dims);
    const first: [number, number, number] = [...min];
    const last: [number, number, number] = [...max];
    first[axis] = Math.max(from, min[axis]);
    last[axis] = Math.min(to, max[axis]);
    const strides: [number, number, number] = [0, 0, 0];
    strides[u] = 1;
    strides[v] = dims[u];
    for (let k = first[2]; k <= last[2]; k++) {
      for (let j = first[1]; j <= last[1]; j++) {
        const inSection = j * strides[1] + k * strides[2];
        const row = dims[0] * (j + dims[1] * k);
        runsWhere(
          first[0],
          last[0] - first[0] + 1,
          (i) => section[inSection + i * strides[0]] === wanted,
          (i, count) => {
            visit(row + i, i, j, k, count);
          },
        );
      }
    }
  };

/** The slices whose centre lies in a slab of this thickness around slice `index`. */
export function slabSlices(
  { dims, spacingMm }: VolumeGeometry,
  axis: Axis,
  index: number,
  thicknessMm: number,
): { readonly from: number; readonly to: number } {
  const reach = Math.floor(thicknessMm / 2 / spacingMm[axis] + 1e-9);
  return { from: Math.max(index - reach, 0), to: Math.min(index + reach, dims[axis] - 1) };
}

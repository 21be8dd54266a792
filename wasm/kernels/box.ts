import { ByteRuns } from '../../electron/core/domain/byteRuns.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { Shape, VoxelBox } from './types.ts';

export const wholeBox = (dims: Vec3): VoxelBox => ({ min: [0, 0, 0], max: [dims[0] - 1, dims[1] - 1, dims[2] - 1] });

export const boxDims = ({ min, max }: VoxelBox): [number, number, number] => [
  max[0] - min[0] + 1,
  max[1] - min[1] + 1,
  max[2] - min[2] + 1,
];

/** The box grown by `margin` voxels per axis, cut at the grid's border. */
export function growBox({ min, max }: VoxelBox, margin: Vec3, dims: Vec3): VoxelBox {
  const low = (axis: 0 | 1 | 2): number => Math.max(0, min[axis] - margin[axis]);
  const high = (axis: 0 | 1 | 2): number => Math.min(dims[axis] - 1, max[axis] + margin[axis]);
  return { min: [low(0), low(1), low(2)], max: [high(0), high(1), high(2)] };
}

/** `marginMm` as whole voxels per axis, rounded up. */
export const marginVoxels = ({ spacingMm }: VolumeGeometry, marginMm: number): Vec3 => [
  Math.ceil(marginMm / spacingMm[0]),
  Math.ceil(marginMm / spacingMm[1]),
  Math.ceil(marginMm / spacingMm[2]),
];

/** Smallest box around both; null is the empty box. */
export function uniteBoxes(a: VoxelBox | null, b: VoxelBox | null): VoxelBox | null {
  if (a === null || b === null) return a ?? b;
  return {
    min: [Math.min(a.min[0], b.min[0]), Math.min(a.min[1], b.min[1]), Math.min(a.min[2], b.min[2])],
    max: [Math.max(a.max[0], b.max[0]), Math.max(a.max[1], b.max[1]), Math.max(a.max[2], b.max[2])],
  };
}

/** Beyond every index, and a small whole number for JavaScript's machines. */
const BEYOND = (1 << 30) - 1;

/** Collects the box of the voxels that a kernel touches, without allocating per voxel. */
export class BoxBuilder {
  private minI = BEYOND;
  private minJ = BEYOND;
  private minK = BEYOND;
  private maxI = -BEYOND;
  private maxJ = -BEYOND;
  private maxK = -BEYOND;

  add(i: number, j: number, k: number): void {
    if (i < this.minI) this.minI = i;
    if (i > this.maxI) this.maxI = i;
    if (j < this.minJ) this.minJ = j;
    if (j > this.maxJ) this.maxJ = j;
    if (k < this.minK) this.minK = k;
    if (k > this.maxK) this.maxK = k;
  }

  /** From one to another voxel of a row. */
  addRow(first: number, last: number, j: number, k: number): void {
    this.add(first, j, k);
    if (last > this.maxI) this.maxI = last;
  }

  /** null: nothing was touched. */
  done(): VoxelBox | null {
    if (this.minI === BEYOND) return null;
    return { min: [this.minI, this.minJ, this.minK], max: [this.maxI, this.maxJ, this.maxK] };
  }
}

/** Box of the voxels that are not 0, or null. */
export function occupiedBox(mask: Uint8Array, dims: Vec3): VoxelBox | null {
  const box = new BoxBuilder();
  const runs = new ByteRuns(mask);
  const [columns, rows] = dims;
  for (let at = 0; at < mask.length;) {
    // Rows that hold nothing are passed over many at a time.
    const first = mask[at] === 0 ? runs.end(at, mask.length) : at;
    if (first === mask.length) break;
    const row = Math.floor(first / columns);
    const start = row * columns;
    let last = columns - 1;
    while (mask[start + last] === 0) last--;
    box.addRow(first - start, last, row % rows, Math.floor(row / rows));
    at = start + columns;
  }
  return box.done();
}

/** The part of a volume inside `box`, as a fresh array of the same kind, or in `into`. */
export function crop<T extends Uint8Array | Int16Array>(values: T, dims: Vec3, box: VoxelBox, into?: T): T {
  const [columns, rows, slices] = boxDims(box);
  const size = columns * rows * slices;
  const fresh = into ?? (values instanceof Uint8Array ? new Uint8Array(size) : new Int16Array(size));
  let to = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const from = box.min[0] + dims[0] * (j + dims[1] * k);
      fresh.set(values.subarray(from, from + columns), to);
      to += columns;
    }
  }
  return fresh as T;
}

/** Puts a cropped volume back into `target` at `box`. */
export function uncrop(part: Uint8Array, box: VoxelBox, target: Uint8Array, dims: Vec3): void {
  const [columns] = boxDims(box);
  let from = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      target.set(part.subarray(from, from + columns), box.min[0] + dims[0] * (j + dims[1] * k));
      from += columns;
    }
  }
}

/** `part` in the indices of the voxels of `box`, which holds it. */
export const boxWithin = (box: VoxelBox, part: VoxelBox): VoxelBox => ({
  min: [part.min[0] - box.min[0], part.min[1] - box.min[1], part.min[2] - box.min[2]],
  max: [part.max[0] - box.min[0], part.max[1] - box.min[1], part.max[2] - box.min[2]],
});

/** A mask of the whole grid as a shape, without a copy. */
export const wholeShape = (mask: Uint8Array, dims: Vec3): Shape => ({ box: wholeBox(dims), mask });

/** A shape as a fresh mask of the whole grid. */
export const wholeMask = (shape: Shape, dims: Vec3): Uint8Array => reframe(shape, wholeBox(dims)).mask;

/** A copy of the shape in another box; what lies outside of that is lost. */
export function reframe({ box: from, mask }: Shape, box: VoxelBox): Shape {
  const [columns, rows, slices] = boxDims(box);
  const framed = new Uint8Array(columns * rows * slices);
  const [fromColumns, fromRows] = boxDims(from);
  const first = (axis: 0 | 1 | 2): number => Math.max(box.min[axis], from.min[axis]);
  const last = (axis: 0 | 1 | 2): number => Math.min(box.max[axis], from.max[axis]);
  const width = last(0) - first(0) + 1;
  if (width <= 0) return { box, mask: framed };
  for (let k = first(2); k <= last(2); k++) {
    for (let j = first(1); j <= last(1); j++) {
      const at = first(0) - from.min[0] + fromColumns * (j - from.min[1] + fromRows * (k - from.min[2]));
      const to = first(0) - box.min[0] + columns * (j - box.min[1] + rows * (k - box.min[2]));
      framed.set(mask.subarray(at, at + width), to);
    }
  }
  return { box, mask: framed };
}

/** Holds nothing. */
export const emptyShape = (): Shape => ({ box: { min: [0, 0, 0], max: [0, 0, 0] }, mask: new Uint8Array(1) });

/** The shape of what isn't 0 in a volume, in the smallest box around it. */
export function occupiedShape(values: Uint8Array, dims: Vec3): Shape {
  const box = occupiedBox(values, dims);
  if (!box) return emptyShape();
  const mask = crop(values, dims, box);
  for (let at = 0; at < mask.length; at++) if (mask[at] !== 0) mask[at] = 1;
  return { box, mask };
}

/** Smoothing of a shape that keeps each piece's volume: a blur, cut at the level at which as many voxels are inside as before. */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { boxDims, growBox } from '../box.ts';
import type { KernelContext, VoxelBox } from '../types.ts';
import { fillPiece, findPieces, type Piece } from './pieces.ts';

const FULL = 65535;
const PASSES = 3;

/**
 * Smooths in place. What is thinner than about `radiusMm` goes, what it takes away comes back along the rest of the piece's surface, so
 * that the number of voxels stays (pieces that grow into each other aside).
 * @param mask 0/1, row by row
 */
export function smoothPieces(
  mask: Uint8Array,
  dims: Vec3,
  spacingMm: Vec3,
  radiusMm: number,
  ctx: KernelContext,
): void {
  const pieces = findPieces(mask, dims);
  for (const piece of pieces) fillPiece(mask, piece, 0);
  const margin = spacingMm.map((mm) => Math.ceil((PASSES * radiusMm) / 2 / mm) + 1) as [number, number, number];
  pieces.forEach((piece, at) => {
    ctx.progress(at / pieces.length);
    smoothPiece(mask, dims, spacingMm, radiusMm, piece, growBox(piece.box, margin, dims), ctx);
  });
}

function smoothPiece(
  mask: Uint8Array,
  dims: Vec3,
  spacingMm: Vec3,
  radiusMm: number,
  piece: Piece,
  box: VoxelBox,
  ctx: KernelContext,
): void {
  const [columns, rows, slices] = boxDims(box);
  const field = new Uint16Array(columns * rows * slices);
  const inBox = (offset: number): number => {
    const i = offset % dims[0];
    const row = (offset - i) / dims[0];
    const j = row % dims[1];
    const k = (row - j) / dims[1];
    return i - box.min[0] + columns * (j - box.min[1] + rows * (k - box.min[2]));
  };
  piece.starts.forEach((start, run) => {
    const at = inBox(start);
    field.fill(FULL, at, at + piece.lengths[run]!);
  });
  blur(field, [columns, rows, slices], spacingMm, radiusMm, ctx);
  const { level, atLevel } = levelFor(field, piece.voxels);
  let left = atLevel;
  let at = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = box.min[0] + dims[0] * (j + dims[1] * k);
      for (let i = 0; i < columns; i++, at++) {
        const value = field[at]!;
        if (value < level || (value === level && left-- <= 0)) continue;
        mask[row + i] = 1;
      }
    }
  }
}

/** The value above which everything is inside, and how many of the voxels that have it are as well, for `wanted` voxels in all. */
function levelFor(field: Uint16Array, wanted: number): { readonly level: number; readonly atLevel: number } {
  const histogram = new Uint32Array(FULL + 1);
  for (const value of field) histogram[value]!++;
  let above = 0;
  let level = FULL;
  while (level > 0 && above + histogram[level]! < wanted) above += histogram[level--]!;
  return { level, atLevel: wanted - above };
}

/**
 * Three box filters along each axis, of `radiusMm` with fractional ends (Gwosdek et al. 2011, doi 10.1007/978-3-642-24785-9_38): close to a
 * Gaussian of half that standard deviation. Beyond the border the last value goes on.
 */
function blur(field: Uint16Array, dims: Vec3, spacingMm: Vec3, radiusMm: number, ctx: KernelContext): void {
  const [columns, rows, slices] = dims;
  const strides = [1, columns, columns * rows] as const;
  for (const axis of [0, 1, 2] as const) {
    const filter = new LineFilter(dims[axis], radiusMm / spacingMm[axis]);
    if (filter.isIdentity) continue;
    const [outer, inner] = axis === 2 ? [1, 0] : axis === 1 ? [2, 0] : [2, 1];
    for (let a = 0; a < [columns, rows, slices][outer]!; a++) {
      ctx.throwIfCancelled();
      for (let b = 0; b < [columns, rows, slices][inner]!; b++)
        filter.run(field, a * strides[outer]! + b * strides[inner]!, strides[axis]);
    }
  }
}

class LineFilter {
  readonly isIdentity: boolean;
  private readonly size: number;
  private readonly reach: number;
  private readonly end: number;
  private readonly width: number;
  private values: Float64Array;
  private next: Float64Array;

  /** @param width of the box in voxels */
  constructor(size: number, width: number) {
    this.size = size;
    this.width = width;
    this.isIdentity = width <= 1;
    this.reach = Math.max(Math.floor((width - 1) / 2), 0);
    /** Weight of the two voxels that the box covers in part. */
    this.end = (width - (2 * this.reach + 1)) / 2;
    this.values = new Float64Array(size);
    this.next = new Float64Array(size);
  }

  run(field: Uint16Array, start: number, stride: number): void {
    const { size } = this;
    let [low, high] = [FULL, 0];
    for (let n = 0; n < size; n++) {
      const value = field[start + n * stride]!;
      this.values[n] = value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (low === high) return;
    for (let pass = 0; pass < PASSES; pass++) this.pass();
    for (let n = 0; n < size; n++) field[start + n * stride] = Math.round(this.values[n]!);
  }

  private pass(): void {
    const { size, reach, end, width, values, next } = this;
    const at = (n: number): number => values[n < 0 ? 0 : n >= size ? size - 1 : n]!;
    let sum = 0;
    for (let n = -reach; n <= reach; n++) sum += at(n);
    for (let n = 0; n < size; n++) {
      next[n] = (sum + end * (at(n - reach - 1) + at(n + reach + 1))) / width;
      sum += at(n + reach + 1) - at(n - reach);
    }
    this.values = next;
    this.next = values;
  }
}

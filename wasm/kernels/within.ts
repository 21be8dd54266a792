/**
 * Exact Euclidean growth by a radius in mm on grids of any spacing, slice by slice: the squared distances within each slice are kept for the
 * few slices that the radius reaches.
 */
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { alongRow, LineTransform } from './lineTransform.ts';
import type { KernelContext } from './types.ts';

/** So that a distance that equals the radius up to rounding counts as within. */
const ROUNDING = 1e-9;

/**
 * The voxels whose centre lies within `radiusMm` of a voxel centre with `mask[at] === value`. What lies outside of the grid counts as
 * nothing.
 * @param mask 0/1, row by row
 */
export function within(
  mask: Uint8Array,
  value: 0 | 1,
  dims: Vec3,
  spacingMm: Vec3,
  radiusMm: number,
  ctx: KernelContext,
): Uint8Array {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const reach = Math.min(Math.floor(radiusMm / spacingMm[2] + ROUNDING), slices - 1);
  const kept = 2 * reach + 1;
  const fields = Array.from({ length: Math.min(kept, slices) }, () => new Float64Array(plane));
  const transform = new SliceTransform(columns, rows, spacingMm);
  /** Slices in which there is nothing need no field. */
  const isEmpty = new Uint8Array(slices);
  const result = new Uint8Array(mask.length);
  let prepared = 0;
  for (let k = 0; k < slices; k++) {
    ctx.throwIfCancelled();
    ctx.progress(k / slices);
    for (; prepared <= Math.min(k + reach, slices - 1); prepared++) {
      const field = fields[prepared % fields.length]!;
      isEmpty[prepared] = Number(!transform.run(mask, prepared * plane, value, field));
    }
    for (let other = Math.max(k - reach, 0); other <= Math.min(k + reach, slices - 1); other++) {
      if (isEmpty[other] === 1) continue;
      const away = (other - k) * spacingMm[2];
      const limit = radiusMm * radiusMm * (1 + ROUNDING) - away * away;
      const field = fields[other % fields.length]!;
      const start = k * plane;
      for (let at = 0; at < plane; at++) if (field[at]! <= limit) result[start + at] = 1;
    }
  }
  return result;
}

/** Squared distances (mm2) within one slice, with buffers used again. */
class SliceTransform {
  private readonly columns: number;
  private readonly rows: number;
  private readonly spacingMm: Vec3;
  private readonly line: LineTransform;

  constructor(columns: number, rows: number, spacingMm: Vec3) {
    this.columns = columns;
    this.rows = rows;
    this.spacingMm = spacingMm;
    this.line = new LineTransform(rows);
  }

  /** @returns whether the slice has any voxel of that value. */
  run(mask: Uint8Array, start: number, value: 0 | 1, field: Float64Array): boolean {
    const { columns, rows, spacingMm } = this;
    let any = false;
    for (let j = 0; j < rows; j++)
      any = alongRow(mask, start + j * columns, columns, value, field, j * columns, spacingMm[0]) || any;
    if (any) for (let i = 0; i < columns; i++) this.line.run(field, i, columns, rows, spacingMm[1]);
    return any;
  }
}

/**
 * Exact Euclidean growth by a radius in mm on grids of any spacing, slice by slice: the squared distances within each slice
 * (Felzenszwalb & Huttenlocher 2012, doi 10.4086/toc.2012.v008a019) are kept for the few slices that the radius reaches.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import type { KernelContext } from '../types.ts';

const FAR = 1e12;
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
  private readonly values: Float64Array;
  private readonly sites: Int32Array;
  private readonly bounds: Float64Array;

  constructor(columns: number, rows: number, spacingMm: Vec3) {
    this.columns = columns;
    this.rows = rows;
    this.spacingMm = spacingMm;
    this.values = new Float64Array(rows);
    this.sites = new Int32Array(rows);
    this.bounds = new Float64Array(rows + 1);
  }

  /** @returns whether the slice has any voxel of that value. */
  run(mask: Uint8Array, start: number, value: 0 | 1, field: Float64Array): boolean {
    const { columns, rows } = this;
    let any = false;
    for (let j = 0; j < rows; j++) any = this.alongRow(mask, start + j * columns, value, field, j * columns) || any;
    if (any) for (let i = 0; i < columns; i++) this.alongColumn(field, i);
    return any;
  }

  /** Distance to the nearest on either side: there and back once. */
  private alongRow(mask: Uint8Array, from: number, value: 0 | 1, field: Float64Array, to: number): boolean {
    const { columns } = this;
    const step = this.spacingMm[0];
    let last = -1;
    for (let i = 0; i < columns; i++) {
      if ((mask[from + i] !== 0) === (value === 1)) last = i;
      const mm = (i - last) * step;
      field[to + i] = last < 0 ? FAR : mm * mm;
    }
    if (last < 0) return false;
    let next = -1;
    for (let i = columns - 1; i >= 0; i--) {
      if (field[to + i] === 0) next = i;
      if (next < 0) continue;
      const mm = (next - i) * step;
      field[to + i] = Math.min(field[to + i]!, mm * mm);
    }
    return true;
  }

  /** Lower envelope of the parabolas over one column. */
  private alongColumn(field: Float64Array, start: number): void {
    const { columns, rows, values, sites, bounds } = this;
    const squared = this.spacingMm[1] * this.spacingMm[1];
    let count = 0;
    for (let n = 0; n < rows; n++) {
      const value = field[start + n * columns]!;
      values[n] = value;
      if (value >= FAR) continue;
      let bound = -Infinity;
      while (count > 0) {
        const site = sites[count - 1]!;
        bound = (value - values[site]! + squared * (n * n - site * site)) / (2 * squared * (n - site));
        if (bound > bounds[count - 1]!) break;
        count--;
      }
      sites[count] = n;
      bounds[count] = count === 0 ? -Infinity : bound;
      count++;
    }
    if (count === 0) return;
    let site = 0;
    for (let n = 0; n < rows; n++) {
      while (site + 1 < count && bounds[site + 1]! < n) site++;
      const offset = n - sites[site]!;
      field[start + n * columns] = squared * offset * offset + values[sites[site]!]!;
    }
  }
}

/** Dilation, erosion, opening and closing by balls given in mm, through exact Euclidean distances (Felzenszwalb 2012, doi 10.4086/toc.2012.v008a019). */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { alongRow, LineTransform } from '../lineTransform.ts';
import { release } from '../release.ts';
import { quietContext } from '../types.ts';
import { closedOrOpened, eroded, within } from '../within.ts';

interface Grid {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
}

/** Squared distance (mm2) of each voxel to the nearest voxel whose mask is `value`; the grid's outside counts as neither. */
export function squaredDistances(mask: Uint8Array, { dims, spacingMm }: Grid, value: 0 | 1): Float64Array {
  const field = new Float64Array(mask.length);
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const line = new LineTransform(Math.max(columns, rows, slices));
  for (let start = 0; start < field.length; start += columns)
    alongRow(mask, start, columns, value, field, start, spacingMm[0]);
  for (let k = 0; k < slices; k++) {
    for (let i = 0; i < columns; i++) line.run(field, k * plane + i, columns, rows, spacingMm[1]);
  }
  // Across slices, each step along a line is in another page of memory: the lines of one row are put side by side first.
  const side = new Float64Array(columns * slices);
  for (let row = 0; row < plane; row += columns) {
    for (let k = 0; k < slices; k++) side.set(field.subarray(k * plane + row, k * plane + row + columns), k * columns);
    for (let i = 0; i < columns; i++) line.run(side, i, columns, slices, spacingMm[2]);
    for (let k = 0; k < slices; k++) field.set(side.subarray(k * columns, (k + 1) * columns), k * plane + row);
  }
  return field;
}

/** Distance (mm) of each voxel of the mask to what lies outside it; 0 outside. */
export function depths(mask: Uint8Array, grid: Grid): Float32Array {
  const squared = squaredDistances(mask, grid, 0);
  const result = new Float32Array(squared.length);
  for (let at = 0; at < result.length; at++) result[at] = Math.sqrt(squared[at]!);
  release(squared);
  return result;
}

export const dilate = (mask: Uint8Array, { dims, spacingMm }: Grid, radiusMm: number): Uint8Array =>
  within(mask, 1, dims, spacingMm, radiusMm, quietContext);

/** The grid's border doesn't erode. */
export const erode = (mask: Uint8Array, { dims, spacingMm }: Grid, radiusMm: number): Uint8Array =>
  eroded(mask, dims, spacingMm, radiusMm, quietContext);

export const open = (mask: Uint8Array, { dims, spacingMm }: Grid, radiusMm: number): Uint8Array =>
  closedOrOpened('open', mask, dims, spacingMm, radiusMm, quietContext);

export const close = (mask: Uint8Array, { dims, spacingMm }: Grid, radiusMm: number): Uint8Array =>
  closedOrOpened('close', mask, dims, spacingMm, radiusMm, quietContext);

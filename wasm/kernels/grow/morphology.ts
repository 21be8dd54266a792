/** Dilation, erosion, opening and closing by balls given in mm, through exact Euclidean distances (Felzenszwalb 2012, doi 10.4086/toc.2012.v008a019). */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { FAR, LineTransform } from '../lineTransform.ts';

interface Grid {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
}

/** Squared distance (mm2) of each voxel to the nearest voxel whose mask is `value`; the grid's outside counts as neither. */
export function squaredDistances(mask: Uint8Array, { dims, spacingMm }: Grid, value: 0 | 1): Float64Array {
  const field = new Float64Array(mask.length);
  for (let at = 0; at < mask.length; at++) field[at] = (mask[at] !== 0) === (value === 1) ? 0 : FAR;
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const line = new LineTransform(Math.max(columns, rows, slices));
  for (let start = 0; start < field.length; start += columns) line.run(field, start, 1, columns, spacingMm[0]);
  for (let k = 0; k < slices; k++) {
    for (let i = 0; i < columns; i++) line.run(field, k * plane + i, columns, rows, spacingMm[1]);
  }
  for (let at = 0; at < plane; at++) line.run(field, at, plane, slices, spacingMm[2]);
  return field;
}

/** Distance (mm) of each voxel of the mask to what lies outside it; 0 outside. */
export function depths(mask: Uint8Array, grid: Grid): Float32Array {
  const squared = squaredDistances(mask, grid, 0);
  const result = new Float32Array(squared.length);
  for (let at = 0; at < result.length; at++) result[at] = Math.sqrt(squared[at]!);
  return result;
}

export function dilate(mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array {
  const distances = squaredDistances(mask, grid, 1);
  const limit = radiusMm * radiusMm;
  const result = new Uint8Array(mask.length);
  for (let at = 0; at < result.length; at++) if (distances[at]! <= limit) result[at] = 1;
  return result;
}

/** The grid's border doesn't erode. */
export function erode(mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array {
  const distances = squaredDistances(mask, grid, 0);
  const limit = radiusMm * radiusMm;
  const result = new Uint8Array(mask.length);
  for (let at = 0; at < result.length; at++) if (distances[at]! > limit) result[at] = 1;
  return result;
}

export const open = (mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array =>
  dilate(erode(mask, grid, radiusMm), grid, radiusMm);

export const close = (mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array =>
  erode(dilate(mask, grid, radiusMm), grid, radiusMm);

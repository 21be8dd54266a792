/** Dilation, erosion, opening and closing by balls given in mm, through exact Euclidean distances (Felzenszwalb 2012, doi 10.4086/toc.2012.v008a019). */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { boxDims, crop, growBox, occupiedBox } from '../box.ts';
import { FAR, LINE_ROOM } from '../lineTransform.ts';
import { bytesOf, copyIn, makeRoom } from '../native/index.ts';
import { release } from '../release.ts';
import { quietContext } from '../types.ts';
import { closedOrOpened, eroded, within } from '../within.ts';

const BYTES = Float64Array.BYTES_PER_ELEMENT;

interface Grid {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
}

/** Squared distance (mm2) of each voxel to the nearest voxel whose mask is `value`; the grid's outside counts as neither. */
export function squaredDistances(mask: Uint8Array, { dims, spacingMm }: Grid, value: 0 | 1): Float64Array<ArrayBuffer> {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const field = new Float64Array(plane * slices);
  const bytes = bytesOf(field);
  const [rowBytes, sliceBytes] = [BYTES * columns, BYTES * plane];
  const squares = Float64Array.from({ length: columns + 1 }, (_, n) =>
    n === columns ? FAR : n * spacingMm[0] * (n * spacingMm[0]),
  );
  const sizes = [plane, Math.max(sliceBytes, rowBytes * slices), bytesOf(squares).length] as const;
  const { loops, memory, places } = makeRoom(...sizes, 4 * columns, Math.max(rows, slices) * LINE_ROOM);
  const [maskPlace, part, table, line, room] = places;
  memory.set(bytesOf(squares), table);
  for (let k = 0; k < slices; k++) {
    const from = copyIn(memory, maskPlace, mask, k * plane, plane);
    loops.alongRows(from, part, table, line, columns, rows, value);
    loops.alongLines(part, columns, BYTES, rows, rowBytes, spacingMm[1] * spacingMm[1], room);
    bytes.set(memory.subarray(part, part + sliceBytes), k * sliceBytes);
  }
  // Across slices, each step along a line is in another page of memory: the lines of one row are put side by side first.
  for (let j = 0; j < rows; j++) {
    for (let k = 0; k < slices; k++) {
      const row = k * sliceBytes + j * rowBytes;
      memory.set(bytes.subarray(row, row + rowBytes), part + k * rowBytes);
    }
    loops.alongLines(part, columns, BYTES, slices, rowBytes, spacingMm[2] * spacingMm[2], room);
    for (let k = 0; k < slices; k++) {
      const row = part + k * rowBytes;
      bytes.set(memory.subarray(row, row + rowBytes), k * sliceBytes + j * rowBytes);
    }
  }
  return field;
}

/**
 * Distance (mm) of each voxel of the mask to what lies outside it; 0 outside. Nothing beyond the layer around the mask's box is nearer than
 * that layer, so only the box is searched.
 */
export function depths(mask: Uint8Array, { dims, spacingMm }: Grid): Float32Array {
  const occupied = occupiedBox(mask, dims);
  if (!occupied) return new Float32Array(mask.length);
  const box = growBox(occupied, [1, 1, 1], dims);
  const part = crop(mask, dims, box);
  const found = roots(squaredDistances(part, { dims: boxDims(box), spacingMm }, 0));
  release(part);
  const [columns, rows] = boxDims(box);
  const result = new Float32Array(mask.length);
  for (let from = 0, row = 0; from < found.length; from += columns, row++) {
    const [j, k] = [row % rows, Math.floor(row / rows)];
    const start = box.min[0] + dims[0] * (j + box.min[1] + dims[1] * (k + box.min[2]));
    result.set(found.subarray(from, from + columns), start);
  }
  release(found);
  return result;
}

/** In the same memory, of which half is given back: a number is read before its place is written to. */
function roots(squared: Float64Array<ArrayBuffer>): Float32Array {
  const narrow = new Float32Array(squared.buffer, 0, squared.length);
  for (let at = 0; at < narrow.length; at++) narrow[at] = Math.sqrt(squared[at]!);
  return new Float32Array(squared.buffer.transfer(narrow.byteLength));
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

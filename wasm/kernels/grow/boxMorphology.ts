/** Growth and shrinking by a box of voxels, by running along each axis once: for zones, whose shape doesn't matter. */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';

/** Voxels with a one within the box around them. */
export const dilateBox = (mask: Uint8Array, dims: Vec3, reach: Vec3): Uint8Array => spreadValue(mask, dims, reach, 1);

/** Voxels with only ones within the box around them; the grid's outside counts as one. */
export const erodeBox = (mask: Uint8Array, dims: Vec3, reach: Vec3): Uint8Array => spreadValue(mask, dims, reach, 0);

/** Every voxel within the box of one that has `value` takes it; a fresh array. */
function spreadValue(mask: Uint8Array, dims: Vec3, reach: Vec3, value: 0 | 1): Uint8Array {
  const result = mask.slice();
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const line = new Uint8Array(Math.max(columns, rows, slices));
  for (let start = 0; start < result.length; start += columns)
    spreadLine(result, line, start, 1, columns, reach[0], value);
  for (let k = 0; k < slices; k++) {
    for (let i = 0; i < columns; i++) spreadLine(result, line, k * plane + i, columns, rows, reach[1], value);
  }
  for (let at = 0; at < plane; at++) spreadLine(result, line, at, plane, slices, reach[2], value);
  return result;
}

function spreadLine(
  mask: Uint8Array,
  line: Uint8Array,
  start: number,
  stride: number,
  size: number,
  reach: number,
  value: 0 | 1,
): void {
  let any = false;
  for (let n = 0; n < size; n++) {
    line[n] = mask[start + n * stride]!;
    any ||= line[n] === value;
  }
  if (!any) return;
  let last = -1 - reach;
  for (let n = 0; n < size; n++) {
    if (line[n] === value) last = n;
    else if (n - last <= reach) mask[start + n * stride] = value;
  }
  last = size + reach;
  for (let n = size - 1; n >= 0; n--) {
    if (line[n] === value) last = n;
    else if (last - n <= reach) mask[start + n * stride] = value;
  }
}

/** Computes slices of a grid from the slices of another one: shifted and blended onto a regular grid, or at half the size. HU in, HU out. */
import { add, scale, type VolumeGeometry } from '../../core/domain/geometry.ts';

/** As in decoding: air, and everything outside the reconstruction. */
const OUTSIDE_HU = -1024;

/** Columns, then rows. */
type PlaneSize = readonly [number, number];

export interface SourcePlane {
  /** Row by row. */
  readonly hu: Int16Array;
  readonly size: PlaneSize;
  /** Column and row of the computed slice at which the centre of this one's first pixel lies; may be fractional. */
  readonly shift: readonly [number, number];
}

/** For each place along one axis of the computed slice: the two pixels it lies between, and the share of the second; -1 outside. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: number;
}

/** A pixel reaches half its size beyond its centre: up to there the outermost one counts. */
function tapsFor(count: number, sourceCount: number, shift: number): Taps {
  const whole = Math.floor(-shift);
  const first = new Int32Array(count).fill(-1);
  const second = new Int32Array(count).fill(-1);
  for (let at = 0; at < count; at++) {
    if (at - shift < -0.5 || at - shift > sourceCount - 0.5) continue;
    first[at] = Math.max(0, Math.min(sourceCount - 1, at + whole));
    second[at] = Math.max(0, Math.min(sourceCount - 1, at + whole + 1));
  }
  return { first, second, share: -shift - whole };
}

/** Adds `weight` times the plane, moved by its shift (bilinear), to `sum`. */
function addPlane(
  sum: Float64Array,
  [columns, rows]: PlaneSize,
  { hu, size, shift }: SourcePlane,
  weight: number,
): void {
  const across = tapsFor(columns, size[0], shift[0]);
  const down = tapsFor(rows, size[1], shift[1]);
  const [right, below] = [across.share, down.share];
  for (let row = 0; row < rows; row++) {
    const upper = down.first[row]! * size[0];
    const lower = down.second[row]! * size[0];
    for (let column = 0; column < columns; column++) {
      const [first, second] = [across.first[column]!, across.second[column]!];
      let value = OUTSIDE_HU;
      if (upper >= 0 && first >= 0) {
        const above = hu[upper + first]! * (1 - right) + hu[upper + second]! * right;
        value = above * (1 - below) + (hu[lower + first]! * (1 - right) + hu[lower + second]! * right) * below;
      }
      sum[row * columns + column]! += weight * value;
    }
  }
}

/**
 * One slice of a regular grid: `(1 - weight) * lower + weight * upper`, each moved in its plane by its shift (bilinear interpolation). Where
 * neither reaches, -1024 HU.
 * @param size of the computed slice
 * @param weight 0..1; for 0 `upper` isn't read
 */
export function blendPlanes(
  size: PlaneSize,
  lower: SourcePlane,
  upper: SourcePlane,
  weight: number,
): Int16Array<ArrayBuffer> {
  const sum = new Float64Array(size[0] * size[1]);
  addPlane(sum, size, lower, 1 - weight);
  if (weight > 0) addPlane(sum, size, upper, weight);
  return Int16Array.from(sum, Math.round);
}

/** The grid of half as many columns and rows. Of odd ones the last counts for itself: its pixel reaches beyond the image by half. */
export function halveGeometry({ dims, spacingMm, originMm, direction }: VolumeGeometry): VolumeGeometry {
  return {
    dims: [Math.ceil(dims[0] / 2), Math.ceil(dims[1] / 2), dims[2]],
    spacingMm: [spacingMm[0] * 2, spacingMm[1] * 2, spacingMm[2]],
    originMm: add(originMm, add(scale(direction.i, spacingMm[0] / 2), scale(direction.j, spacingMm[1] / 2))),
    direction,
  };
}

/**
 * Means of 2 x 2 pixels; at an odd end of those there are.
 * @param hu row by row
 * @returns as `halveGeometry` lays it out
 */
export function halvePlane(hu: Int16Array, [columns, rows]: PlaneSize): Int16Array<ArrayBuffer> {
  const [halfColumns, halfRows] = [Math.ceil(columns / 2), Math.ceil(rows / 2)];
  const half = new Int16Array(halfColumns * halfRows);
  for (let row = 0; row < halfRows; row++) {
    const upper = 2 * row * columns;
    const lower = Math.min(2 * row + 1, rows - 1) * columns;
    for (let column = 0; column < halfColumns; column++) {
      const left = 2 * column;
      const right = Math.min(left + 1, columns - 1);
      const total = hu[upper + left]! + hu[upper + right]! + hu[lower + left]! + hu[lower + right]!;
      half[row * halfColumns + column] = Math.round(total / 4);
    }
  }
  return half;
}

/**
 * Surface distances of two masks on one grid: between the centres of surface voxels (those of the mask with a face towards the outside), with
 * the exact Euclidean distance transform, on spacings of any kind.
 */
import type { Vec3 } from '../../core/domain/geometry.ts';
import { FAR, transformLines } from '../../../wasm/kernels/lineTransform.ts';

export interface SurfaceDistances {
  /** Mean over all surface voxels of both masks of the distance to the other surface. */
  readonly meanMm: number;
  /** The larger of the two directed 95th percentiles. */
  readonly percentile95Mm: number;
}

/** @param a, b 1 inside, 0 outside, in memory order. @returns null when one of them is empty. */
export function surfaceDistances(a: Uint8Array, b: Uint8Array, dims: Vec3, spacingMm: Vec3): SurfaceDistances | null {
  const [onA, onB] = [surface(a, dims), surface(b, dims)];
  if (onA.length === 0 || onB.length === 0) return null;
  const fromA = distancesTo(onB, onA, dims, spacingMm);
  const fromB = distancesTo(onA, onB, dims, spacingMm);
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  return {
    meanMm: (sum(fromA) + sum(fromB)) / (fromA.length + fromB.length),
    percentile95Mm: Math.max(percentile95(fromA), percentile95(fromB)),
  };
}

/** Offsets of the surface voxels, ascending; the border of the grid is outside. */
function surface(mask: Uint8Array, [columns, rows, slices]: Vec3): Uint32Array {
  const plane = columns * rows;
  const found: number[] = [];
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = k * plane + j * columns;
      const isEdgeRow = k === 0 || k === slices - 1 || j === 0 || j === rows - 1;
      for (let i = 0; i < columns; i++) {
        const at = row + i;
        if (mask[at] === 0) continue;
        const isInside =
          !isEdgeRow &&
          i > 0 &&
          i < columns - 1 &&
          mask[at - 1] === 1 &&
          mask[at + 1] === 1 &&
          mask[at - columns] === 1 &&
          mask[at + columns] === 1 &&
          mask[at - plane] === 1 &&
          mask[at + plane] === 1;
        if (!isInside) found.push(at);
      }
    }
  }
  return Uint32Array.from(found);
}

/**
 * Distance in mm of each of `from` to the nearest of `to`. The first two passes run within slices; the third only along the columns that are
 * asked for.
 */
function distancesTo(to: Uint32Array, from: Uint32Array, dims: Vec3, spacingMm: Vec3): Float64Array {
  const [columns, rows, slices] = dims;
  const plane = columns * rows;
  const inSlice = distancesInSlices(to, dims, spacingMm);
  const line = new Float64Array(slices);
  const result = new Float64Array(from.length);
  // Of one column after the other, so that each is transformed once.
  const order = Uint32Array.from(from.keys()).sort((a, b) => (from[a]! % plane) - (from[b]! % plane));
  let column = -1;
  for (const at of order) {
    const offset = from[at]!;
    if (offset % plane !== column) {
      column = offset % plane;
      for (let k = 0; k < slices; k++) line[k] = inSlice[column + k * plane]!;
      transformLines(line, { lines: 1, step: slices, size: slices, stride: 1 }, spacingMm[2]);
    }
    result[at] = Math.sqrt(line[Math.floor(offset / plane)]!);
  }
  return result;
}

/** Squared mm to the nearest site of the same slice; single precision, which is a ten-millionth of a distance. */
function distancesInSlices(sites: Uint32Array, [columns, rows, slices]: Vec3, spacingMm: Vec3): Float32Array {
  const plane = columns * rows;
  const result = new Float32Array(plane * slices).fill(FAR);
  const alongRows = { lines: rows, step: columns, size: columns, stride: 1 };
  const alongColumns = { lines: columns, step: 1, size: rows, stride: columns };
  const field = new Float64Array(plane);
  for (let first = 0; first < sites.length;) {
    const slice = Math.floor(sites[first]! / plane);
    const start = slice * plane;
    field.fill(FAR);
    let end = first;
    for (; end < sites.length && sites[end]! < start + plane; end++) field[sites[end]! - start] = 0;
    transformLines(field, alongRows, spacingMm[0]);
    transformLines(field, alongColumns, spacingMm[1]);
    result.set(field, start);
    first = end;
  }
  return result;
}

/** Linear between the two nearest of the sorted values. */
function percentile95(values: Float64Array): number {
  const sorted = values.toSorted();
  const place = 0.95 * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (place - Math.floor(place)) * (high - low);
}

/** One slice of a volume as an image of its own. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { sliceAxes, type Axis } from './regions.ts';

export interface SliceImage {
  readonly width: number;
  readonly height: number;
  readonly spacingMm: readonly [u: number, v: number];
  /** HU, row by row. */
  readonly values: Int16Array;
}

/** The slice `index` across `axis`; its columns and rows run along the two other index axes, in memory order. */
export function sliceImage(hu: Int16Array, { dims, spacingMm }: VolumeGeometry, axis: Axis, index: number): SliceImage {
  const [u, v] = sliceAxes(axis);
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const [width, height] = [dims[u], dims[v]];
  const values = new Int16Array(width * height);
  for (let row = 0, to = 0; row < height; row++) {
    let from = index * strides[axis] + row * strides[v];
    for (let column = 0; column < width; column++, to++, from += strides[u]) values[to] = hu[from]!;
  }
  return { width, height, spacingMm: [spacingMm[u], spacingMm[v]], values };
}

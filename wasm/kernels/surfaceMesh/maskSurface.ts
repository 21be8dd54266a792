/**
 * The surface of a mask by surface nets (Gibson, "Constrained elastic surface nets", MICCAI 1998): a corner in each cell of eight voxels that the
 * surface goes through, a square around each pair of neighbours of which one is in. Closed, oriented outward, each edge of two triangles.
 */
import { indexToPatient, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { enclosedMm3, type Mesh } from './mesh.ts';
import { smoothMesh } from './smooth.ts';
import { makeWellComposed, type Size } from './wellComposed.ts';

/** The part of the volume that holds something, with an empty voxel around it. */
interface Crop {
  readonly mask: Uint8Array;
  readonly size: Size;
  /** Index in the volume of the crop's first voxel. */
  readonly from: Size;
  readonly count: number;
}

function cropTo(inside: (label: number) => boolean, labels: Uint8Array, { dims }: VolumeGeometry): Crop | null {
  const member = Uint8Array.from({ length: 256 }, (_, label) => Number(inside(label)));
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  for (let k = 0, at = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, at++) {
        if (member[labels[at]!] === 0) continue;
        if (i < low[0]!) low[0] = i;
        if (i > high[0]!) high[0] = i;
        if (j < low[1]!) low[1] = j;
        if (j > high[1]!) high[1] = j;
        if (k < low[2]!) low[2] = k;
        if (k > high[2]!) high[2] = k;
      }
  if (high[0] === -1) return null;
  // Two around it: filling may add one.
  const size = [0, 1, 2].map((axis) => high[axis]! - low[axis]! + 5) as unknown as Size;
  const from = [0, 1, 2].map((axis) => low[axis]! - 2) as unknown as Size;
  const mask = new Uint8Array(size[0] * size[1] * size[2]);
  let count = 0;
  for (let k = low[2]!; k <= high[2]!; k++)
    for (let j = low[1]!; j <= high[1]!; j++) {
      const source = dims[0] * (j + dims[1] * k);
      const target = size[0] * (j - from[1] + size[1] * (k - from[2])) - from[0];
      for (let i = low[0]!; i <= high[0]!; i++) {
        const isIn = member[labels[source + i]!]!;
        mask[target + i] = isIn;
        count += isIn;
      }
    }
  return { mask, size, from, count };
}

class Numbers<T extends Float64Array | Uint32Array> {
  private values: T;
  private readonly make: (length: number) => T;
  count = 0;

  constructor(make: (length: number) => T) {
    this.make = make;
    this.values = make(1 << 16);
  }

  push(a: number, b: number, c: number): void {
    if (this.count + 3 > this.values.length) {
      const grown = this.make(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.count++] = a;
    this.values[this.count++] = b;
    this.values[this.count++] = c;
  }

  done(): T {
    return this.values.slice(0, this.count) as T;
  }
}

/** Corners in voxels of the crop. */
function surfaceNet({ mask, size }: Crop): Mesh {
  const [nx, ny, nz] = size;
  const steps = [1, nx, nx * ny] as const;
  const positions = new Numbers((length) => new Float64Array(length));
  const triangles = new Numbers((length) => new Uint32Array(length));
  // Of the cell whose first voxel this is; 0 for none.
  const corners = new Uint32Array(mask.length);
  for (let k = 0; k + 1 < nz; k++)
    for (let j = 0; j + 1 < ny; j++)
      for (let i = 0, at = nx * (j + ny * k); i + 1 < nx; i++, at++)
        if (placeCorner(mask, at, steps, [i, j, k], positions)) corners[at] = positions.count / 3;
  const corner = (cell: number): number => corners[cell]! - 1;
  for (let k = 1; k + 1 < nz; k++)
    for (let j = 1; j + 1 < ny; j++)
      for (let i = 1, at = nx * (j + ny * k) + 1; i + 1 < nx; i++, at++)
        for (let axis = 0; axis < 3; axis++) {
          const [along, u, v] = [steps[axis]!, steps[(axis + 1) % 3]!, steps[(axis + 2) % 3]!];
          const isIn = mask[at] === 1;
          if (isIn === (mask[at + along] === 1)) continue;
          // The four cells around this pair, counterclockwise seen from the far end.
          const [a, b, c, d] = [corner(at - u - v), corner(at - v), corner(at), corner(at - u)] as const;
          if (isIn) {
            triangles.push(a, b, c);
            triangles.push(a, c, d);
          } else {
            triangles.push(a, c, b);
            triangles.push(a, d, c);
          }
        }
  return { positions: positions.done(), triangles: triangles.done() };
}

/** Ends of the twelve edges of a cell, as corners 0 to 7 with a bit for each axis. */
const edges = [0, 1, 2].flatMap((axis) =>
  [0, 1, 2, 3, 4, 5, 6, 7].flatMap((start) => (start & (1 << axis) ? [] : [[start, start | (1 << axis)] as const])),
);

/** In the middle of where the surface crosses the cell's edges. @returns whether it does */
function placeCorner(
  mask: Uint8Array,
  at: number,
  [a, b, c]: readonly [number, number, number],
  [i, j, k]: Size,
  positions: Numbers<Float64Array>,
): boolean {
  const bits =
    mask[at]! |
    (mask[at + a]! << 1) |
    (mask[at + b]! << 2) |
    (mask[at + a + b]! << 3) |
    (mask[at + c]! << 4) |
    (mask[at + a + c]! << 5) |
    (mask[at + b + c]! << 6) |
    (mask[at + a + b + c]! << 7);
  if (bits === 0 || bits === 255) return false;
  const [x, y, z] = (cellCorners[bits] ??= cellCorner(bits));
  positions.push(i + x, j + y, k + z);
  return true;
}

const cellCorners: (Size | undefined)[] = [];
function cellCorner(bits: number): Size {
  let [x, y, z, count] = [0, 0, 0, 0];
  for (const [start, end] of edges) {
    if (((bits >> start) & 1) === ((bits >> end) & 1)) continue;
    x += ((start & 1) + (end & 1)) / 2;
    y += (((start >> 1) & 1) + ((end >> 1) & 1)) / 2;
    z += (((start >> 2) & 1) + ((end >> 2) & 1)) / 2;
    count++;
  }
  return [x / count, y / count, z / count];
}

/**
 * @param labels in volume order
 * @param inside which labels the surface goes around
 * @returns null when no voxel is inside; else a smoothed surface that encloses what the voxels do, to a thousandth
 */
export function maskSurface(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  inside: (label: number) => boolean,
): Mesh | null {
  const crop = cropTo(inside, labels, geometry);
  if (!crop) return null;
  makeWellComposed(crop.mask, crop.size);
  const { positions, triangles } = surfaceNet(crop);
  for (let at = 0; at < positions.length; at += 3) {
    const [i, j, k] = [positions[at]!, positions[at + 1]!, positions[at + 2]!];
    positions.set(indexToPatient(geometry, [i + crop.from[0], j + crop.from[1], k + crop.from[2]]), at);
  }
  const voxelMm3 = geometry.spacingMm[0] * geometry.spacingMm[1] * geometry.spacingMm[2];
  return smoothMesh({ positions, triangles }, crop.count * voxelMm3, enclosedMm3);
}

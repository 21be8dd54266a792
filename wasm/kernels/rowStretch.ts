import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { dot, scale, subtract } from '../../electron/core/domain/geometry.ts';

/** All points within a radius of the line from the origin to `axis`, or only those of a slice through the origin, which the axis lies in. */
export interface Solid {
  readonly axis: Vec3;
  /** Of its length, mm2; 0: a ball. */
  readonly axisSquared: number;
  /** mm2; less than 0: nothing at all. */
  readonly radiusSquared: number;
  /** Unit normal of the slice; null: no slice. */
  readonly normal: Vec3 | null;
  /** Between which heights above the origin the slice lies, mm. */
  readonly low: number;
  readonly high: number;
}

/** Whether a point is in it. */
export function holds(solid: Solid, pointX: number, pointY: number, pointZ: number): boolean {
  const { axis, axisSquared, normal, low, high, radiusSquared } = solid;
  let x = pointX;
  let y = pointY;
  let z = pointZ;
  if (normal !== null) {
    const height = x * normal[0] + y * normal[1] + z * normal[2];
    if (height <= low || height > high) return false;
    x -= height * normal[0];
    y -= height * normal[1];
    z -= height * normal[2];
  }
  if (axisSquared > 0) {
    const along = (x * axis[0] + y * axis[1] + z * axis[2]) / axisSquared;
    const t = along < 0 ? 0 : along > 1 ? 1 : along;
    x -= t * axis[0];
    y -= t * axis[1];
    z -= t * axis[2];
  }
  return x * x + y * y + z * z <= radiusSquared;
}

/** Squared mm by which a step of a row changes a distance so little that all voxels of the row have the same. */
const STILL = 1e-24;

/** Where rows of voxels in one direction cross a solid. */
export class RowStretch {
  /** In steps from the row's first voxel; none where `last` is less than `first`. */
  first = 0;
  last = -1;
  private low = Infinity;
  private high = -Infinity;
  private readonly solid: Solid;
  /** The step's height, and the rest of it. */
  private readonly rise: number;
  private readonly flat: Vec3;
  private readonly flatSquared: number;
  /** How far a step leads along the axis, of its length. */
  private readonly slope: number;

  /** @param step from voxel to voxel, mm */
  constructor(solid: Solid, step: Vec3) {
    const { axis, axisSquared, normal } = solid;
    this.solid = solid;
    this.rise = normal === null ? 0 : dot(step, normal);
    this.flat = normal === null ? step : subtract(step, scale(normal, this.rise));
    this.flatSquared = dot(this.flat, this.flat);
    this.slope = axisSquared === 0 ? 0 : dot(this.flat, axis) / axisSquared;
  }

  /** Of the row of `count` voxels whose first one is at (x, y, z), mm. */
  find(x: number, y: number, z: number, count: number): void {
    this.low = Infinity;
    this.high = -Infinity;
    this.cutBySlice(x, y, z, count);
    this.first = Math.ceil(this.low);
    this.last = Math.floor(this.high);
  }

  private cutBySlice(x: number, y: number, z: number, count: number): void {
    const { normal, low, high } = this.solid;
    if (normal === null) {
      this.cut(x, y, z, 0, count - 1);
      return;
    }
    const height = x * normal[0] + y * normal[1] + z * normal[2];
    let from = 0;
    let to = count - 1;
    if (this.rise * this.rise > STILL) {
      const a = (low - height) / this.rise;
      const b = (high - height) / this.rise;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    } else if (height < low || height > high) return;
    this.cut(x - height * normal[0], y - height * normal[1], z - height * normal[2], from, to);
  }

  /** A capsule is what is in the balls at its ends or in the cylinder between them; it is convex, and so is what a row has of it. */
  private cut(x: number, y: number, z: number, from: number, to: number): void {
    const { radiusSquared, axis, axisSquared } = this.solid;
    const { flat, flatSquared, slope } = this;
    const b = x * flat[0] + y * flat[1] + z * flat[2];
    const c = x * x + y * y + z * z - radiusSquared;
    this.addWhere(flatSquared, b, c, from, to);
    if (axisSquared === 0) return;
    const towards = x * axis[0] + y * axis[1] + z * axis[2];
    this.addWhere(flatSquared, b - slope * axisSquared, c - 2 * towards + axisSquared, from, to);
    const along = towards / axisSquared;
    let start = from;
    let end = to;
    if (slope !== 0) {
      start = Math.max(start, Math.min(-along / slope, (1 - along) / slope));
      end = Math.min(end, Math.max(-along / slope, (1 - along) / slope));
    } else if (along < 0 || along > 1) return;
    this.addWhere(
      flatSquared - slope * slope * axisSquared,
      b - along * slope * axisSquared,
      c - along * towards,
      start,
      end,
    );
  }

  /** Where a s^2 + 2 b s + c is at most 0, between two steps. */
  private addWhere(a: number, b: number, c: number, from: number, to: number): void {
    let start = from;
    let end = to;
    if (a > STILL) {
      const square = b * b - a * c;
      if (square < 0) return;
      const root = Math.sqrt(square);
      start = Math.max(start, (-b - root) / a);
      end = Math.min(end, (root - b) / a);
    } else if (b < 0) start = Math.max(start, -c / (2 * b));
    else if (b > 0) end = Math.min(end, -c / (2 * b));
    else if (c > 0) return;
    if (start > end) return;
    if (start < this.low) this.low = start;
    if (end > this.high) this.high = end;
  }
}

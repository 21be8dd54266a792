/**
 * A smooth surface through a few points: a thin-plate spline (Duchon 1977; Bookstein 1989, doi 10.1109/34.24792) as height over the plane
 * that fits the points best. Three points give their plane.
 */
import { RemnantError } from '../../electron/core/contract/errors.ts';
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { add, dot, length, scale, subtract } from '../../electron/core/domain/geometry.ts';
import { principalAxes, solve } from './linear.ts';
import { logarithm } from './logarithm.ts';

/** Signed distance-like height (mm, along the surface's mean normal) of a patient point over the surface. */
export type SurfaceHeight = (xMm: number, yMm: number, zMm: number) => number;

/** Bending is weighed lightly: the surface passes within a fraction of a mm of drawn points, yet contradicting points can't fold it. */
const BENDING_WEIGHT = 1e-4;
/** Points nearer to each other than this are one point. */
const SAME_POINT_MM = 0.01;
/** Narrowest spread of points across their line that still tells a plane, mm. */
const NARROWEST_SPREAD_MM = 0.5;

/** r^2 log r of the squared distance. */
const bend = (squared: number): number => (squared > 1e-300 ? 0.5 * squared * logarithm(squared) : 0);

/** @throws RemnantError('invalid_input') when the points don't span a surface. */
export function fitSurface(pointsMm: readonly Vec3[]): SurfaceHeight {
  const points = distinct(pointsMm);
  if (points.length < 3) throw new RemnantError('invalid_input', 'A cut needs at least three different points.');
  const centre = scale(points.reduce(add), 1 / points.length);
  const offsets = points.map((point) => subtract(point, centre));
  const [u, v, normal] = principalAxes(offsets);
  const across = Math.max(...offsets.map((offset) => Math.abs(dot(offset, v))));
  if (across < NARROWEST_SPREAD_MM) {
    throw new RemnantError(
      'invalid_input',
      'The points of the cut lie on one line: add a point beside it, for example in another slice.',
    );
  }
  if (points.length === 3) return (x, y, z) => dot(subtract([x, y, z], centre), normal);
  return splineOver(offsets, centre, u, v, normal);
}

function splineOver(offsets: readonly Vec3[], centre: Vec3, u: Vec3, v: Vec3, normal: Vec3): SurfaceHeight {
  // Lengths in units of the points' extent keep the system well conditioned.
  const unit = Math.max(...offsets.map(length));
  const us = Float64Array.from(offsets, (offset) => dot(offset, u) / unit);
  const vs = Float64Array.from(offsets, (offset) => dot(offset, v) / unit);
  const heights = offsets.map((offset) => dot(offset, normal) / unit);
  const weights = solveSpline(us, vs, heights);
  const count = offsets.length;
  return (x, y, z) => {
    const px = (x - centre[0]) / unit;
    const py = (y - centre[1]) / unit;
    const pz = (z - centre[2]) / unit;
    const pu = px * u[0] + py * u[1] + pz * u[2];
    const pv = px * v[0] + py * v[1] + pz * v[2];
    let surface = weights[count]! + weights[count + 1]! * pu + weights[count + 2]! * pv;
    for (let n = 0; n < count; n++) {
      const du = pu - us[n]!;
      const dv = pv - vs[n]!;
      surface += weights[n]! * bend(du * du + dv * dv);
    }
    return (px * normal[0] + py * normal[1] + pz * normal[2] - surface) * unit;
  };
}

/** Weights of the points, then the constant and the two slopes of the affine part. */
function solveSpline(us: Float64Array, vs: Float64Array, heights: readonly number[]): Float64Array {
  const count = us.length;
  const size = count + 3;
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  for (let a = 0; a < count; a++) {
    const row = matrix[a]!;
    for (let b = 0; b < count; b++) row[b] = bend((us[a]! - us[b]!) ** 2 + (vs[a]! - vs[b]!) ** 2);
    row[a]! += BENDING_WEIGHT;
    [1, us[a]!, vs[a]!].forEach((value, n) => {
      row[count + n] = value;
      matrix[count + n]![a] = value;
    });
    right[a] = heights[a]!;
  }
  const weights = solve(matrix, right);
  if (!weights)
    throw new RemnantError('invalid_input', 'No smooth surface fits the points of the cut: draw them again.');
  return weights;
}

function distinct(points: readonly Vec3[]): Vec3[] {
  const kept: Vec3[] = [];
  for (const point of points) {
    if (!point.every(Number.isFinite)) throw new RemnantError('invalid_input', 'A point of the cut is not a number.');
    if (kept.every((other) => length(subtract(other, point)) > SAME_POINT_MM)) kept.push(point);
  }
  return kept;
}

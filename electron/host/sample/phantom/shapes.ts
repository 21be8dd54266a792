/**
 * Shapes as functions of position in patient mm: negative inside, positive outside, close to the true distance near the surface (which is all
 * that partial volume needs).
 */
import type { Vec3 } from '../../../core/domain/geometry.ts';

export type Distance = (x: number, y: number, z: number) => number;

export interface Box {
  readonly min: Vec3;
  readonly max: Vec3;
}

/** One thing painted into the volume; later solids cover earlier ones. */
export interface Solid {
  readonly box: Box;
  readonly distance: Distance;
  /** HU of the material, given the place and its distance from the surface. */
  readonly hu: number | ((x: number, y: number, z: number, away: number) => number);
}

export const boxAround = (centre: Vec3, radii: Vec3, marginMm = 4): Box => ({
  min: [centre[0] - radii[0] - marginMm, centre[1] - radii[1] - marginMm, centre[2] - radii[2] - marginMm],
  max: [centre[0] + radii[0] + marginMm, centre[1] + radii[1] + marginMm, centre[2] + radii[2] + marginMm],
});

/** Axis-parallel ellipsoid; the distance is first order exact at the surface (Quilez, 'ellipsoid SDF'). */
export function ellipsoid([cx, cy, cz]: Vec3, [rx, ry, rz]: Vec3): Distance {
  const [ix, iy, iz] = [1 / rx, 1 / ry, 1 / rz];
  const deepest = -Math.min(rx, ry, rz);
  return (x, y, z) => {
    const a = (x - cx) * ix;
    const b = (y - cy) * iy;
    const c = (z - cz) * iz;
    const scaled = Math.sqrt(a * a + b * b + c * c);
    if (scaled < 1e-6) return deepest;
    const u = a * ix;
    const v = b * iy;
    const w = c * iz;
    return (scaled * (scaled - 1)) / Math.sqrt(u * u + v * v + w * w);
  };
}

/** A cone with round ends from `a` (radius ra) to `b` (radius rb). */
export function capsule([ax, ay, az]: Vec3, [bx, by, bz]: Vec3, ra: number, rb = ra): Distance {
  const [dx, dy, dz] = [bx - ax, by - ay, bz - az];
  const inverse = 1 / Math.max(dx * dx + dy * dy + dz * dz, 1e-9);
  return (x, y, z) => {
    const px = x - ax;
    const py = y - ay;
    const pz = z - az;
    const along = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) * inverse));
    const qx = px - along * dx;
    const qy = py - along * dy;
    const qz = pz - along * dz;
    return Math.sqrt(qx * qx + qy * qy + qz * qz) - (ra + along * (rb - ra));
  };
}

const ANGLES = 512;

/**
 * Endless cylinder along z with a superelliptic section: exponent 2 is an ellipse, larger ones are boxier. Distance along the ray from the
 * centre, from a table of the section's radius.
 */
export function superellipse(cx: number, cy: number, rx: number, ry: number, exponent: number): Distance {
  const radii = Float64Array.from({ length: ANGLES + 2 }, (_, at) => {
    const share = Math.min(at / ANGLES, 1);
    const level = (((1 - share) / rx) ** exponent + (share / ry) ** exponent) ** (1 / exponent);
    return Math.hypot(1 - share, share) / level;
  });
  return (x, y) => {
    const px = Math.abs(x - cx);
    const py = Math.abs(y - cy);
    const place = (ANGLES * py) / (px + py + 1e-9);
    const at = Math.floor(place);
    const before = radii[at]!;
    return Math.sqrt(px * px + py * py) - (before + (radii[at + 1]! - before) * (place - at));
  };
}

/** The smaller of both, rounded over `k` mm where they meet (Quilez, polynomial smooth minimum). */
export function smoothMin(a: number, b: number, k: number): number {
  const blend = Math.max(k - Math.abs(a - b), 0) / k;
  return Math.min(a, b) - (blend * blend * k) / 4;
}
export const smoothMax = (a: number, b: number, k: number): number => -smoothMin(-a, -b, k);

const WAVE_STEPS = 4096;
const wave = Float32Array.from({ length: WAVE_STEPS }, (_, at) => Math.sin((at / WAVE_STEPS) * 2 * Math.PI));
const sine = (angle: number): number => wave[(angle * (WAVE_STEPS / (2 * Math.PI))) & (WAVE_STEPS - 1)]!;

/** Waves between -1 and 1 that make a surface look grown rather than turned on a lathe. */
export const ripple = (x: number, y: number, z: number, waveMm: number): number =>
  sine(x / waveMm + 1.3) * sine(y / waveMm + 0.4) * sine(z / waveMm + 2.1);

/** Irregular waves, for the texture inside things. */
export const texture = (x: number, y: number, z: number, waveMm: number): number =>
  0.6 * ripple(x + 0.7 * y, y - 0.6 * x + 0.3 * z, z + 0.4 * x, waveMm) +
  0.6 * ripple(y - 0.4 * z, z + 0.8 * y, x - 0.5 * z, waveMm * 0.71);

/** Solids along a polyline, one cone per piece. */
export function tube(points: readonly Vec3[], radii: readonly number[], hu: Solid['hu']): Solid[] {
  return points.slice(1).map((end, index) => {
    const start = points[index]!;
    const [ra, rb] = [radii[index]!, radii[index + 1]!];
    const reach = Math.max(ra, rb) + 4;
    return {
      box: {
        min: [
          Math.min(start[0], end[0]) - reach,
          Math.min(start[1], end[1]) - reach,
          Math.min(start[2], end[2]) - reach,
        ],
        max: [
          Math.max(start[0], end[0]) + reach,
          Math.max(start[1], end[1]) + reach,
          Math.max(start[2], end[2]) + reach,
        ],
      },
      distance: capsule(start, end, ra, rb),
      hu,
    };
  });
}

/** An ellipsoid as a solid. */
export const ball = (centre: Vec3, radii: Vec3, hu: Solid['hu']): Solid => ({
  box: boxAround(centre, radii),
  distance: ellipsoid(centre, radii),
  hu,
});

/** Convex hulls and diameters in one slice plane; points in mm along the slice's rows and columns. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

/** A straight line between two points, and its length. */
export interface Chord {
  readonly from: PlanePoint;
  readonly to: PlanePoint;
  readonly lengthMm: number;
}

/** Twice the signed area of a triangle; positive when a, b, c turn counter-clockwise. */
const turn = (a: PlanePoint, b: PlanePoint, c: PlanePoint): number =>
  (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

export const squaredDistance = (a: PlanePoint, b: PlanePoint): number =>
  (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);

/**
 * Corners of the convex hull, counter-clockwise from the lowest x, without points on its sides (Andrew's monotone chain, 1979,
 * doi 10.1016/0020-0190(79)90072-3).
 */
export function convexHull(points: readonly PlanePoint[]): PlanePoint[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const lower = chain(sorted);
  const upper = chain(sorted.reverse());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(sorted: readonly PlanePoint[]): PlanePoint[] {
  const hull: PlanePoint[] = [];
  for (const point of sorted) {
    while (hull.length > 1 && turn(hull[hull.length - 2]!, hull[hull.length - 1]!, point) <= 0) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** The two corners of a hull that lie farthest apart; of equal pairs the first. */
export function longestChord(hull: readonly PlanePoint[]): Chord {
  let [from, to, best] = [hull[0]!, hull[0]!, 0];
  hull.forEach((a, n) => {
    for (let m = n + 1; m < hull.length; m++) {
      const squared = squaredDistance(a, hull[m]!);
      if (squared > best) [from, to, best] = [a, hull[m]!, squared];
    }
  });
  return { from, to, lengthMm: Math.sqrt(best) };
}

/**
 * The longest chord of a hull at right angles to `axis`. Between two corners the length of such chords changes linearly, so that one of
 * the longest starts at a corner.
 */
export function longestPerpendicular(hull: readonly PlanePoint[], axis: Chord): Chord {
  const along: PlanePoint = { x: axis.to.x - axis.from.x, y: axis.to.y - axis.from.y };
  const place = (point: PlanePoint): number => point.x * along.x + point.y * along.y;
  let best: Chord = { from: axis.from, to: axis.from, lengthMm: 0 };
  for (const corner of hull) {
    const level = place(corner);
    hull.forEach((a, n) => {
      const b = hull[(n + 1) % hull.length]!;
      const [start, end] = [place(a), place(b)];
      if (start === end || (start - level) * (end - level) > 0) return;
      const part = (level - start) / (end - start);
      const to = { x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y) };
      const lengthMm = Math.sqrt(squaredDistance(corner, to));
      if (lengthMm > best.lengthMm) best = { from: corner, to, lengthMm };
    });
  }
  return best;
}

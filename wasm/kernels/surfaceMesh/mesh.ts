/** A closed surface of triangles, and what it encloses. */

/** Three coordinates a corner, LPS mm; three corners a triangle, counterclockwise seen from outside. */
export interface Mesh {
  readonly positions: Float64Array;
  readonly triangles: Uint32Array;
}

/** Volume that a closed mesh encloses; positive when its triangles are turned outward. */
export function enclosedMm3({ positions: p, triangles }: Mesh): number {
  let sum = 0;
  // From a corner of the mesh: far from it, small differences of large numbers would be added.
  const [x, y, z] = [p[0] ?? 0, p[1] ?? 0, p[2] ?? 0];
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [3 * triangles[at]!, 3 * triangles[at + 1]!, 3 * triangles[at + 2]!];
    const [ax, ay, az] = [p[a]! - x, p[a + 1]! - y, p[a + 2]! - z];
    const [bx, by, bz] = [p[b]! - x, p[b + 1]! - y, p[b + 2]! - z];
    const [cx, cy, cz] = [p[c]! - x, p[c + 1]! - y, p[c + 2]! - z];
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return sum / 6;
}

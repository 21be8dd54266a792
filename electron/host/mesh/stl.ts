/** Binary STL: an 80-byte header, the number of triangles, and for each its normal and three corners as 32-bit numbers. */
import type { Mesh } from '../../../wasm/kernels/surfaceMesh/index.ts';

const HEADER_BYTES = 80;
const TRIANGLE_BYTES = 50;

/** @param title ASCII, at most 80 characters; must not begin with "solid", which would mean a text file */
export function writeStl({ positions: p, triangles }: Mesh, title: string): Uint8Array<ArrayBuffer> {
  const count = triangles.length / 3;
  const bytes = new Uint8Array(HEADER_BYTES + 4 + count * TRIANGLE_BYTES);
  new TextEncoder().encodeInto(title.slice(0, HEADER_BYTES), bytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(HEADER_BYTES, count, true);
  for (let triangle = 0, at = HEADER_BYTES + 4; triangle < count; triangle++, at += TRIANGLE_BYTES) {
    const corners = [0, 1, 2].map((corner) => 3 * triangles[3 * triangle + corner]!) as [number, number, number];
    const [a, b, c] = corners;
    const side = (to: number, axis: number): number => p[to + axis]! - p[a + axis]!;
    const normal = [0, 1, 2].map((axis) => {
      const [next, last] = [(axis + 1) % 3, (axis + 2) % 3];
      return side(b, next) * side(c, last) - side(b, last) * side(c, next);
    }) as [number, number, number];
    const size = Math.hypot(...normal) || 1;
    normal.forEach((value, axis) => {
      view.setFloat32(at + 4 * axis, value / size, true);
    });
    corners.forEach((corner, place) => {
      for (let axis = 0; axis < 3; axis++) view.setFloat32(at + 12 * (place + 1) + 4 * axis, p[corner + axis]!, true);
    });
  }
  return bytes;
}

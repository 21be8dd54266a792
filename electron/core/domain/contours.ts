/** Polygons in a slice as pixels. */

/** Corners x0, y0, x1, y1 ... in pixels; whole numbers are centres of pixels. Closed by itself. */
export type Polygon = ArrayLike<number>;

/**
 * Turns over the pixels whose centre lies inside the polygon, so that several polygons of one slice are filled by the even-odd rule: a polygon
 * in another one is a hole, and so is what the channel of a key-hole contour leads to (PS3.3 C.8.8.6.3).
 * @param slice width * height values 0 or 1, changed in place
 */
export function fillPolygon(polygon: Polygon, slice: Uint8Array, width: number): void {
  const height = slice.length / width;
  const count = Math.floor(polygon.length / 2);
  if (count < 3) return;
  let [lowest, highest] = [Infinity, -Infinity];
  for (let at = 0; at < count; at++) {
    lowest = Math.min(lowest, polygon[2 * at + 1]!);
    highest = Math.max(highest, polygon[2 * at + 1]!);
  }
  const last = Math.min(height - 1, Math.floor(highest));
  for (let row = Math.max(0, Math.ceil(lowest)); row <= last; row++) {
    const crossings = crossingsOf(polygon, count, row);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      // Half open, as are the rows below: what two polygons share along an edge is of one of them alone.
      const from = Math.max(0, Math.ceil(crossings[at]!));
      const to = Math.min(width, Math.ceil(crossings[at + 1]!));
      for (let column = from; column < to; column++) slice[row * width + column]! ^= 1;
    }
  }
}

/** Where the polygon's edges cross the middle of a row, from left to right. */
function crossingsOf(polygon: Polygon, count: number, row: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < count; at++) {
    const next = at + 1 === count ? 0 : at + 1;
    const [x0, y0] = [polygon[2 * at]!, polygon[2 * at + 1]!];
    const [x1, y1] = [polygon[2 * next]!, polygon[2 * next + 1]!];
    if (y0 > row === y1 > row) continue;
    // From the lower end in either direction, so that an edge of two polygons is rounded alike.
    found.push(y0 < y1 ? x0 + ((row - y0) / (y1 - y0)) * (x1 - x0) : x1 + ((row - y1) / (y0 - y1)) * (x0 - x1));
  }
  return found.sort((a, b) => a - b);
}

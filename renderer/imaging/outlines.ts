/** The outlines of what is drawn in a slice, along the edges of its voxels. */

/** Receives straight pieces of an outline in units of voxels: the voxel (0, 0) spans 0..1. */
export type OutlineSink = (classIndex: number, x1: number, y1: number, x2: number, y2: number) => void;

/** First and last column and row, both included, of what isn't class 0; null where there is none. */
function drawnPart(
  classes: Uint8Array,
  columns: number,
  rows: number,
): { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number } | null {
  let [left, right, top, bottom] = [columns, -1, -1, -1];
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let first = 0;
    while (first < columns && classes[start + first] === 0) first++;
    if (first === columns) continue;
    let last = columns - 1;
    while (last > right && classes[start + last] === 0) last--;
    left = Math.min(left, first);
    right = Math.max(right, last);
    if (top < 0) top = row;
    bottom = row;
  }
  return top < 0 ? null : { left, right, top, bottom };
}

/**
 * The edges between different classes, neighbouring pieces joined. An edge belongs to the higher of the two classes.
 */
export function outlines(classes: Uint8Array, columns: number, rows: number, sink: OutlineSink): void {
  // A drawn organ is a small part of a slice, and this runs while a brush moves.
  const part = drawnPart(classes, columns, rows);
  if (part === null) return;
  const { left, right, top, bottom } = part;
  for (let row = top; row <= bottom + 1; row++) {
    let begun = left;
    let current = 0;
    for (let column = left; column <= right + 1; column++) {
      const inside = column <= right;
      const above = inside && row > top ? classes[(row - 1) * columns + column]! : 0;
      const below = inside && row <= bottom ? classes[row * columns + column]! : 0;
      const edge = above === below ? 0 : Math.max(above, below);
      if (edge === current) continue;
      if (current !== 0) sink(current, begun, row, column, row);
      current = edge;
      begun = column;
    }
  }
  for (let column = left; column <= right + 1; column++) {
    let begun = top;
    let current = 0;
    for (let row = top; row <= bottom + 1; row++) {
      const inside = row <= bottom;
      const before = inside && column > left ? classes[row * columns + column - 1]! : 0;
      const after = inside && column <= right ? classes[row * columns + column]! : 0;
      const edge = before === after ? 0 : Math.max(before, after);
      if (edge === current) continue;
      if (current !== 0) sink(current, column, begun, column, row);
      current = edge;
      begun = row;
    }
  }
}

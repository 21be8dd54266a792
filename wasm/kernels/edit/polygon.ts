/** Closed outlines on a lattice of points. */

export type Point2 = readonly [u: number, v: number];

/**
 * Lattice points that a closed outline winds around (non-zero winding: a loop drawn over itself has no hole). Half open: of two outlines
 * that share an edge each lattice point belongs to one.
 * @param points in units of the lattice; the last is joined to the first.
 * @returns 0/1 of `width * height` points, row by row.
 */
export function fillPolygon(points: readonly Point2[], width: number, height: number): Uint8Array {
  const filled = new Uint8Array(width * height);
  /** Sum of the windings that begin at each lattice point of a row. */
  const turns = new Int32Array(width + 1);
  let lowest = Infinity;
  let highest = -Infinity;
  for (const [, v] of points) {
    lowest = Math.min(lowest, v);
    highest = Math.max(highest, v);
  }
  const last = Math.min(Math.floor(highest), height - 1);
  for (let row = Math.max(Math.ceil(lowest), 0); row <= last; row++) {
    turns.fill(0);
    eachCrossing(points, row, (u, turn) => {
      const column = Math.min(Math.max(Math.ceil(u), 0), width);
      turns[column]! += turn;
    });
    let winding = 0;
    for (let column = 0; column < width; column++) {
      winding += turns[column]!;
      if (winding !== 0) filled[row * width + column] = 1;
    }
  }
  return filled;
}

/** Where the outline crosses the line of a row, and in which direction. */
function eachCrossing(points: readonly Point2[], row: number, visit: (u: number, turn: 1 | -1) => void): void {
  let [fromU, fromV] = points.at(-1) ?? [0, 0];
  for (const [toU, toV] of points) {
    if (fromV <= row !== toV <= row)
      visit(fromU + ((row - fromV) / (toV - fromV)) * (toU - fromU), fromV <= row ? 1 : -1);
    [fromU, fromV] = [toU, toV];
  }
}

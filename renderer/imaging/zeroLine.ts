/** The line on which a sampled function is zero: marching squares (Lorensen & Cline's idea in 2D) with linear interpolation. */

/** @param values samples row by row; the sink receives pieces in units of samples. */
export function zeroLine(
  values: Float32Array,
  columns: number,
  rows: number,
  sink: (x1: number, y1: number, x2: number, y2: number) => void,
): void {
  const crossings = new Float64Array(8);
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const [a, b, c, d] = [values[at]!, values[at + 1]!, values[at + columns + 1]!, values[at + columns]!];
      let found = 0;
      const cross = (from: number, to: number, x1: number, y1: number, x2: number, y2: number): void => {
        if (from > 0 === to > 0) return;
        const part = from / (from - to);
        crossings[found++] = x1 + (x2 - x1) * part;
        crossings[found++] = y1 + (y2 - y1) * part;
      };
      cross(a, b, column, row, column + 1, row);
      cross(b, c, column + 1, row, column + 1, row + 1);
      cross(c, d, column + 1, row + 1, column, row + 1);
      cross(d, a, column, row + 1, column, row);
      // Two crossings are one piece; four (a saddle) are two.
      for (let n = 0; n + 3 < found; n += 4)
        sink(crossings[n]!, crossings[n + 1]!, crossings[n + 2]!, crossings[n + 3]!);
    }
  }
}

/** Exact Euclidean distance transforms (Felzenszwalb & Huttenlocher 2012, doi 10.4086/toc.2012.v008a019). */

/** Squared mm of a voxel that has nothing near, as in lineTransform.ts. */
const FAR: f64 = 1e12;

/**
 * Squared distances along the rows of a slice to the nearest voxel that is (`value` 1) or isn't set.
 * @param field f64 for each voxel @param squares those of 0, 1 ... columns - 1 steps, then FAR @param line room for `columns` times 32 bits
 */
export function alongRows(mask: usize, field: usize, squares: usize, line: usize, columns: i32, rows: i32, value: i32): void {
  for (let j = 0; j < rows; j++) {
    let steps = columns;
    for (let i = 0; i < columns; i++) {
      const isThere = i32(load<u8>(mask + i) != 0) == value;
      steps = isThere ? 0 : min(steps + 1, columns);
      store<i32>(line + (i << 2), steps);
    }
    steps = columns;
    for (let i = columns - 1; i >= 0; i--) {
      const back = load<i32>(line + (i << 2));
      steps = back == 0 ? 0 : min(steps + 1, columns);
      store<f64>(field + (i << 3), load<f64>(squares + (min(back, steps) << 3)));
    }
    mask += columns;
    field += columns << 3;
  }
}

/**
 * Lower envelopes of parabolas along parallel lines, in place.
 * @param step bytes from one line to the next, `stride` from one of its numbers to the next @param squared of the spacing
 * @param room for each of `size` numbers 8 bytes (values), 8 (bounds) and 4 (sites)
 */
export function alongLines(field: usize, lines: i32, step: usize, size: i32, stride: usize, squared: f64, room: usize): void {
  for (let line = 0; line < lines; line++, field += step) alongLine(field, size, stride, squared, room);
}

/** Nothing reaches past a voxel at distance 0, so that what lies between two of them is a line of its own. */
function alongLine(field: usize, size: i32, stride: usize, squared: f64, values: usize): void {
  let from = field;
  let most: f64 = 0;
  for (let n = 0; n < size; n++, from += stride) {
    const value = load<f64>(from);
    store<f64>(values + (n << 3), value);
    most = max(most, value);
  }
  if (most == 0) return;
  for (let n = 0; n < size; n++) {
    if (load<f64>(values + (n << 3)) == 0) continue;
    const first = max(n - 1, 0);
    while (n < size && load<f64>(values + (n << 3)) != 0) n++;
    const last = min(n, size - 1);
    if (last - first == 2 && load<f64>(values + (first << 3)) == 0 && load<f64>(values + (last << 3)) == 0) {
      if (squared < load<f64>(values + (first << 3), 8)) store<f64>(field + (first + 1) * stride, squared);
    } else envelope(field, first, last, size, stride, squared, values);
  }
}

function envelope(field: usize, first: i32, last: i32, size: i32, stride: usize, squared: f64, values: usize): void {
  const bounds = values + (size << 3);
  const sites = bounds + (size << 3);
  let count = 0;
  for (let n = first; n <= last; n++) {
    const value = load<f64>(values + (n << 3));
    if (value >= FAR) continue;
    let bound: f64 = -Infinity;
    while (count > 0) {
      const site = load<i32>(sites + ((count - 1) << 2));
      bound = (value - load<f64>(values + (site << 3)) + squared * <f64>(n * n - site * site)) / (2 * squared * <f64>(n - site));
      if (bound > load<f64>(bounds + ((count - 1) << 3))) break;
      count--;
    }
    store<i32>(sites + (count << 2), n);
    store<f64>(bounds + (count << 3), count == 0 ? -Infinity : bound);
    count++;
  }
  if (count == 0) return;
  let at = 0;
  for (let n = first; n <= last; n++) {
    while (at + 1 < count && load<f64>(bounds + ((at + 1) << 3)) < <f64>n) at++;
    const site = load<i32>(sites + (at << 2));
    const offset: f64 = n - site;
    store<f64>(field + n * stride, squared * offset * offset + load<f64>(values + (site << 3)));
  }
}

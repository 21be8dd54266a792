/**
 * Maps the labels of some rows through a table where the intensity lies in a range.
 *
 * @param labels one byte each @param hu 16 bits each @param to takes the labels that result; up to 15 bytes behind are written over
 * @param flip -1 for the intensities outside of low..high, 0 for those inside @param table bits by which the labels 0 to 15 change; larger ones stay
 * @param ends two whole numbers: the first and the last column with a change so far, which move out as far as needed
 * @returns 0 when nothing changed, else the first row with a change in the lower and one after the last in the upper 16 bits
 */
export function mapRange(
  labels: usize,
  hu: usize,
  to: usize,
  columns: i32,
  rows: i32,
  low: i32,
  high: i32,
  flip: i32,
  table: usize,
  ends: usize,
): i32 {
  const lowest = i16x8.splat(<i16>low);
  const highest = i16x8.splat(<i16>high);
  const turned = i8x16.splat(<i8>flip);
  const turns = v128.load(table);
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  let first = 0;
  let end = 0;
  for (let j = 0; j < rows; j++) {
    let any = i8x16.splat(0);
    let difference = i8x16.splat(0);
    let i = 0;
    for (; i < columns; i += 16) {
      any = v128.or(any, difference);
      const label = v128.load(labels + i);
      const inside = v128.xor(i8x16.narrow_i16x8_s(within(hu + (i << 1), lowest, highest), within(hu + (i << 1) + 16, lowest, highest)), turned);
      // Larger labels find a 0.
      difference = v128.and(i8x16.swizzle(turns, label), inside);
      // What lies behind the row is written too, and then by the row that it belongs to.
      v128.store(to + i, v128.xor(label, difference));
    }
    any = v128.or(any, v128.and(difference, i8x16.lt_u(lanes, i8x16.splat(<i8>(columns + 16 - i)))));
    if (v128.any_true(any)) {
      if (end == 0) first = j;
      end = j + 1;
      widen(labels, to, columns, ends);
    }
    labels += columns;
    hu += columns << 1;
    to += columns;
  }
  return first | (end << 16);
}

// @ts-ignore: decorator
@inline
function within(hu: usize, lowest: v128, highest: v128): v128 {
  const values = v128.load(hu);
  return i16x8.eq(i16x8.min_s(i16x8.max_s(values, lowest), highest), values);
}

/** Only what lies beyond the ends is compared, so that a row costs little as soon as they lie far out. */
function widen(before: usize, after: usize, columns: i32, ends: usize): void {
  const first = load<i32>(ends);
  for (let i = 0; i < first; i += 16) {
    const changed = differing(before + i, after + i);
    if (changed == 0) continue;
    // What lies behind the row is farther in than any end.
    store<i32>(ends, min(first, i + ctz(changed)));
    break;
  }
  const last = load<i32>(ends, 4);
  for (let i = columns - 16; i + 15 > last; i -= 16) {
    const changed = differing(before + i, after + i);
    if (changed == 0) continue;
    store<i32>(ends, max(last, i + 31 - clz(changed)), 4);
    break;
  }
}

/** A bit for each of 16 bytes. */
// @ts-ignore: decorator
@inline
function differing(before: usize, after: usize): i32 {
  return i8x16.bitmask(i8x16.ne(v128.load(before), v128.load(after)));
}

/** Whether the table, as for `mapRange`, changes any of the labels; 15 bytes behind them count as well. */
export function changesAny(labels: usize, count: i32, table: usize): i32 {
  const turns = v128.load(table);
  const end = labels + count;
  for (; labels < end; labels += 16) if (v128.any_true(i8x16.swizzle(turns, v128.load(labels)))) return 1;
  return 0;
}

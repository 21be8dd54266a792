/**
 * Maps the labels of a slice through a table where the intensity lies in a range.
 *
 * @param labels one byte each @param hu 16 bits each @param to takes the labels that result; up to 15 bytes behind are written over
 * @param changed a byte for each column, rounded up to 16: bits are set in it where a label changed
 * @param flip -1 for the intensities outside of low..high, 0 for those inside @param table bits by which the labels 0 to 15 change; larger ones stay
 * @returns 0 when nothing changed, else the first row with a change in the lower and one after the last in the upper 16 bits
 */
export function mapRange(
  labels: usize,
  hu: usize,
  to: usize,
  changed: usize,
  columns: i32,
  rows: i32,
  low: i32,
  high: i32,
  flip: i32,
  table: usize,
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
    for (let i = 0; i < columns; i += 16) {
      const label = v128.load(labels + i);
      const inside = v128.xor(i8x16.narrow_i16x8_s(within(hu + (i << 1), lowest, highest), within(hu + (i << 1) + 16, lowest, highest)), turned);
      // Larger labels find a 0.
      const difference = v128.and(i8x16.swizzle(turns, label), inside);
      // What lies behind the row is written too, and then by the row that it belongs to.
      v128.store(to + i, v128.xor(label, difference));
      const own = columns - i < 16 ? v128.and(difference, i8x16.lt_u(lanes, i8x16.splat(<i8>(columns - i)))) : difference;
      v128.store(changed + i, v128.or(v128.load(changed + i), own));
      any = v128.or(any, own);
    }
    if (v128.any_true(any)) {
      if (end == 0) first = j;
      end = j + 1;
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

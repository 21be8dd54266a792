/** Between masks of a byte for each voxel and such of a bit, a slice at a time; the layout of the bits is that of bits/bitMask.ts. */

/** The bytes that aren't 0 as bits, all of them turned by `flip`; none beyond the ends of rows, and an empty word after each row. */
export function packSlice(from: usize, to: usize, columns: i32, rows: i32, flip: i32): void {
  const last = ((columns + 31) >> 5) - 1;
  const rest = columns & 31;
  const lastMask = rest == 0 ? -1 : (1 << rest) - 1;
  for (let j = 0; j < rows; j++) {
    for (let n = 0; n <= last; n++) {
      const at = from + (n << 5);
      const word = ((bitsOf(at) | (bitsOf(at + 16) << 16)) ^ flip) & (n == last ? lastMask : -1);
      store<i32>(to, word);
      to += 4;
    }
    store<i32>(to, 0);
    to += 4;
    from += columns;
  }
}

// @ts-ignore: decorator
@inline
function bitsOf(at: usize): i32 {
  return i8x16.bitmask(i8x16.ne(v128.load(at), i8x16.splat(0)));
}

/** The bits as bytes of 0 or 1, after being turned by `flip`; up to 31 bytes behind the slice are written over. */
export function unpackSlice(from: usize, to: usize, columns: i32, rows: i32, flip: i32): void {
  const ones = i8x16.splat(1);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i += 32, from += 4) {
      const word = load<i32>(from) ^ flip;
      v128.store(to + i, v128.and(bytesOf(word), ones));
      v128.store(to + i, v128.and(bytesOf(word >>> 16), ones), 16);
    }
    from += 4;
    to += columns;
  }
}

/** `to` becomes `mask` with `value` where there is a bit after being turned by `flip`; up to 31 bytes behind `to` are written over. */
export function writeSlice(from: usize, mask: usize, to: usize, columns: i32, rows: i32, value: i32, flip: i32): void {
  const values = i8x16.splat(<i8>value);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i += 32, from += 4) {
      const word = load<i32>(from) ^ flip;
      v128.store(to + i, v128.bitselect(values, v128.load(mask + i), bytesOf(word)));
      v128.store(to + i, v128.bitselect(values, v128.load(mask + i, 16), bytesOf(word >>> 16)), 16);
    }
    from += 4;
    mask += columns;
    to += columns;
  }
}

/** The lower 16 bits as bytes of 0 or 255. */
// @ts-ignore: decorator
@inline
function bytesOf(bits: i32): v128 {
  const selector = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const spread = v128.shuffle<i8>(i16x8.splat(<i16>bits), i16x8.splat(0), 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  return i8x16.eq(v128.and(spread, selector), selector);
}

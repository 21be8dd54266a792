/** [1 2 1] / 4, rounded, of 16-bit integers along each axis of a slice, and between slices. */

/**
 * A slice along its rows and then along its columns; edges repeat.
 * @param to up to 14 bytes behind are written over @param lines room for three rows, 32 bytes more each
 */
export function smoothSlice(from: usize, to: usize, lines: usize, columns: i32, rows: i32): void {
  const bytes: usize = columns << 1;
  const room = bytes + 32;
  let before = lines;
  let own = lines + room;
  let after = own + room;
  smoothRow(from, own, columns);
  for (let j = 0; j < rows; j++) {
    if (j < rows - 1) smoothRow(from + bytes, after, columns);
    blend(j == 0 ? own : before, own, j < rows - 1 ? after : own, to, columns);
    from += bytes;
    to += bytes;
    const free = before;
    before = own;
    own = after;
    after = free;
  }
}

// @ts-ignore: decorator
@inline
function smoothRow(from: usize, to: usize, columns: i32): void {
  blend(from - 2, from, from + 2, to, columns);
  const end: usize = (columns - 1) << 1;
  const first: i32 = load<i16>(from);
  const last: i32 = load<i16>(from + end);
  if (columns == 1) return store<i16>(to, first);
  store<i16>(to, (3 * first + load<i16>(from, 2) + 2) >> 2);
  store<i16>(to + end, (load<i16>(from + end - 2) + 3 * last + 2) >> 2);
}

/** (before + 2 own + after + 2) >> 2 for `count` numbers; up to 14 bytes behind `to` are written over. */
export function blend(before: usize, own: usize, after: usize, to: usize, count: i32): void {
  const end = to + (count << 1);
  while (to < end) {
    const a = v128.load(before);
    const c = v128.load(after);
    // Half of the sum of the outer two rounded down, then the half of it and the middle rounded up: the same, in 16 bits.
    const outer = i16x8.add(v128.and(a, c), i16x8.shr_s(v128.xor(a, c), 1));
    const middle = v128.load(own);
    v128.store(to, i16x8.sub(v128.or(outer, middle), i16x8.shr_s(v128.xor(outer, middle), 1)));
    before += 16;
    own += 16;
    after += 16;
    to += 16;
  }
}

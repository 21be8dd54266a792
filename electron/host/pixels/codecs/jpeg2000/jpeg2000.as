/**
 * The inner loops of JPEG 2000's reversible path, in AssemblyScript: code-blocks (ISO 15444-1 annexes C and D) and the inverse 5/3 wavelet
 * (annex F). Compiled by `node scripts/compileKernel.ts`.
 *
 * A code-block is coded in stripes of four rows, column by column. Its state is kept so that a stripe's sixteen columns are 64 bits in the
 * order of the scan, four for each column: which coefficients are significant, were visited in this plane, have been refined. What a pass has
 * to look at is then found by a few operations for all of them, and the next one by counting zeros.
 */

/** The first and the last row of each of sixteen columns. */
const ROW0: u64 = 0x1111111111111111;
const ROW3: u64 = 0x8888888888888888;

const MAX_SIDE: i32 = 64;
/** A stripe above, below, and a word or column on each side stay empty: neighbours outside are insignificant (D.3). */
const STRIPES: usize = 18;
const WORD_STRIDE: usize = 6 * 8;
const WORDS: usize = STRIPES * WORD_STRIDE;
const significant = memory.data(864, 16);
const visited = memory.data(864, 16);
const refined = memory.data(864, 16);
/** Which coefficients there are. */
const inside = memory.data(864, 16);

/**
 * For each column of a stripe the significance of its 6 x 3 surroundings, three bits a row, the first of them of the row above the stripe;
 * their signs in the same order in the upper half. Bits 3 r to 3 r + 8 are the neighbourhood of row r.
 */
const FLAG_STRIDE: usize = 66 * 8;
const flags = memory.data(9504, 16);

/** Coefficients in the order of the scan: sign in the top bit, and magnitude. */
const data = memory.data(16384, 16);

/** Bytes of the code-block that is decoded, and two that end it (D.4.1). */
const bytes = memory.data(65536 + 16, 16);

// Contexts (table D.7) as offsets of their states: 0 to 8 for significance, 9 to 13 for signs.
const REFINE: usize = 14 * 4;
const RUN: usize = 17 * 4;
const UNIFORM: usize = 18 * 4;
const states = memory.data(19 * 4, 16);

/**
 * Table C.2 for both values of the more probable symbol, 16 bytes each: Qe, once at the top and once at the bottom of 64 bits, and the
 * addresses of the rows that follow the more and the less probable symbol. The symbol is the parity of a row's number.
 */
const ROW_BYTES: usize = 16;
const rows = memory.data(94 * 16, 16);

const zeroContexts = memory.data(4 * 512, 16);
/** By significance of the neighbours (odd bits) and their signs (the even ones below): context, and whether the sign is coded inverted. */
const signContexts = memory.data(256, 16);

const qe = memory.data<u16>([0x5601, 0x3401, 0x1801, 0x0ac1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1c01, 0x1601, 0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1c01, 0x1801, 0x1601, 0x1401, 0x1201, 0x1101, 0x0ac1, 0x09c1, 0x08a1, 0x0521, 0x0441, 0x02a1, 0x0221, 0x0141, 0x0111, 0x0085, 0x0049, 0x0025, 0x0015, 0x0009, 0x0005, 0x0001, 0x5601]);
const afterMps = memory.data<u8>([1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46]);
const afterLps = memory.data<u8>([1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46]);
/**
 * The MQ decoder (annex C): its code register's upper half in the top 16 bits, the bits that come next below, and the interval in the lowest
 * 16, so that one shift renormalises all. Within the loops of a pass it is a local variable; this is its value between passes.
 */
let register: u64 = 0;
/** How many of the bits that come next are there, up to 32. */
let ahead: i32 = 0;
/** The last byte that was taken. */
let at: usize = 0;

/**
 * Shifts by `shift`, more than there are bits ahead. A byte after FF adds a carry to bits that were taken before (C.3.4); it is not taken
 * ahead of its time, so that a damaged stream gives what it gives to a decoder that takes single bytes.
 */
function refill(mq: u64, shift: i32): u64 {
  do {
    mq <<= ahead;
    shift -= ahead;
    ahead = 0;
    do {
      const next: u64 = load<u8>(at, 1);
      if (load<u8>(at) != 0xff) {
        at++;
        mq += next << (40 - ahead);
        ahead += 8;
      } else if (next > 0x8f) {
        mq += u64(0xff) << (40 - ahead);
        ahead += 8;
      } else {
        if (next > 0x7f && ahead > 0) break;
        at++;
        mq += next << (41 - ahead);
        ahead += 7;
      }
    } while (ahead <= 24);
  } while (shift > ahead);
  ahead -= shift;
  return mq << shift;
}

function startCode(): void {
  at = bytes;
  ahead = 0;
  // INITDEC (C.3.5) takes two bytes, and the first seven bits of them.
  register = refill(u64(load<u8>(bytes)) << 48, 7) | 0x8000;
}

/**
 * Decodes one decision (C.3.2) without branches that depend on it: half of them could not be predicted.
 * @returns the register, with the decision in place of bit 15, which is set between decisions
 */
@inline
function decide(mq: u64, context: usize): u64 {
  const row = load<u32>(context);
  const twice = load<u64>(row);
  const upper = mq - twice;
  const isLower = u32(mq < twice);
  const less = isLower ^ u32((u32(upper) & 0xffff) < u32(twice));
  let result = select<u64>((mq & ~0xffff) | u64(u32(twice)), upper, isLower);
  const shift = clz<u32>(u32(result) << 16);
  const next = select<u32>(load<u32>(row, 12), load<u32>(row, 8), less);
  store<u32>(context, select<u32>(next, row, shift));
  if (i32(shift) > ahead) result = refill(result, shift);
  else {
    result <<= shift;
    ahead -= shift;
  }
  return result ^ (u64(((row >> 4) ^ less ^ 1) & 1) << 15);
}

/** The same for a context whose more probable symbol nearly always comes. */
@inline
function decideSkewed(mq: u64, context: usize): u64 {
  const row = load<u32>(context);
  const twice = load<u64>(row);
  const upper = mq - twice;
  if (mq >= twice && (u32(upper) & 0x8000) != 0) return upper ^ (u64(((row >> 4) ^ 1) & 1) << 15);
  return decide(mq, context);
}

@inline
function decision(mq: u64): u32 {
  return (u32(mq) >> 15) & 1;
}
@inline
function ready(mq: u64): u64 {
  return mq | 0x8000;
}

@inline
function aboveAndBelow(word: usize): u64 {
  const own = load<u64>(word);
  const above = (load<u64>(word - WORD_STRIDE) >> 3) & ROW0;
  const below = (load<u64>(word + WORD_STRIDE) << 3) & ROW3;
  return ((own << 1) & ~ROW0) | ((own >> 1) & ~ROW3) | above | below;
}

/** Which coefficients have a significant neighbour. */
@inline
function nearSignificant(word: usize): u64 {
  const vertical = aboveAndBelow(word);
  const columns = vertical | load<u64>(word);
  const before = (aboveAndBelow(word - 8) | load<u64>(word - 8)) >> 60;
  const after = (aboveAndBelow(word + 8) | load<u64>(word + 8)) << 60;
  return vertical | (columns << 4) | (columns >> 4) | before | after;
}

@inline
function addTo(address: usize, bits: u64): void {
  store<u64>(address, load<u64>(address) | bits);
}

@inline
function wordOf(x: i32, y: i32): usize {
  return usize(y / 4 + 1) * WORD_STRIDE + usize(x / 16 + 1) * 8;
}
@inline
function flagsOf(x: i32, y: i32): usize {
  return flags + usize(y / 4 + 1) * FLAG_STRIDE + usize(x + 1) * 8;
}

@inline
function signContextOf(near: u64): u32 {
  return u32(load<u8>(signContexts + ((u32(near) & 0xaa) | (u32(near >> 33) & 0x55))));
}

/** Tells the columns left and right, and its own, that the coefficient in row `row3` / 3 is significant. */
@inline
function tellColumns(column: usize, row3: u32, sign: u32): void {
  const found = (u64(1) | (u64(sign) << 32)) << row3;
  addTo(column, found << 4);
  addTo(column - 8, found << 5);
  addTo(column + 8, found << 3);
}

/** Tells the stripes above and below of what was found in the first and last row; this pass does not look there until the word is done. */
function tellStripes(found: u64, column: usize, values: usize): void {
  for (let rest = found & ROW0; rest != 0; rest &= rest - 1) tellRow(rest, column - FLAG_STRIDE, values, 15);
  for (let rest = found & ROW3; rest != 0; rest &= rest - 1) tellRow(rest, column + FLAG_STRIDE, values, 0);
}
@inline
function tellRow(rest: u64, column: usize, values: usize, bit: u64): void {
  const index = usize(ctz(rest));
  const found = (u64(1) | (u64(load<u32>(values + index * 4) >> 31) << 32)) << bit;
  const neighbour = column + (index >> 2) * 8;
  addTo(neighbour - 8, found << 2);
  addTo(neighbour, found << 1);
  addTo(neighbour + 8, found);
}

/** Significance propagation (D.3.1). */
function propagate(width: i32, height: i32, plane: i32, contexts: usize): void {
  let mq = register;
  for (let y = 0; y < height; y += 4) {
    for (let x = 0; x < width; x += 16) {
      const word = wordOf(x, y);
      const firstColumn = flagsOf(x, y);
      const values = data + usize((y * width + x * 4) * 4);
      const before = load<u64>(significant + word);
      const exists = load<u64>(inside + word);
      let now = before;
      let rest = nearSignificant(significant + word) & ~now & exists;
      let seen = rest;
      while (rest != 0) {
        const index = u32(ctz(rest));
        const row3 = (index & 3) * 3;
        const column = firstColumn + usize(index >> 2) * 8;
        const near = load<u64>(column) >> row3;
        const signContext = signContextOf(near);
        mq = decide(mq, states + usize(load<u8>(contexts + (u32(near) & 0x1ef))));
        const isSignificant = decision(mq);
        mq = ready(mq);
        rest &= rest - 1;
        if (isSignificant) {
          mq = decide(mq, states + usize(signContext & 0xfc));
          const sign = decision(mq) ^ (signContext & 1);
          mq = ready(mq);
          store<u32>(values + usize(index) * 4, (sign << 31) | (1 << plane));
          tellColumns(column, row3, sign);
          const found = u64(1) << index;
          const below = (found << 1) & ~ROW0;
          now |= found;
          const more = (below | ((found | below | ((found >> 1) & ~ROW3)) << 4)) & ~now & exists;
          rest |= more;
          seen |= more;
        }
      }
      store<u64>(visited + word, seen);
      store<u64>(significant + word, now);
      tellStripes(now ^ before, firstColumn, values);
    }
  }
  register = mq;
}

/** Magnitude refinement (D.3.3). */
function refine(width: i32, height: i32, plane: i32): void {
  let mq = register;
  for (let y = 0; y < height; y += 4) {
    for (let x = 0; x < width; x += 16) {
      const word = wordOf(x, y);
      const values = data + usize((y * width + x * 4) * 4);
      let rest = load<u64>(significant + word) & ~load<u64>(visited + word);
      if (rest == 0) continue;
      const again = load<u64>(refined + word);
      const near = nearSignificant(significant + word) | again;
      store<u64>(refined + word, again | rest);
      do {
        const index = ctz(rest);
        rest &= rest - 1;
        mq = decide(mq, states + REFINE + usize((u32(near >> index) & 1) + (u32(again >> index) & 1)) * 4);
        const value = values + usize(index) * 4;
        store<u32>(value, load<u32>(value) | (decision(mq) << plane));
        mq = ready(mq);
      } while (rest != 0);
    }
  }
  register = mq;
}

/** Cleanup (D.3.4). */
function cleanUp(width: i32, height: i32, plane: i32, contexts: usize): void {
  let mq = register;
  for (let y = 0; y < height; y += 4) {
    for (let x = 0; x < width; x += 16) {
      const word = wordOf(x, y);
      const firstColumn = flagsOf(x, y);
      const values = data + usize((y * width + x * 4) * 4);
      const before = load<u64>(significant + word);
      let now = before;
      let rest = load<u64>(inside + word) & ~(now | load<u64>(visited + word));
      store<u64>(visited + word, 0);
      if (rest == 0) continue;
      // First rows of columns that are all to be decoded and have no significant neighbour: one decision for four.
      let quiet = rest & ~nearSignificant(significant + word);
      quiet &= quiet >> 1;
      quiet &= (quiet >> 2) & ROW0;
      do {
        let index = u32(ctz(rest));
        if (u32(quiet >> index) & 1) {
          mq = decideSkewed(mq, states + RUN);
          const isInterrupted = decision(mq);
          mq = ready(mq);
          if (!isInterrupted) {
            rest &= ~(u64(15) << index);
            continue;
          }
          mq = decide(mq, states + UNIFORM);
          index += decision(mq) * 2;
          mq = decide(ready(mq), states + UNIFORM);
          index += decision(mq);
          mq = ready(mq);
          rest &= u64(-2) << index;
        } else {
          const near = u32(load<u64>(firstColumn + usize(index >> 2) * 8) >> ((index & 3) * 3));
          mq = decide(mq, states + usize(load<u8>(contexts + (near & 0x1ef))));
          const isSignificant = decision(mq);
          mq = ready(mq);
          rest &= rest - 1;
          if (!isSignificant) continue;
        }
        const row3 = (index & 3) * 3;
        const column = firstColumn + usize(index >> 2) * 8;
        const signContext = signContextOf(load<u64>(column) >> row3);
        mq = decide(mq, states + usize(signContext & 0xfc));
        const sign = decision(mq) ^ (signContext & 1);
        mq = ready(mq);
        store<u32>(values + usize(index) * 4, (sign << 31) | (1 << plane));
        tellColumns(column, row3, sign);
        now |= u64(1) << index;
        quiet &= ~(u64(16) << (index & 60));
      } while (rest != 0);
      store<u64>(significant + word, now);
      tellStripes(now ^ before, firstColumn, values);
    }
  }
  register = mq;
}

function startBlock(width: i32, height: i32): void {
  memory.fill(significant, 0, WORDS);
  memory.fill(visited, 0, WORDS);
  memory.fill(refined, 0, WORDS);
  memory.fill(inside, 0, WORDS);
  memory.fill(flags, 0, STRIPES * FLAG_STRIDE);
  memory.fill(data, 0, MAX_SIDE * MAX_SIDE * 4);
  for (let y = 0; y < height; y += 4) {
    const column: u64 = height - y >= 4 ? ROW0 * 15 : ROW0 * u64((1 << (height - y)) - 1);
    for (let x = 0; x < width; x += 16) {
      const columns: u64 = width - x >= 16 ? u64(-1) : (u64(1) << u64(4 * (width - x))) - 1;
      store<u64>(inside + wordOf(x, y), column & columns);
    }
  }
  // Table D.7.
  for (let context: usize = 0; context < 19; context++) store<u32>(states + context * 4, u32(rows));
  store<u32>(states, u32(rows + 2 * 4 * ROW_BYTES));
  store<u32>(states + RUN, u32(rows + 2 * 3 * ROW_BYTES));
  store<u32>(states + UNIFORM, u32(rows + 2 * 46 * ROW_BYTES));
}

/** Where coefficients of the image are, by subbands as in figure F.6, and rows that are being put together; then the values. */
let coefficients: usize = 0;
let lines: usize = 0;
/** Values in a row of both. */
let stride: i32 = 0;

/** Where a code-block's bytes go, at most 65536. */
export function bytesAt(): usize {
  return bytes;
}

/** Makes room for an image, with all coefficients zero; traps when there is no memory. */
export function startImage(columns: i32, rowCount: i32): void {
  stride = (columns + 7) & ~7;
  const size = usize(stride) * rowCount * 4;
  coefficients = (__heap_base + 15) & ~15;
  lines = coefficients + size;
  const missing = i32((lines + size + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  memory.fill(coefficients, 0, size);
}

/**
 * Decodes all passes of a code-block, of at most 64 x 64, to its place among the coefficients.
 * @param orientation 0 LL, 1 HL, 2 LH, 3 HH
 * @param planes from its first that is not zero to the last, 1 to 31
 */
export function decodeBlock(
  byteCount: i32,
  width: i32,
  height: i32,
  orientation: i32,
  planes: i32,
  left: i32,
  top: i32,
): void {
  startBlock(width, height);
  store<u16>(bytes + usize(byteCount), 0xffff);
  startCode();
  const contexts = zeroContexts + usize(orientation) * 512;
  cleanUp(width, height, planes - 1, contexts);
  for (let plane = planes - 2; plane >= 0; plane--) {
    propagate(width, height, plane, contexts);
    refine(width, height, plane);
    cleanUp(width, height, plane, contexts);
  }
  for (let y = 0; y < height; y++) {
    const target = coefficients + usize((top + y) * stride + left) * 4;
    const source = data + usize((y & ~3) * width + (y & 3)) * 4;
    for (let x = 0; x < width; x++) {
      const value = load<i32>(source + usize(x) * 16);
      const sign = value >> 31;
      store<i32>(target + usize(x) * 4, ((value & i32.MAX_VALUE) ^ sign) - sign);
    }
  }
}

/** A row from its low and high half (F.3.7), which is extended by its own mirror image (F.3.3). */
function joinRow(source: usize, target: usize, width: i32): void {
  const highs = width >> 1;
  const high = source + usize(width - highs) * 4;
  let value = load<i32>(source);
  if (highs > 0) value -= (2 * load<i32>(high) + 2) >> 2;
  for (let n = 0; n < highs; n++) {
    const own = load<i32>(high + usize(n) * 4);
    let next = value;
    if (2 * n + 2 < width) {
      const other = n + 1 < highs ? load<i32>(high + usize(n) * 4, 4) : own;
      next = load<i32>(source + usize(n) * 4, 4) - ((own + other + 2) >> 2);
    }
    store<i32>(target + usize(n) * 8, value);
    store<i32>(target + usize(n) * 8, own + ((value + next) >> 1), 4);
    value = next;
  }
  if (width & 1) store<i32>(target + usize(width - 1) * 4, value);
}

/** Both lifting steps of a column, for all columns; rows are in their places already. */
function joinColumns(width: i32, height: i32): void {
  if (height < 2) return;
  const lineBytes = usize(stride) * 4;
  for (let y = 0; y <= height; y += 2) {
    if (y < height) {
      const own = lines + usize(y) * lineBytes;
      const before = y > 0 ? own - lineBytes : own + lineBytes;
      const after = y + 1 < height ? own + lineBytes : own - lineBytes;
      for (let x: usize = 0; x < usize(width) * 4; x += 16) {
        const sum = i32x4.add(i32x4.add(v128.load(before + x), v128.load(after + x)), i32x4.splat(2));
        v128.store(own + x, i32x4.sub(v128.load(own + x), i32x4.shr_s(sum, 2)));
      }
    }
    if (y < 2) continue;
    const own = lines + usize(y - 1) * lineBytes;
    const before = own - lineBytes;
    const after = y < height ? own + lineBytes : before;
    for (let x: usize = 0; x < usize(width) * 4; x += 16) {
      const sum = i32x4.add(v128.load(before + x), v128.load(after + x));
      v128.store(own + x, i32x4.add(v128.load(own + x), i32x4.shr_s(sum, 1)));
    }
  }
}

/**
 * The image from its coefficients (F.3.2), its middle added and limited to its range (G.1.2).
 * @returns where its values are, 16 bits each, row by row
 */
export function finishImage(columns: i32, rowCount: i32, levels: i32, precision: i32, isSigned: bool): usize {
  const lineBytes = usize(stride) * 4;
  if (levels == 0) memory.copy(lines, coefficients, lineBytes * rowCount);
  for (let level = levels - 1; level >= 0; level--) {
    const width = ((columns - 1) >> level) + 1;
    const height = ((rowCount - 1) >> level) + 1;
    const lows = (height + 1) >> 1;
    for (let y = 0; y < height; y++) {
      const line = y < lows ? 2 * y : 2 * (y - lows) + 1;
      joinRow(coefficients + usize(y) * lineBytes, lines + usize(line) * lineBytes, width);
    }
    joinColumns(width, height);
    if (level == 0) break;
    for (let y = 0; y < height; y++)
      memory.copy(coefficients + usize(y) * lineBytes, lines + usize(y) * lineBytes, usize(width) * 4);
  }
  const middle = isSigned ? 0 : 1 << (precision - 1);
  const lowest = i32x4.splat(isSigned ? -1 << (precision - 1) : 0);
  const highest = i32x4.splat((isSigned ? 1 << (precision - 1) : 1 << precision) - 1);
  for (let y = 0; y < rowCount; y++) {
    const line = lines + usize(y) * lineBytes;
    const target = coefficients + usize(y * columns) * 2;
    for (let x = 0; x < columns; x += 4) {
      const shifted = i32x4.add(v128.load(line + usize(x) * 4), i32x4.splat(middle));
      const limited = i32x4.min_s(i32x4.max_s(shifted, lowest), highest);
      // The lower half of each; what is behind the end of the row is overwritten by the next.
      const narrow = i8x16.shuffle(limited, limited, 0, 1, 4, 5, 8, 9, 12, 13, 0, 1, 4, 5, 8, 9, 12, 13);
      store<u64>(target + usize(x) * 2, i64x2.extract_lane(narrow, 0));
    }
  }
  return coefficients;
}

@inline
function bitOf(bits: i32, at: i32): i32 {
  return (bits >> at) & 1;
}
@inline
function signOf(value: i32): i32 {
  return i32(value > 0) - i32(value < 0);
}
/** 1 for a positive significant neighbour, -1 for a negative one; its sign is in the bit below. */
@inline
function contribution(bits: i32, at: i32): i32 {
  return bitOf(bits, at) * (1 - 2 * bitOf(bits, at - 1));
}

/** Table D.1. */
function zeroContext(orientation: i32, near: i32): i32 {
  const sides = bitOf(near, 3) + bitOf(near, 5);
  const ends = bitOf(near, 1) + bitOf(near, 7);
  const corners = bitOf(near, 0) + bitOf(near, 2) + bitOf(near, 6) + bitOf(near, 8);
  if (orientation == 3) {
    const others = sides + ends;
    if (corners >= 3) return 8;
    if (corners == 2) return others >= 1 ? 7 : 6;
    if (corners == 1) return 3 + min(others, 2);
    return min(others, 2);
  }
  const along = orientation == 1 ? ends : sides;
  const across = orientation == 1 ? sides : ends;
  if (along == 2) return 8;
  if (along == 1) return across >= 1 ? 7 : corners >= 1 ? 6 : 5;
  return across > 0 ? 2 + across : min(corners, 2);
}

/** Tables D.2 and D.3. */
function signContext(near: i32): i32 {
  const sides = signOf(contribution(near, 3) + contribution(near, 5));
  const ends = signOf(contribution(near, 1) + contribution(near, 7));
  const inverted = sides < 0 || (sides == 0 && ends < 0);
  const along = inverted ? -sides : sides;
  const across = inverted ? -ends : ends;
  return ((along == 1 ? 12 : 9) + across) * 4 + i32(inverted);
}

for (let index: usize = 0; index < 94; index++) {
  const state = index >> 1;
  const symbol = index & 1;
  const row = rows + index * ROW_BYTES;
  const estimate = load<u16>(qe + state * 2);
  const switches = state == 0 || state == 6 || state == 14;
  store<u64>(row, (u64(estimate) << 48) | u64(estimate));
  store<u32>(row, u32(rows + (usize(load<u8>(afterMps + state)) * 2 + symbol) * ROW_BYTES), 8);
  store<u32>(row, u32(rows + (usize(load<u8>(afterLps + state)) * 2 + (symbol ^ usize(switches))) * ROW_BYTES), 12);
}
for (let near = 0; near < 512; near++)
  for (let orientation = 0; orientation < 4; orientation++)
    store<u8>(zeroContexts + usize(orientation * 512 + near), zeroContext(orientation, near) * 4);
for (let near = 0; near < 256; near++) store<u8>(signContexts + usize(near), signContext(near));

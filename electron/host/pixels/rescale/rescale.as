/** From stored values to HU where these differ by a whole number, eight pixels at a time, in AssemblyScript. Compiled by `node scripts/compileKernel.ts`. */

/** Pixels of one call: as many as both sides of the loop stay close to the processor for. */
const CHUNK: usize = 16384;
/** Stored values, which HU take the place of. */
const pixels = memory.data(32768, 16);

export function pixelsAddress(): usize {
  return pixels;
}

export function chunkLength(): i32 {
  return <i32>CHUNK;
}

/**
 * Bits outside of the value are shifted out at both ends; sums beyond 16 bits stay at their limit.
 * @param up from the value's high bit to the word's
 * @param down from the word's width to the value's
 * @param low,high values that stand for pixels outside of the reconstruction, both included; none when low > high
 * @param padding a word that stands for such a pixel, whatever its bits mean; beyond 16 bits: none
 * @param floor HU of these pixels, and the lowest there is
 */
export function rescale(
  count: i32, up: i32, down: i32, signed: bool, intercept: i32, low: i32, high: i32, padding: i32, floor: i32,
): void {
  const least = i16x8.splat(<i16>floor);
  const added = i16x8.splat(<i16>intercept);
  const lowest = i16x8.splat(<i16>low);
  const highest = i16x8.splat(<i16>high);
  const word = i16x8.splat(<i16>padding);
  const hasWord = i16x8.splat(padding <= 0xffff ? -1 : 0);
  const end = pixels + (<usize>count << 1);
  for (let at = pixels; at < end; at += 16) {
    const raw = v128.load(at);
    const top = i16x8.shl(raw, up);
    const value = signed ? i16x8.shr_s(top, down) : i16x8.shr_u(top, down);
    const outside = v128.or(
      v128.and(i16x8.ge_s(value, lowest), i16x8.le_s(value, highest)),
      v128.and(i16x8.eq(raw, word), hasWord),
    );
    const hu = i16x8.max_s(i16x8.add_sat_s(value, added), least);
    v128.store(at, v128.bitselect(least, hu, outside));
  }
}

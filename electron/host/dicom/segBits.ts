/** Binary pixels: one bit each, the first in the lowest bit of the first byte, frames not padded (PS3.5 8.2 and annex D). */

/** Calls `visit` with the place in the frame of every bit that is set. */
export function eachSetBit(packed: Uint8Array, firstBit: number, count: number, visit: (at: number) => void): void {
  let at = 0;
  while (at < count) {
    const bit = firstBit + at;
    const byte = packed[bit >>> 3]! >>> (bit & 7);
    if (byte === 0) {
      // Most bytes are empty: go to the next one at once.
      at += 8 - (bit & 7);
      continue;
    }
    if (byte & 1) visit(at);
    at++;
  }
}

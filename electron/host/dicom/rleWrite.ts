/** RLE Lossless (PS3.5 annex G) for pixels of one byte: a label map shrinks to a hundredth, and every reader knows it. */

export const RLE_LOSSLESS = '1.2.840.10008.1.2.5';

const HEADER_BYTES = 64;
const MAX_RUN = 128;

/** One frame; rows may share runs, which readers must allow. @returns an even number of bytes */
export function encodeRle(frame: Uint8Array): Uint8Array {
  // Without runs every 128 bytes cost one more.
  const coded = new Uint8Array(HEADER_BYTES + frame.length + Math.ceil(frame.length / MAX_RUN) + 2);
  const view = new DataView(coded.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, HEADER_BYTES, true);
  let to = HEADER_BYTES;
  let at = 0;
  while (at < frame.length) {
    const run = runLength(frame, at);
    if (run > 1) {
      coded[to++] = 257 - run;
      coded[to++] = frame[at]!;
      at += run;
      continue;
    }
    const from = at;
    // Two equal bytes among others are no run: they would cost more than they save.
    while (at < frame.length && at - from < MAX_RUN && runLength(frame, at) < 3) at++;
    coded[to++] = at - from - 1;
    coded.set(frame.subarray(from, at), to);
    to += at - from;
  }
  return coded.slice(0, to + (to % 2));
}

/** How often the byte at `at` comes in a row, up to what a run can hold. */
function runLength(frame: Uint8Array, at: number): number {
  const value = frame[at];
  const limit = Math.min(frame.length, at + MAX_RUN);
  let end = at + 1;
  while (end < limit && frame[end] === value) end++;
  return end - at;
}

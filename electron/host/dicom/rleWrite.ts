/** RLE Lossless (PS3.5 annex G) for pixels of one byte: a label map shrinks to a hundredth, and every reader knows it. */

export const RLE_LOSSLESS = '1.2.840.10008.1.2.5';

const HEADER_BYTES = 64;
const MAX_RUN = 128;

/** @param columns no run goes from one row into the next (PS3.5 G.3.1). @returns an even number of bytes */
export function encodeRle(frame: Uint8Array, columns: number): Uint8Array {
  // Without runs every 128 bytes cost one more, and so does what is left of each row.
  const rows = Math.ceil(frame.length / columns);
  const coded = new Uint8Array(HEADER_BYTES + frame.length + rows * Math.ceil(columns / MAX_RUN) + 2);
  const view = new DataView(coded.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, HEADER_BYTES, true);
  let to = HEADER_BYTES;
  for (let row = 0; row < rows; row++) to = encodeRow(frame.subarray(row * columns, (row + 1) * columns), coded, to);
  return coded.slice(0, to + (to % 2));
}

/** @returns where in `coded` it ends */
function encodeRow(row: Uint8Array, coded: Uint8Array, start: number): number {
  let to = start;
  let at = 0;
  while (at < row.length) {
    const run = runLength(row, at);
    if (run > 1) {
      coded[to++] = 257 - run;
      coded[to++] = row[at]!;
      at += run;
      continue;
    }
    const from = at;
    // Two equal bytes among others are no run: they would cost more than they save.
    while (at < row.length && at - from < MAX_RUN && runLength(row, at) < 3) at++;
    coded[to++] = at - from - 1;
    coded.set(row.subarray(from, at), to);
    to += at - from;
  }
  return to;
}

/** How often the byte at `at` comes in a row, up to what a run can hold. */
function runLength(row: Uint8Array, at: number): number {
  const value = row[at];
  const limit = Math.min(row.length, at + MAX_RUN);
  let end = at + 1;
  while (end < limit && row[end] === value) end++;
  return end - at;
}

/** Labels as words of four, which are looked up and written at once. */

export interface LabelWords {
  /** Of four labels, or of one where the memory ends within the last four. */
  readonly words: Int32Array | Uint8Array;
  /** Bytes of the first word that lie before the first label. */
  readonly before: number;
  /** By which the place of a byte is shifted to that of its word. */
  readonly shift: 0 | 2;
}

export function wordsOf(labels: Uint8Array): LabelWords {
  const { buffer, byteOffset, length } = labels;
  const before = byteOffset & 3;
  const count = (before + length + 3) >> 2;
  const start = byteOffset - before;
  if (start + 4 * count > buffer.byteLength) return { words: labels, before: 0, shift: 0 };
  return { words: new Int32Array(buffer, start, count), before, shift: 2 };
}

/** The labels of a word after a table. */
export const mapWord = (table: Uint8Array, word: number): number =>
  table[word & 0xff]! |
  (table[(word >>> 8) & 0xff]! << 8) |
  (table[(word >>> 16) & 0xff]! << 16) |
  (table[word >>> 24]! << 24);

/** Of the bytes that aren't 0; the lowest one lies first. */
export const lowestByte = (word: number): number => (31 - Math.clz32(word & -word)) >>> 3;
export const highestByte = (word: number): number => (31 - Math.clz32(word)) >>> 3;

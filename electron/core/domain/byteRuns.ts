/** Where runs of equal bytes end, read four at a time: labelmaps are long runs, mostly of nothing. */
export class ByteRuns {
  private readonly bytes: Uint8Array;
  private readonly words: Int32Array;
  /** Bytes of the first word that lie before the first byte. */
  private readonly shift: number;

  constructor(bytes: Uint8Array) {
    const shift = bytes.byteOffset & 3;
    this.bytes = bytes;
    this.shift = shift;
    this.words = new Int32Array(bytes.buffer, bytes.byteOffset - shift, (bytes.length + shift) >>> 2);
  }

  /** @returns the offset behind the run that begins at `from`, at most `limit`, which is behind `from` */
  end(from: number, limit: number): number {
    const { bytes, words, shift } = this;
    const value = bytes[from]!;
    let at = from + 1;
    while (at < limit && ((at + shift) & 3) !== 0) {
      if (bytes[at] !== value) return at;
      at++;
    }
    const four = Math.imul(value, 0x01010101);
    const lastWord = (limit + shift) >>> 2;
    let word = (at + shift) >>> 2;
    const firstWord = word;
    while (word < lastWord && words[word] === four) word++;
    at += (word - firstWord) * 4;
    while (at < limit && bytes[at] === value) at++;
    return at;
  }
}

/** Bits and Huffman codes of a JPEG scan (ISO 10918-1 F.2.2 and annex C). */

/** By the next 16 bits: length of the code << 8 | its symbol; 0 where there is no code. */
export type HuffmanTable = Uint16Array;

/**
 * @param counts how many codes of each length from 1 to 16
 * @throws RangeError when the lengths leave no room for the codes
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = new Uint16Array(65536);
  let at = 0;
  let symbol = 0;
  counts.forEach((count, index) => {
    const length = index + 1;
    const span = 1 << (16 - length);
    for (let n = 0; n < count; n++, at += span) {
      if (at + span > table.length || symbol >= symbols.length) throw new RangeError('a Huffman table is damaged');
      table.fill((length << 8) | symbols[symbol++]!, at, at + span);
    }
  });
  return table;
}

export class JpegBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;
  /** Zeros put behind the last byte, so that a code near the end can be looked up; none may be used. */
  #invented = 0;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#at = from;
  }

  #fill(): void {
    while (this.#count <= 16) {
      let byte = this.#bytes[this.#at];
      if (byte === 0xff && this.#bytes[this.#at + 1] !== 0) byte = undefined;
      if (byte === undefined) this.#invented += 8;
      else this.#at += byte === 0xff ? 2 : 1;
      this.#bits = (this.#bits << 8) | (byte ?? 0);
      this.#count += 8;
    }
  }

  #skip(count: number): void {
    this.#count -= count;
    if (this.#count < this.#invented) throw new RangeError('the scan is cut short');
  }

  /** @throws RangeError at the end of the scan, or where there is no code, as the others */
  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const entry = table[(this.#bits >>> (this.#count - 16)) & 0xffff]!;
    if (entry === 0) throw new RangeError('the scan has a code that its table does not know');
    this.#skip(entry >> 8);
    return entry & 0xff;
  }

  /** A difference of `size` bits, at most 15, as EXTEND gives it (F.2.2.1). */
  difference(size: number): number {
    if (size === 0) return 0;
    if (this.#count < size) this.#fill();
    const value = (this.#bits >>> (this.#count - size)) & ((1 << size) - 1);
    this.#skip(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Steps over a restart marker (F.2.2.5). */
  restart(): void {
    const marker = this.#bytes[this.#at + 1] ?? 0;
    if (this.#bytes[this.#at] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw new RangeError('a restart marker is missing');
    this.#at += 2;
    this.#bits = this.#count = this.#invented = 0;
  }
}

/** Bits of packet headers, and the trees that are coded with them (ISO 15444-1 B.10). */

/** A bit follows each byte FF, which is not used (B.10.1). */
export class PacketBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #byte = 0;
  #left = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  #take(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('a packet header is cut short');
    return byte;
  }

  /** @throws RangeError behind the end, as the others */
  bit(): number {
    if (this.#left === 0) {
      this.#left = this.#byte === 0xff ? 7 : 8;
      this.#byte = this.#take();
    }
    return (this.#byte >> --this.#left) & 1;
  }

  /** At most 31 bits. */
  bits(count: number): number {
    let value = 0;
    for (let n = 0; n < count; n++) value = value * 2 + this.bit();
    return value;
  }

  /** Ones up to a zero, at most `most`. */
  ones(most: number): number {
    let count = 0;
    while (this.bit() === 1) if (++count > most) throw new RangeError('a packet header counts too far');
    return count;
  }

  /** @returns where the header ends */
  end(): number {
    if (this.#byte === 0xff) this.#take();
    return this.#at;
  }
}

interface TreeLevel {
  readonly columns: number;
  /** What the value is known to be at least. */
  readonly lowest: Int32Array;
  readonly isKnown: Uint8Array;
}

/** A value for each leaf of a grid, of which a little becomes known at a time (B.10.2). */
export class TagTree {
  readonly #levels: readonly TreeLevel[];

  constructor(columns: number, rows: number) {
    const levels: TreeLevel[] = [];
    for (let [width, height] = [columns, rows]; ; [width, height] = [(width + 1) >> 1, (height + 1) >> 1]) {
      const size = width * height;
      levels.unshift({ columns: width, lowest: new Int32Array(size), isKnown: new Uint8Array(size) });
      if (size <= 1) break;
    }
    this.#levels = levels;
  }

  /** Reads what is needed to tell the leaf's value if it is below the limit. @returns null when it is not */
  valueBelow(limit: number, column: number, row: number, bits: PacketBits): number | null {
    let low = 0;
    let known = 0;
    for (const [at, level] of this.#levels.entries()) {
      const shift = this.#levels.length - 1 - at;
      const node = (row >> shift) * level.columns + (column >> shift);
      low = Math.max(low, level.lowest[node]!);
      while (low < limit && level.isKnown[node] === 0) {
        if (bits.bit() === 1) level.isKnown[node] = 1;
        else low++;
      }
      level.lowest[node] = low;
      known = level.isKnown[node]!;
    }
    return known === 1 && low < limit ? low : null;
  }
}

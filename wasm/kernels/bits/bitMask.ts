/**
 * Masks at one bit a voxel, 32 to a word: what neighbours need of each other is then a shift, an "and" and an "or" for 32 voxels at once. The
 * first voxel of a row is the lowest bit of a word; an empty word ends each row, an empty row each slice, and an empty slice lies before the
 * first and after the last, so that going to a neighbour needs no look at the grid's border.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';

const WORD = 32;

export class BitMask {
  readonly dims: Vec3;
  /** Words that hold voxels in each row. */
  readonly rowWords: number;
  /** From a word to the same one of the next row, or of the next slice. */
  readonly rowStride: number;
  readonly sliceStride: number;
  readonly words: Int32Array<ArrayBuffer>;

  constructor(dims: Vec3) {
    const [columns, rows, slices] = dims;
    this.dims = dims;
    this.rowWords = Math.ceil(columns / WORD);
    this.rowStride = this.rowWords + 1;
    this.sliceStride = this.rowStride * (rows + 1);
    this.words = new Int32Array(this.sliceStride * (slices + 2));
  }

  /** Where the words of a row begin. */
  rowStart(j: number, k: number): number {
    return (k + 1) * this.sliceStride + j * this.rowStride;
  }

  /** The word of the voxel at this offset of the grid; its bit is `offset % columns % 32`. */
  wordOf(offset: number): number {
    const [columns, rows] = this.dims;
    const row = Math.floor(offset / columns);
    const k = Math.floor(row / rows);
    return this.rowStart(row - k * rows, k) + ((offset - row * columns) >>> 5);
  }
}

/** The voxels that are (`value` 1) or aren't set; beyond the ends of rows there is never a bit. */
export function packBits(mask: Uint8Array, dims: Vec3, value: 0 | 1): BitMask {
  const bits = new BitMask(dims);
  const [columns, rows, slices] = dims;
  const bytes = new DataView(mask.buffer, mask.byteOffset, mask.byteLength);
  const flip = value === 1 ? 0 : -1;
  const whole = columns >>> 5;
  const rest = columns & 31;
  const { words } = bits;
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const start = bits.rowStart(j, k);
      for (let n = 0; n < whole; n++, at += WORD) {
        const low = nibble(bytes, at) | (nibble(bytes, at + 4) << 4) | (nibble(bytes, at + 8) << 8);
        const middle = (nibble(bytes, at + 12) << 12) | (nibble(bytes, at + 16) << 16) | (nibble(bytes, at + 20) << 20);
        words[start + n] = (low | middle | (nibble(bytes, at + 24) << 24) | (nibble(bytes, at + 28) << 28)) ^ flip;
      }
      if (rest === 0) continue;
      let word = 0;
      for (let bit = 0; bit < rest; bit++) word |= Number((mask[at + bit] !== 0) === (value === 1)) << bit;
      words[start + whole] = word;
      at += rest;
    }
  }
  return bits;
}

/** Which of four bytes aren't 0, as four bits: the top bit of each byte that isn't, brought together by one product. */
function nibble(bytes: DataView, at: number): number {
  const four = bytes.getInt32(at, true);
  const set = (((four & 0x7f7f7f7f) + 0x7f7f7f7f) | four) & 0x80808080;
  return Math.imul(set >>> 7, 0x10204080) >>> 28;
}

/** Four bits as four bytes of 0 or 1. */
const spreadNibble = Int32Array.from(
  { length: 16 },
  (_, four) => (four & 1) | ((four & 2) << 7) | ((four & 4) << 14) | ((four & 8) << 21),
);

/** As a fresh mask of 0 and 1. @param inverted the voxels that have no bit */
export function unpackBits(bits: BitMask, inverted = false): Uint8Array<ArrayBuffer> {
  const [columns, rows, slices] = bits.dims;
  const mask = new Uint8Array(columns * rows * slices);
  const bytes = new DataView(mask.buffer);
  const flip = inverted ? -1 : 0;
  const whole = columns >>> 5;
  const rest = columns & 31;
  const { words } = bits;
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const start = bits.rowStart(j, k);
      for (let n = 0; n < whole; n++, at += WORD) {
        const word = words[start + n]! ^ flip;
        if (word === 0) continue;
        for (let bit = 0; bit < WORD; bit += 4) bytes.setInt32(at + bit, spreadNibble[(word >>> bit) & 15]!, true);
      }
      if (rest === 0) continue;
      const word = words[start + whole]! ^ flip;
      for (let bit = 0; bit < rest; bit++) mask[at + bit] = (word >>> bit) & 1;
      at += rest;
    }
  }
  return mask;
}

/** Turns the bits of all voxels, in place; beyond the ends of rows there is none afterwards. */
export function invertBits(bits: BitMask): BitMask {
  const [columns, rows, slices] = bits.dims;
  const { words, rowWords } = bits;
  const rest = columns & 31;
  const lastWord = rest === 0 ? -1 : (1 << rest) - 1;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const last = bits.rowStart(j, k) + rowWords - 1;
      for (let at = last - rowWords + 1; at <= last; at++) words[at] = ~words[at]!;
      words[last]! &= lastWord;
    }
  }
  return bits;
}

/** Writes `value` where there is a bit. */
export function writeBits(bits: BitMask, mask: Uint8Array, value: 0 | 1): void {
  const [columns, rows, slices] = bits.dims;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const start = bits.rowStart(j, k);
      const row = columns * (j + rows * k);
      for (let n = 0; n < bits.rowWords; n++) {
        for (let word = bits.words[start + n]!; word !== 0; word &= word - 1)
          mask[row + n * WORD + lowestBit(word)] = value;
      }
    }
  }
}

/** Place of the lowest bit of a word that isn't 0. */
export const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);

/** How many bits are set (Warren, Hacker's Delight, 5-1). */
export function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

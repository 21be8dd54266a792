/**
 * Masks at one bit a voxel, 32 to a word: what neighbours need of each other is then a shift, an "and" and an "or" for 32 voxels at once. The
 * first voxel of a row is the lowest bit of a word; an empty word ends each row, an empty row each slice, and an empty slice lies before the
 * first and after the last, so that going to a neighbour needs no look at the grid's border.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { bytesOf, copyIn, makeRoom, wordAlike } from '../native/index.ts';

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
  const plane = columns * rows;
  const words = bytesOf(bits.words);
  const wordBytes = 4 * rows * bits.rowStride;
  const { loops, memory, places } = makeRoom(plane, wordBytes);
  for (let k = 0; k < slices; k++) {
    const from = copyIn(memory, places[0], mask, k * plane, plane);
    loops.packSlice(from, places[1], columns, rows, value - 1);
    words.set(memory.subarray(places[1], places[1] + wordBytes), 4 * bits.rowStart(0, k));
  }
  return bits;
}

/** As a fresh mask of 0 and 1. @param inverted the voxels that have no bit */
export function unpackBits(bits: BitMask, inverted = false): Uint8Array<ArrayBuffer> {
  const [columns, rows, slices] = bits.dims;
  const plane = columns * rows;
  const mask = new Uint8Array(plane * slices);
  const words = bytesOf(bits.words);
  const wordBytes = 4 * rows * bits.rowStride;
  const { loops, memory, places } = makeRoom(wordBytes, plane);
  for (let k = 0; k < slices; k++) {
    const from = copyIn(memory, places[0], words, 4 * bits.rowStart(0, k), wordBytes);
    loops.unpackSlice(from, places[1], columns, rows, inverted ? -1 : 0);
    mask.set(memory.subarray(places[1], places[1] + plane), k * plane);
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

/** Writes `value` where there is a bit. @param inverted where there is none */
export function writeBits(bits: BitMask, mask: Uint8Array, value: 0 | 1, inverted = false): void {
  const [columns, rows, slices] = bits.dims;
  const plane = columns * rows;
  const words = bytesOf(bits.words);
  const wordBytes = 4 * rows * bits.rowStride;
  const { loops, memory, places } = makeRoom(wordBytes, plane, plane);
  for (let k = 0; k < slices; k++) {
    const from = copyIn(memory, places[0], words, 4 * bits.rowStart(0, k), wordBytes);
    const before = copyIn(memory, places[1], mask, k * plane, plane);
    const after = wordAlike(places[2], mask, k * plane);
    loops.writeSlice(from, before, after, columns, rows, value, inverted ? -1 : 0);
    mask.set(memory.subarray(after, after + plane), k * plane);
  }
}

/** How many voxels have a bit. */
export function countVoxels({ words }: BitMask): number {
  let count = 0;
  for (let at = 0; at < words.length; at++) count += countBits(words[at]!);
  return count;
}

/** How many bits are set (Warren, Hacker's Delight, 5-1). */
export function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** What most of the 27 voxels around each are, for 32 voxels at once: numbers are kept as one word per digit and added digit by digit. */
import { release } from '../release.ts';
import { BitMask } from './bitMask.ts';

/** Digits of a sum of nine, and of 27. */
const DIGITS = 4;
const TOTAL_DIGITS = 5;

/** The voxels around which more than half of the 27 are set; the edges of the grid repeat. */
export function boxMajority(bits: BitMask): BitMask {
  const result = new BitMask(bits.dims);
  const [, rows, slices] = bits.dims;
  const { rowWords } = bits;
  const size = rows * rowWords;
  const nine = (): Int32Array[] => Array.from({ length: DIGITS }, () => new Int32Array(size));
  const slabs = [nine(), nine(), nine()] as const;
  const slab = (k: number): readonly Int32Array[] => slabs[Math.min(slices - 1, Math.max(0, k)) % 3]!;
  const [ones, twos] = [new Int32Array(size), new Int32Array(size)];
  const sum = new Int32Array(TOTAL_DIGITS);
  const load = (k: number): void => {
    addAlongRows(bits, k, ones, twos);
    addRows(ones, twos, rows, rowWords, slabs[k % 3]!);
  };
  load(0);
  for (let k = 0; k < slices; k++) {
    if (k + 1 < slices) load(k + 1);
    const [below, own, above] = [slab(k - 1), slab(k), slab(k + 1)];
    for (let j = 0, at = 0; j < rows; j++) {
      const start = bits.rowStart(j, k);
      for (let n = 0; n < rowWords; n++, at++) {
        sum.fill(0);
        addTo(sum, below, at);
        addTo(sum, own, at);
        addTo(sum, above, at);
        // 14 and more: 16, or 8 and 4 and 2.
        result.words[start + n] = sum[4]! | (sum[3]! & sum[2]! & sum[1]!);
      }
    }
  }
  release(ones, twos, ...slabs.flat());
  return result;
}

/** For each voxel of a slice how many of the three on its row are set. */
function addAlongRows(bits: BitMask, k: number, ones: Int32Array, twos: Int32Array): void {
  const { words, rowWords } = bits;
  const [columns, rows] = bits.dims;
  const lastBit = (columns - 1) & 31;
  for (let j = 0, at = 0; j < rows; j++) {
    const start = bits.rowStart(j, k);
    const end = start + rowWords - 1;
    for (let word = start; word <= end; word++, at++) {
      const own = words[word]!;
      const before = word === start ? own & 1 : words[word - 1]! >>> 31;
      const left = (own << 1) | before;
      const right = word === end ? (own >>> 1) | (own & (1 << lastBit)) : (own >>> 1) | (words[word + 1]! << 31);
      ones[at] = left ^ own ^ right;
      twos[at] = (left & own) | (own & right) | (left & right);
    }
  }
}

/** Adds, over three rows, numbers of two digits. */
function addRows(ones: Int32Array, twos: Int32Array, rows: number, rowWords: number, to: readonly Int32Array[]): void {
  const [first, second, third, fourth] = to as [Int32Array, Int32Array, Int32Array, Int32Array];
  for (let j = 0, at = 0; j < rows; j++) {
    const back = j === 0 ? 0 : rowWords;
    const forth = j === rows - 1 ? 0 : rowWords;
    for (let n = 0; n < rowWords; n++, at++) {
      const [a, b, c] = [ones[at - back]!, ones[at]!, ones[at + forth]!];
      const [d, e, f] = [twos[at - back]!, twos[at]!, twos[at + forth]!];
      const carry = (a & b) | (b & c) | (a & c);
      // Four digits that count two each: their sum is 0..4.
      const half = d ^ e ^ f;
      const four = (d & e) | (e & f) | (d & f);
      const more = half & carry;
      first[at] = a ^ b ^ c;
      second[at] = half ^ carry;
      third[at] = four ^ more;
      fourth[at] = four & more;
    }
  }
}

function addTo(sum: Int32Array, digits: readonly Int32Array[], at: number): void {
  let carry = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const [a, b] = [sum[digit]!, digits[digit]![at]!];
    sum[digit] = a ^ b ^ carry;
    carry = (a & b) | (carry & (a ^ b));
  }
  sum[DIGITS]! |= carry;
}

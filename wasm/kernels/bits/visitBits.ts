import type { BitMask } from './bitMask.ts';

/** Hands over the voxels that are set, in memory order: offset in the grid and index. */
export function visitBits(bits: BitMask, visit: (at: number, i: number, j: number, k: number) => void): void {
  const { words, rowWords } = bits;
  const [columns, rows, slices] = bits.dims;
  for (let k = 0, row = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++, row += columns) {
      const start = bits.rowStart(j, k);
      for (let n = 0; n < rowWords; n++) {
        for (let word = words[start + n]!; word !== 0; word &= word - 1) {
          const i = 32 * n + 31 - Math.clz32(word & -word);
          visit(row + i, i, j, k);
        }
      }
    }
  }
}

/** Takes away what lies beyond the ends of rows, in place. */
export function clearRowEnds(bits: BitMask): BitMask {
  const [columns, rows, slices] = bits.dims;
  const rest = columns & 31;
  if (rest === 0) return bits;
  for (let k = 0; k < slices; k++)
    for (let j = 0; j < rows; j++) bits.words[bits.rowStart(j, k) + bits.rowWords - 1]! &= (1 << rest) - 1;
  return bits;
}

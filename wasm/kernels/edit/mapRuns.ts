import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BoxBuilder } from '../box.ts';
import { RUN_NUMBERS } from '../rowStretch.ts';
import type { VoxelBox } from '../types.ts';

const WORD = 4;

/**
 * Maps runs of labels through a table, four labels at a time: nearly all words of a labelmap are like the one before, and then nothing needs
 * to be looked up. Labels beside a run may be written as they are, so nobody else writes them meanwhile.
 * @param labels which lie in whole words
 * @param runs index of the first voxel and number of voxels of each, in memory order
 * @param table new label by label
 * @returns the box of voxels that changed, or null when none did.
 */
export function mapRuns(
  labels: Uint8Array,
  [columns, rows]: Vec3,
  runs: Int32Array,
  table: Uint8Array,
): VoxelBox | null {
  const box = new BoxBuilder();
  const before = bytesBefore(labels);
  const words = new Int32Array(labels.buffer, labels.byteOffset - before, wordCount(labels));
  // The word that was looked up last, and the bits of it that change.
  let word = 0;
  let turned = mapWord(table, 0);
  for (let n = 0; n < runs.length; n += RUN_NUMBERS) {
    const j = runs[n + 1]!;
    const k = runs[n + 2]!;
    const row = before + columns * (j + rows * k);
    const start = row + runs[n]!;
    const end = start + runs[n + 3]!;
    const last = (end - 1) >> 2;
    let mask = -1 << (8 * (start & 3));
    // The first and last word that change, and which bits of them.
    let firstAt = 0;
    let firstChange = 0;
    let lastAt = 0;
    let lastChange = 0;
    for (let at = start >> 2; ; at++) {
      if (at === last) mask &= -1 >>> (8 * (-end & 3));
      const found = words[at]!;
      if (((found ^ word) & mask) !== 0) {
        word = found;
        turned = found ^ mapWord(table, found);
      }
      const change = turned & mask;
      if (change !== 0) {
        if (firstChange === 0) {
          firstAt = at;
          firstChange = change;
        }
        words[at] = found ^ change;
        // Whole words like this one follow it without a mask.
        if (mask === -1) while (at + 1 < last && words[at + 1] === word) words[++at] = found ^ change;
        lastAt = at;
        lastChange = change;
      }
      if (at === last) break;
      mask = -1;
    }
    if (firstChange === 0) continue;
    box.addRow(WORD * firstAt + lowestByte(firstChange) - row, WORD * lastAt + highestByte(lastChange) - row, j, k);
  }
  return box.done();
}

/** Bytes of the first word that lie before the first label. */
const bytesBefore = ({ byteOffset }: Uint8Array): number => byteOffset & (WORD - 1);
const wordCount = (labels: Uint8Array): number => Math.ceil((bytesBefore(labels) + labels.length) / WORD);

/** Whether the memory goes on to the end of the word that the last label is in. */
export const liesInWords = (labels: Uint8Array): boolean =>
  labels.byteOffset - bytesBefore(labels) + WORD * wordCount(labels) <= labels.buffer.byteLength;

const mapWord = (table: Uint8Array, word: number): number =>
  table[word & 0xff]! |
  (table[(word >>> 8) & 0xff]! << 8) |
  (table[(word >>> 16) & 0xff]! << 16) |
  (table[word >>> 24]! << 24);

/** Of the bytes that aren't 0; the lowest one lies first. */
const lowestByte = (word: number): number => (31 - Math.clz32(word & -word)) >>> 3;
const highestByte = (word: number): number => (31 - Math.clz32(word)) >>> 3;

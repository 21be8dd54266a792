import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BoxBuilder } from '../box.ts';
import { RUN_NUMBERS } from '../rowStretch.ts';
import type { VoxelBox } from '../types.ts';
import { highestByte, lowestByte, mapWord, wordsOf } from './labelWords.ts';

/**
 * Maps runs of labels through a table, four labels at a time: nearly all words of a labelmap are like the one before, and then nothing needs
 * to be looked up. Labels beside a run may be written as they are, so nobody else writes them meanwhile.
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
  const { words, before, shift } = wordsOf(labels);
  const lanes = (1 << shift) - 1;
  const whole = shift === 0 ? 0xff : -1;
  // The word that was looked up last, and the bits of it that change.
  let word = 0;
  let turned = mapWord(table, 0);
  for (let n = 0; n < runs.length; n += RUN_NUMBERS) {
    const j = runs[n + 1]!;
    const k = runs[n + 2]!;
    const row = before + columns * (j + rows * k);
    const start = row + runs[n]!;
    const end = start + runs[n + 3]!;
    const last = (end - 1) >> shift;
    let mask = whole & (-1 << (8 * (start & lanes)));
    // The first and last word that change, and which bits of them.
    let firstAt = 0;
    let firstChange = 0;
    let lastAt = 0;
    let lastChange = 0;
    for (let at = start >> shift; ; at++) {
      if (at === last) mask &= -1 >>> (8 * (-end & lanes));
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
        const next = found ^ change;
        words[at] = next;
        // Whole words like this one follow it without a mask.
        if (mask === whole) while (at + 1 < last && words[at + 1] === found) words[++at] = next;
        lastAt = at;
        lastChange = change;
      }
      if (at === last) break;
      mask = whole;
    }
    if (firstChange === 0) continue;
    box.addRow(
      (firstAt << shift) + lowestByte(firstChange) - row,
      (lastAt << shift) + highestByte(lastChange) - row,
      j,
      k,
    );
  }
  return box.done();
}

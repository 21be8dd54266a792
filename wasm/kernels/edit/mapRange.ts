import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BoxBuilder } from '../box.ts';
import { bytesOf, copyIn, makeRoom, wordAlike } from '../native/index.ts';
import type { VoxelBox } from '../types.ts';
import { LEAST_HU, MOST_HU, wholeRange, type HuRange } from './masking.ts';

/** What the loop looks up; larger labels stay as they are in every table. */
const KNOWN_LABELS = 16;
/** As many as stay in a processor's nearest memory between being copied in, mapped and copied out. */
const BLOCK_VOXELS = 1 << 15;

/**
 * Maps labels through a table wherever the intensity lies in the range, or wherever it doesn't.
 * @param table by label; those that no tool knows stay in it
 * @returns the box of voxels that changed, or null when none did.
 */
export function mapRange(
  labels: Uint8Array,
  hu: Int16Array,
  [columns, rows, slices]: Vec3,
  range: HuRange,
  where: 'inside' | 'outside',
  table: Uint8Array,
): VoxelBox | null {
  const blockRows = Math.max(1, Math.min(rows, Math.floor(BLOCK_VOXELS / columns)));
  const block = blockRows * columns;
  const { loops, memory, places } = makeRoom(block, 2 * block, block, KNOWN_LABELS, 8);
  const [labelPlace, huPlace, drawnPlace, tablePlace, endsPlace] = places;
  memory.set(
    table.subarray(0, KNOWN_LABELS).map((drawn, label) => drawn ^ label),
    tablePlace,
  );
  /** First and last column with a change. */
  const ends = new Int32Array(memory.buffer, endsPlace, 2);
  ends.set([columns, -1]);
  const [low, high] = wholeRange(range);
  // Nothing lies in an empty range: all of it outside of the widest one.
  const [lowest, highest] = low > high ? [LEAST_HU, MOST_HU] : [low, high];
  const flip = (where === 'inside') === low <= high ? 0 : -1;
  const intensities = bytesOf(hu);
  const box = new BoxBuilder();
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j += blockRows) {
      const start = columns * (j + rows * k);
      const count = Math.min(blockRows, rows - j);
      const voxels = count * columns;
      const before = copyIn(memory, labelPlace, labels, start, voxels);
      if (loops.changesAny(before, voxels, tablePlace) === 0) continue;
      const values = copyIn(memory, huPlace, intensities, 2 * start, 2 * voxels);
      const after = wordAlike(drawnPlace, labels, start);
      const changed = loops.mapRange(
        before,
        values,
        after,
        columns,
        count,
        lowest,
        highest,
        flip,
        tablePlace,
        endsPlace,
      );
      if (changed === 0) continue;
      labels.set(memory.subarray(after, after + voxels), start);
      box.addRow(ends[0]!, ends[1]!, j + (changed & 0xffff), k);
      box.addRow(ends[0]!, ends[1]!, j + (changed >>> 16) - 1, k);
    }
  }
  return box.done();
}

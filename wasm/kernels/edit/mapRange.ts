import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BoxBuilder } from '../box.ts';
import { bytesOf, copyIn, makeRoom, wordAlike } from '../native/index.ts';
import type { VoxelBox } from '../types.ts';
import type { HuRange } from './masking.ts';

/** What the loop looks up; larger labels stay as they are in every table. */
const KNOWN_LABELS = 16;
const [LEAST, MOST] = [-(1 << 15), (1 << 15) - 1];

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
  const plane = columns * rows;
  const { loops, memory, places } = makeRoom(plane, 2 * plane, plane, columns, KNOWN_LABELS);
  const [labelPlace, huPlace, drawnPlace, changed, tablePlace] = places;
  memory.set(
    table.subarray(0, KNOWN_LABELS).map((drawn, label) => drawn ^ label),
    tablePlace,
  );
  memory.fill(0, changed, changed + columns);
  const [low, high] = wholeRange(range);
  // Nothing lies in an empty range: all of it outside of the widest one.
  const [lowest, highest] = low > high ? [LEAST, MOST] : [low, high];
  const flip = (where === 'inside') === low <= high ? 0 : -1;
  const intensities = bytesOf(hu);
  const box = new BoxBuilder();
  for (let k = 0; k < slices; k++) {
    const start = k * plane;
    const before = copyIn(memory, labelPlace, labels, start, plane);
    const values = copyIn(memory, huPlace, intensities, 2 * start, 2 * plane);
    const after = wordAlike(drawnPlace, labels, start);
    const ends = loops.mapRange(before, values, after, changed, columns, rows, lowest, highest, flip, tablePlace);
    if (ends === 0) continue;
    labels.set(memory.subarray(after, after + plane), start);
    box.add(0, ends & 0xffff, k);
    box.add(0, (ends >>> 16) - 1, k);
  }
  const found = box.done();
  if (found === null) return null;
  const isChanged = (bits: number): boolean => bits !== 0;
  const ofColumns = memory.subarray(changed, changed + columns);
  const [first, last] = [ofColumns.findIndex(isChanged), ofColumns.findLastIndex(isChanged)];
  return { min: [first, found.min[1], found.min[2]], max: [last, found.max[1], found.max[2]] };
}

/** The whole numbers of 16 bits in the range; none: the first is larger than the last. */
function wholeRange({ low, high }: HuRange): [first: number, last: number] {
  if (!(low <= MOST && high >= LEAST)) return [1, 0];
  return [Math.max(Math.ceil(low), LEAST), Math.min(Math.floor(high), MOST)];
}

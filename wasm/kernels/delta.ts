import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { wholeBox } from './box.ts';
import type { VoxelBox } from './types.ts';

/** What changed between two states of a labelmap, as runs of equal change; plain data, so that it passes between threads. */
export interface LabelDelta {
  /** Where changes were looked for. */
  readonly box: VoxelBox;
  /** First voxel of each run, ascending. */
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Run-length difference of two labelmaps of the same grid.
 * @param box limits the search, for example to what a brush touched; default the whole grid.
 */
export function diffLabels(
  before: Uint8Array,
  after: Uint8Array,
  dims: Vec3,
  box: VoxelBox = wholeBox(dims),
): LabelDelta {
  const runs: number[] = [];
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = dims[0] * (j + dims[1] * k);
      const end = row + box.max[0] + 1;
      let at = row + box.min[0];
      while (at < end) {
        const from = before[at]!;
        const to = after[at]!;
        const start = at++;
        if (from === to) continue;
        while (at < end && before[at] === from && after[at] === to) at++;
        runs.push(start, at - start, from, to);
      }
    }
  }
  const column = (n: number): number[] => runs.filter((_, at) => at % 4 === n);
  return {
    box,
    starts: Uint32Array.from(column(0)),
    lengths: Uint32Array.from(column(1)),
    before: Uint8Array.from(column(2)),
    after: Uint8Array.from(column(3)),
  };
}

/** Brings `labels` from the earlier to the later state. */
export const applyDelta = (labels: Uint8Array, delta: LabelDelta): void => {
  write(labels, delta, delta.after);
};

/** Brings `labels` from the later back to the earlier state. */
export const revertDelta = (labels: Uint8Array, delta: LabelDelta): void => {
  write(labels, delta, delta.before);
};

export const isEmptyDelta = ({ starts }: LabelDelta): boolean => starts.length === 0;

/** Memory held by the delta, for a history with a limit in bytes. */
export const deltaByteSize = ({ starts }: LabelDelta): number => starts.length * 10;

function write(labels: Uint8Array, { starts, lengths }: LabelDelta, values: Uint8Array): void {
  for (let run = 0; run < starts.length; run++) {
    labels.fill(values[run]!, starts[run], starts[run]! + lengths[run]!);
  }
}

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
  const [starts, lengths, from, to]: [number[], number[], number[], number[]] = [[], [], [], []];
  visitChanges(before, after, dims, box, (start, length, old, fresh) => {
    starts.push(start);
    lengths.push(length);
    from.push(old);
    to.push(fresh);
  });
  return {
    box,
    starts: new Uint32Array(starts),
    lengths: new Uint32Array(lengths),
    before: new Uint8Array(from),
    after: new Uint8Array(to),
  };
}

/** How many voxels of each label there are, after what changed in `box` since there were `counts`. */
export function countChanged(
  counts: readonly number[],
  before: Uint8Array,
  after: Uint8Array,
  dims: Vec3,
  box: VoxelBox,
): number[] {
  const next = [...counts];
  visitChanges(before, after, dims, box, (_, length, old, fresh) => {
    next[old]! -= length;
    next[fresh]! += length;
  });
  return next;
}

/** Gets each run of equal changes in a row, in memory order. */
function visitChanges(
  before: Uint8Array,
  after: Uint8Array,
  dims: Vec3,
  box: VoxelBox,
  visit: (start: number, length: number, from: number, to: number) => void,
): void {
  const words = before.byteOffset % 4 === 0 && after.byteOffset % 4 === 0 ? [before, after].map(wholeWords) : null;
  const skipSame = words ? sameWords(words[0]!, words[1]!) : (at: number): number => at;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = dims[0] * (j + dims[1] * k);
      const end = row + box.max[0] + 1;
      let at = row + box.min[0];
      while (at < end) {
        if ((at & 3) === 0) at = skipSame(at, end);
        if (at === end) break;
        const from = before[at]!;
        const to = after[at]!;
        const start = at++;
        if (from === to) continue;
        while (at < end && before[at] === from && after[at] === to) at++;
        visit(start, at - start, from, to);
      }
    }
  }
}

const wholeWords = ({ buffer, byteOffset, length }: Uint8Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length >> 2);

/** Passes over words that are the same in both, nearly all of them. @returns the first label of another one, or of the last that isn't whole */
const sameWords =
  (before: Int32Array, after: Int32Array) =>
  (at: number, end: number): number => {
    let word = at >> 2;
    const last = end >> 2;
    while (word < last && before[word] === after[word]) word++;
    return word << 2;
  };

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

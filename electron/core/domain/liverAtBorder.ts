/** Whether the drawn liver reaches the border of the volume, where it may go on outside: its volume would be too small. */
import { orientationLetters, scale, type VolumeGeometry } from './geometry.ts';
import { readRuns, type LabelmapRuns } from './labelmapRuns.ts';

/** One end of an axis of the volume: the first or the last column (i), row (j) or slice (k). */
export interface Side {
  readonly axis: 'i' | 'j' | 'k';
  readonly end: 'first' | 'last';
}

const allSides: readonly Side[] = (['k', 'i', 'j'] as const).flatMap((axis) => [
  { axis, end: 'first' },
  { axis, end: 'last' },
]);

/** The sides on which a voxel with a label other than 0 lies, slices before columns before rows. Reads the border only. */
export function touchedSides({ dims, labels }: LabelmapRuns): Side[] {
  const [columns, rows, slices] = dims;
  const sliceSize = columns * rows;
  const isDrawn = (start: number, count: number, step: number): boolean => {
    for (let at = 0; at < count; at++) if (labels[start + at * step] !== 0) return true;
    return false;
  };
  const inAnySlice = (start: number, count: number, step: number): boolean => {
    for (let k = 0; k < slices; k++) if (isDrawn(k * sliceSize + start, count, step)) return true;
    return false;
  };
  const touched: Readonly<Record<Side['axis'], Readonly<Record<Side['end'], () => boolean>>>> = {
    k: {
      first: () => isDrawn(0, sliceSize, 1),
      last: () => isDrawn((slices - 1) * sliceSize, sliceSize, 1),
    },
    i: { first: () => inAnySlice(0, rows, columns), last: () => inAnySlice(columns - 1, rows, columns) },
    j: { first: () => inAnySlice(0, columns, 1), last: () => inAnySlice(sliceSize - columns, columns, 1) },
  };
  return allSides.filter(({ axis, end }) => touched[axis][end]());
}

/**
 * As `touchedSides`, from the run-length form, without unfolding it.
 * @throws RangeError as `readRuns`
 */
export function touchedSidesOfRuns(bytes: Uint8Array): Side[] {
  let [columns, rows, slices] = [1, 1, 1];
  const touched = {
    i: { first: false, last: false },
    j: { first: false, last: false },
    k: { first: false, last: false },
  };
  /** Whether a run of numbers from `first` to `last` has one that is `rest` beyond a multiple of `period`. */
  const meets = (first: number, last: number, period: number, rest: number): boolean =>
    last - first >= period - 1 || (((rest - first) % period) + period) % period <= last - first;
  readRuns(bytes, {
    dims(dims) {
      [columns, rows, slices] = dims;
    },
    run(label, start, end) {
      if (label === 0) return;
      const last = end - 1;
      const [firstRow, lastRow] = [Math.floor(start / columns), Math.floor(last / columns)];
      touched.i.first ||= meets(start, last, columns, 0);
      touched.i.last ||= meets(start, last, columns, columns - 1);
      touched.j.first ||= meets(firstRow, lastRow, rows, 0);
      touched.j.last ||= meets(firstRow, lastRow, rows, rows - 1);
      touched.k.first ||= start < columns * rows;
      touched.k.last ||= last >= columns * rows * (slices - 1);
    },
  });
  return allSides.filter(({ axis, end }) => touched[axis][end]);
}

const directionNames: Readonly<Record<string, string>> = {
  L: "patient's left",
  R: "patient's right",
  A: 'front',
  P: 'back',
  H: 'head',
  F: 'feet',
};

/**
 * One sentence per side that is touched.
 * @param sides as `touchedSides` gives them, of a labelmap on this grid
 */
export function liverAtBorder(sides: readonly Side[], { direction }: Pick<VolumeGeometry, 'direction'>): string[] {
  return sides.map(({ axis, end }) => {
    const outward = scale(direction[axis], end === 'first' ? -1 : 1);
    const towards = directionNames[orientationLetters(outward, 0).charAt(0)]!;
    const place = axis === 'k' ? `the ${end} slice` : 'the edge of the images';
    return `The liver touches ${place} (${towards}): it may be cut off, so that its volume is too small.`;
  });
}

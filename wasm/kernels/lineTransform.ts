/** One pass of the exact Euclidean distance transform (Felzenszwalb & Huttenlocher 2012, doi 10.4086/toc.2012.v008a019). */

/** Squared mm of a voxel that has nothing near; whatever reaches it is no distance. */
export const FAR = 1e12;

/**
 * Squared distances (mm2) along one row of a mask to the nearest voxel that is (`value` 1) or isn't set, there and back once.
 * @returns whether there is any; without, the row is `FAR`
 */
export function alongRow(
  mask: Uint8Array,
  from: number,
  columns: number,
  value: 0 | 1,
  field: Float64Array,
  to: number,
  spacingMm: number,
): boolean {
  let last = -1;
  for (let i = 0; i < columns; i++) {
    if ((mask[from + i] !== 0) === (value === 1)) last = i;
    const mm = (i - last) * spacingMm;
    field[to + i] = last < 0 ? FAR : mm * mm;
  }
  if (last < 0) return false;
  let next = -1;
  for (let i = columns - 1; i >= 0; i--) {
    if (field[to + i] === 0) next = i;
    if (next < 0) continue;
    const mm = (next - i) * spacingMm;
    const squared = mm * mm;
    if (squared < field[to + i]!) field[to + i] = squared;
  }
  return true;
}

/** Lower envelope of parabolas along one line, with buffers used again. */
export class LineTransform {
  private readonly values: Float64Array;
  private readonly sites: Int32Array;
  private readonly bounds: Float64Array;
  constructor(longest: number) {
    this.values = new Float64Array(longest);
    this.sites = new Int32Array(longest);
    this.bounds = new Float64Array(longest + 1);
  }

  /** In place. Nothing reaches past a voxel at distance 0, so that what lies between two of them is a line of its own. */
  run(field: Float64Array, start: number, stride: number, size: number, spacingMm: number): void {
    const { values } = this;
    let most = 0;
    for (let n = 0; n < size; n++) {
      const value = field[start + n * stride]!;
      values[n] = value;
      if (value > most) most = value;
    }
    if (most === 0) return;
    const squared = spacingMm * spacingMm;
    for (let n = 0; n < size; n++) {
      if (values[n] === 0) continue;
      const first = n > 0 ? n - 1 : 0;
      while (n < size && values[n] !== 0) n++;
      const last = n < size ? n : size - 1;
      if (last - first === 2 && values[first] === 0 && values[last] === 0) {
        if (squared < values[first + 1]!) field[start + (first + 1) * stride] = squared;
      } else this.envelope(field, start, stride, first, last, squared);
    }
  }

  private envelope(
    field: Float64Array,
    start: number,
    stride: number,
    first: number,
    last: number,
    squared: number,
  ): void {
    const { values, sites, bounds } = this;
    let count = 0;
    for (let n = first; n <= last; n++) {
      const value = values[n]!;
      if (value >= FAR) continue;
      let bound = -Infinity;
      while (count > 0) {
        const site = sites[count - 1]!;
        bound = (value - values[site]! + squared * (n * n - site * site)) / (2 * squared * (n - site));
        if (bound > bounds[count - 1]!) break;
        count--;
      }
      sites[count] = n;
      bounds[count] = count === 0 ? -Infinity : bound;
      count++;
    }
    if (count === 0) return;
    let site = 0;
    for (let n = first; n <= last; n++) {
      while (site + 1 < count && bounds[site + 1]! < n) site++;
      const offset = n - sites[site]!;
      field[start + n * stride] = squared * offset * offset + values[sites[site]!]!;
    }
  }
}

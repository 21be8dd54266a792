/** One pass of the exact Euclidean distance transform (Felzenszwalb & Huttenlocher 2012, doi 10.4086/toc.2012.v008a019). */

/** Squared mm of a voxel that has nothing near; whatever reaches it is no distance. */
export const FAR = 1e12;

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

  run(field: Float64Array, start: number, stride: number, size: number, spacingMm: number): void {
    const { values, sites, bounds } = this;
    const squared = spacingMm * spacingMm;
    let count = 0;
    for (let n = 0; n < size; n++) {
      const value = field[start + n * stride]!;
      values[n] = value;
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
    for (let n = 0; n < size; n++) {
      while (site + 1 < count && bounds[site + 1]! < n) site++;
      const offset = n - sites[site]!;
      field[start + n * stride] = squared * offset * offset + values[sites[site]!]!;
    }
  }
}

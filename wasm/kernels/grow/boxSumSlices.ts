import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { release } from '../release.ts';

/** Sums over the 27 voxels around each of a 0/1 mask, slice by slice, the edges of the grid repeated: only what is near is held. */
export class BoxSumSlices {
  private readonly mask: Uint8Array;
  private readonly dims: Vec3;
  /** The latest sums over nine within a slice, and over 27. */
  private readonly nine: readonly Uint8Array[];
  private readonly sums: readonly Uint8Array[];
  private readonly threes: Uint8Array;
  private nineUpTo = -1;
  private sumsUpTo = -1;

  constructor(mask: Uint8Array, dims: Vec3) {
    this.mask = mask;
    this.dims = dims;
    const plane = dims[0] * dims[1];
    this.nine = [0, 1, 2].map(() => new Uint8Array(plane));
    this.sums = [0, 1, 2].map(() => new Uint8Array(plane));
    this.threes = new Uint8Array(plane);
  }

  /** Gives the memory back, also that of the sums that were handed out. */
  end(): void {
    release(this.threes, ...this.nine, ...this.sums);
  }

  /** Of slice `k`, or of either of the two before the farthest that was asked for; slices are asked for in order. */
  at(k: number): Uint8Array {
    while (this.sumsUpTo < k) this.addSlices(++this.sumsUpTo);
    return this.sums[k % 3]!;
  }

  private addSlices(k: number): void {
    const last = this.dims[2] - 1;
    while (this.nineUpTo < Math.min(last, k + 1)) this.addWithin(++this.nineUpTo);
    const below = this.nine[Math.max(0, k - 1) % 3]!;
    const own = this.nine[k % 3]!;
    const above = this.nine[Math.min(last, k + 1) % 3]!;
    const sums = this.sums[k % 3]!;
    for (let at = 0; at < sums.length; at++) sums[at] = below[at]! + own[at]! + above[at]!;
  }

  private addWithin(k: number): void {
    const [columns, rows] = this.dims;
    const { threes, mask } = this;
    const from = k * threes.length;
    for (let row = 0; row < threes.length; row += columns) {
      let before = mask[from + row]!;
      let own = before;
      for (let at = row; at < row + columns; at++) {
        const after = at + 1 < row + columns ? mask[from + at + 1]! : own;
        threes[at] = before + own + after;
        before = own;
        own = after;
      }
    }
    const nine = this.nine[k % 3]!;
    for (let j = 0; j < rows; j++) {
      const back = j === 0 ? 0 : columns;
      const forth = j === rows - 1 ? 0 : columns;
      for (let at = j * columns; at < (j + 1) * columns; at++)
        nine[at] = threes[at - back]! + threes[at]! + threes[at + forth]!;
    }
  }
}

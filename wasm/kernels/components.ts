/** Connected components (6 neighbours) of 0/1 masks. */
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { BitFlood } from './bits/bitFlood.ts';
import { BitMask, countVoxels, packBits, writeBits } from './bits/bitMask.ts';
import { release } from './release.ts';

const SHORT_RUN = 24;

/** Offsets of voxels, as many as come. */
class Offsets {
  private values = new Int32Array(1 << 10);
  private count = 0;

  clear(): this {
    this.count = 0;
    return this;
  }

  push(offset: number): void {
    if (this.count === this.values.length) {
      const larger = new Int32Array(2 * this.count);
      larger.set(this.values);
      release(this.values);
      this.values = larger;
    }
    this.values[this.count++] = offset;
  }

  copy(): Int32Array {
    return this.values.slice(0, this.count);
  }
}

/**
 * Flood fill over a mask with one reused stack, row by row: one entry for each run of a row rather than for each voxel (Smith 1979, doi
 * 10.1145/800249.807456).
 */
export class Flood {
  private stack = new Int32Array(1 << 12);
  private readonly dims: Vec3;
  constructor(dims: Vec3) {
    this.dims = dims;
  }

  /** Turns the component of `from` voxels around `seed` into `to`, adds them to `members`; returns how many. `from` and `to` differ. */
  fill(mask: Uint8Array, seed: number, from: number, to: number, members?: Offsets): number {
    if (mask[seed] !== from) return 0;
    const [columns, rows, slices] = this.dims;
    const plane = columns * rows;
    let { stack } = this;
    let size = 0;
    let top = 0;
    stack[top++] = seed;
    while (top > 0) {
      const at = stack[--top]!;
      // Another run may have taken it since.
      if (mask[at] !== from) continue;
      const row = Math.floor(at / columns);
      const first = row * columns;
      const last = first + columns - 1;
      let start = at;
      let end = at;
      while (start > first && mask[start - 1] === from) start--;
      while (end < last && mask[end + 1] === from) end++;
      // Most runs are short, and `fill` is a call.
      if (end - start < SHORT_RUN) for (let each = start; each <= end; each++) mask[each] = to;
      else mask.fill(to, start, end + 1);
      size += end - start + 1;
      if (members !== undefined) for (let each = start; each <= end; each++) members.push(each);
      // Four rows beside this one, each with at most every second voxel a run.
      while (top + 2 * (end - start + 2) > stack.length) stack = this.enlarge();
      const k = Math.floor(row / rows);
      const j = row - k * rows;
      if (j > 0) top = pushRuns(mask, stack, top, start - columns, end - columns, from);
      if (j < rows - 1) top = pushRuns(mask, stack, top, start + columns, end + columns, from);
      if (k > 0) top = pushRuns(mask, stack, top, start - plane, end - plane, from);
      if (k < slices - 1) top = pushRuns(mask, stack, top, start + plane, end + plane, from);
    }
    return size;
  }

  private enlarge(): Int32Array<ArrayBuffer> {
    const larger = new Int32Array(this.stack.length * 2);
    larger.set(this.stack);
    this.stack = larger;
    return larger;
  }
}

/** Puts one voxel of each run of `value` between `start` and `end` on the stack. @returns its new height */
function pushRuns(
  mask: Uint8Array,
  stack: Int32Array,
  height: number,
  start: number,
  end: number,
  value: number,
): number {
  let top = height;
  for (let at = start; at <= end; at++) {
    if (mask[at] !== value) continue;
    stack[top++] = at;
    while (at < end && mask[at + 1] === value) at++;
  }
  return top;
}

/** Fills, in place, what the mask encloses in 3D: zeros without a path to the border of the grid. */
export function fillHoles(mask: Uint8Array, dims: Vec3): void {
  const holes = packBits(mask, dims, 0);
  const flood = new BitFlood(holes);
  const [, rows, slices] = dims;
  const lastWord = holes.rowWords - 1;
  const lastBit = 1 << ((dims[0] - 1) & 31);
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const start = holes.rowStart(j, k);
      const isBorder = j === 0 || j === rows - 1 || k === 0 || k === slices - 1;
      if (isBorder) for (let n = 0; n <= lastWord; n++) flood.seed(start + n, -1);
      flood.seed(start, 1);
      flood.seed(start + lastWord, lastBit);
      flood.run();
    }
  }
  writeBits(holes, mask, 1);
  flood.end();
  release(holes.words);
}

/** The components of ones, in memory order of their first voxels; each as the offsets of its voxels, in no order. */
export function components(mask: Uint8Array, dims: Vec3): Int32Array[] {
  const found: Int32Array[] = [];
  const rest = mask.slice();
  const flood = new Flood(dims);
  const members = new Offsets();
  for (let seed = 0; seed < rest.length; seed++) {
    if (rest[seed] !== 1) continue;
    flood.fill(rest, seed, 1, 0, members.clear());
    found.push(members.copy());
  }
  release(rest);
  return found;
}

/** Keeps, in place, the largest component of ones; of equal ones the first in memory order. Returns its size in voxels. */
export function keepLargest(mask: Uint8Array, dims: Vec3): number {
  const rest = packBits(mask, dims, 1);
  const kept = new BitMask(dims);
  const flood = new BitFlood(rest, kept);
  const drop = new BitFlood(kept);
  const { words } = rest;
  let left = countVoxels(rest);
  let best = { word: 0, bit: 0 };
  let bestSize = 0;
  // What is left can't hold a larger one as soon as it has no more voxels.
  for (let word = 0; left > bestSize; word++) {
    while (words[word] !== 0 && left > bestSize) {
      const found = { word, bit: words[word]! & -words[word]! };
      flood.seed(word, found.bit);
      const size = flood.run();
      left -= size;
      const smaller = size > bestSize ? best : found;
      if (size > bestSize) [best, bestSize] = [found, size];
      drop.seed(smaller.word, smaller.bit);
      drop.run();
    }
  }
  writeBits(kept, mask, 0, true);
  flood.end();
  drop.end();
  release(rest.words, kept.words);
  return bestSize;
}

/** Keeps, in place, the components of ones that hold a voxel of `seeds`. */
export function keepSeeded(mask: Uint8Array, dims: Vec3, seeds: Iterable<number>): void {
  const [columns] = dims;
  keepReached(mask, dims, (flood, ones) => {
    for (const seed of seeds) flood.seed(ones.wordOf(seed), 1 << ((seed % columns) & 31));
  });
}

/** Takes away what a flood of the ones doesn't reach. */
function keepReached(mask: Uint8Array, dims: Vec3, begin: (flood: BitFlood, ones: BitMask) => void): void {
  const rest = packBits(mask, dims, 1);
  const flood = new BitFlood(rest);
  begin(flood, rest);
  flood.run();
  writeBits(rest, mask, 0);
  flood.end();
  release(rest.words);
}

/** Floods (6 neighbours) over masks of bits, a word at a time: one step fills all runs that it reaches in 32 voxels. */
import { release } from '../release.ts';
import { countBits, type BitMask } from './bitMask.ts';

export class BitFlood {
  /** What can still be reached; what a flood takes leaves it. */
  private readonly free: BitMask;
  /** Where that goes; null: nowhere. */
  private readonly taken: BitMask | null;
  /** Bits of each word that were reached and not gone on from. */
  private readonly reached: Int32Array;
  private stack = new Int32Array(1 << 10);
  private height = 0;

  constructor(free: BitMask, taken: BitMask | null = null) {
    this.free = free;
    this.taken = taken;
    this.reached = new Int32Array(free.words.length);
  }

  /** Begins at these bits of a word, as far as they are free. */
  seed(word: number, bits: number): void {
    this.reach(word, bits);
  }

  /** Takes all that can be reached from the seeds. @returns how many voxels */
  run(): number {
    const { rowStride, sliceStride } = this.free;
    const { words } = this.free;
    const kept = this.taken?.words ?? null;
    const { reached } = this;
    let size = 0;
    while (this.height > 0) {
      const at = this.stack[--this.height]!;
      const free = words[at]!;
      const taken = alongRuns(reached[at]! & free, free);
      reached[at] = 0;
      if (taken === 0) continue;
      words[at] = free & ~taken;
      if (kept !== null) kept[at]! |= taken;
      size += countBits(taken);
      if (taken & 1) this.reach(at - 1, 1 << 31);
      if (taken < 0) this.reach(at + 1, 1);
      this.reach(at - rowStride, taken);
      this.reach(at + rowStride, taken);
      this.reach(at - sliceStride, taken);
      this.reach(at + sliceStride, taken);
    }
    return size;
  }

  /** Gives the memory of the flood itself back; it can't be used afterwards. */
  end(): void {
    release(this.reached, this.stack);
  }

  private reach(word: number, bits: number): void {
    const fresh = bits & this.free.words[word]!;
    if (fresh === 0) return;
    const { reached } = this;
    const before = reached[word]!;
    reached[word] = before | fresh;
    // A word that has something waiting is on the stack already.
    if (before !== 0) return;
    if (this.height === this.stack.length) {
      const larger = new Int32Array(2 * this.stack.length);
      larger.set(this.stack);
      release(this.stack);
      this.stack = larger;
    }
    this.stack[this.height++] = word;
  }
}

/** The runs of `free` that hold a bit of `seeds`, a subset of it, by doubling steps to both sides (Kogge and Stone 1973, doi 10.1109/TC.1973.5009159). */
function alongRuns(seeds: number, free: number): number {
  if (seeds === 0 || seeds === free) return seeds;
  let up = seeds;
  let open = free;
  up |= open & (up << 1);
  open &= open << 1;
  up |= open & (up << 2);
  open &= open << 2;
  up |= open & (up << 4);
  open &= open << 4;
  up |= open & (up << 8);
  open &= open << 8;
  up |= open & (up << 16);
  open = free;
  up |= open & (up >>> 1);
  open &= open >>> 1;
  up |= open & (up >>> 2);
  open &= open >>> 2;
  up |= open & (up >>> 4);
  open &= open >>> 4;
  up |= open & (up >>> 8);
  open &= open >>> 8;
  return up | (open & (up >>> 16));
}

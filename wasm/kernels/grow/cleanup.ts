import { BitFlood } from '../bits/bitFlood.ts';
import { BitMask } from '../bits/bitMask.ts';
import { boxMajority } from '../bits/boxMajority.ts';
import { release } from '../release.ts';

/** What the coarse mask says: surely inside, or in the band where the border runs; the rest is surely outside. */
export interface Zones {
  readonly inside: BitMask;
  readonly band: BitMask;
}

/** What strokes and anatomy say, whatever the image shows. */
export interface Held {
  readonly liver: BitMask;
  readonly background: BitMask;
}

/**
 * Rounds single-voxel roughness off, fills what is enclosed and drops crumbs. What is held stays what it is. Only the band is searched: a
 * flood through all of the body would take longer than the rest.
 */
export function cleanUp(rough: BitMask, { inside, band }: Zones, held: Held): BitMask {
  const mask = boxMajority(rough);
  const { words } = mask;
  for (let n = 0; n < words.length; n++) words[n]! |= inside.words[n]! | held.liver.words[n]!;
  const zone = (n: number): number => inside.words[n]! | band.words[n]!;
  const gaps = bitsWhere(mask, (n) => ~words[n]! & zone(n));
  // What lies beyond the grid is open, too.
  const open = bitsWhere(mask, (n) => ~words[n]! & ~zone(n));
  takeBeside(gaps, open);
  for (let n = 0; n < words.length; n++) words[n] = (words[n]! | gaps.words[n]!) & ~held.background.words[n]!;
  const sure = bitsWhere(mask, (n) => words[n]! & (inside.words[n]! | held.liver.words[n]!));
  const loose = bitsWhere(mask, (n) => words[n]! & ~sure.words[n]!);
  takeBeside(loose, sure);
  for (let n = 0; n < words.length; n++) words[n]! &= ~loose.words[n]!;
  release(gaps.words, open.words, sure.words, loose.words);
  return mask;
}

/** By words, those beyond the ends of rows, slices and grid included. */
function bitsWhere({ dims, words: { length } }: BitMask, wordOf: (n: number) => number): BitMask {
  const bits = new BitMask(dims);
  for (let n = 0; n < length; n++) bits.words[n] = wordOf(n);
  return bits;
}

/** Takes away, in place, each component of `free` that touches a voxel of `source`. */
function takeBeside(free: BitMask, { words }: BitMask): void {
  const flood = new BitFlood(free);
  const { dims, rowWords, rowStride, sliceStride } = free;
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      const start = free.rowStart(j, k);
      for (let at = start; at < start + rowWords; at++) {
        if (free.words[at] === 0) continue;
        const onRow = (words[at]! << 1) | (words[at - 1]! >>> 31) | (words[at]! >>> 1) | (words[at + 1]! << 31);
        const across = words[at - rowStride]! | words[at + rowStride]!;
        flood.seed(at, onRow | across | words[at - sliceStride]! | words[at + sliceStride]!);
      }
    }
  }
  flood.run();
  flood.end();
}

import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import type { BitMask } from '../bits/bitMask.ts';
import { reachVoxels } from './boxMorphology.ts';

/** Longest stretch of a row whose sums are kept ready. */
const MOST_BITS = 10;
/** More than what the order of a sum changes, and far less than what a vote of one voxel weighs. */
const ROUNDING = 1e-9;

/** A stretch of a row beside a voxel, and what each pattern of its bits adds. */
interface Stretch {
  /** From the row of the voxel, in words; from its column, in voxels. */
  readonly words: number;
  readonly columns: number;
  readonly sums: Float64Array;
}

interface Tap {
  readonly words: number;
  readonly columns: number;
  readonly part: number;
}

/** Weighted means of a mask around voxels, -1..1; the weights fall to nothing at a distance. */
export class SmoothingTaps {
  /** Voxels per axis that it reaches. */
  readonly reach: Vec3;
  private readonly bits: BitMask;
  private readonly taps: readonly Tap[];
  /** Of the stretches of rows, those that weigh most first: where they are, where their sums begin, and what those after them add at most. */
  private readonly places: Int32Array;
  private readonly rest: Float64Array;
  private readonly sums: Float64Array;

  constructor(bits: BitMask, spacingMm: Vec3, radiusMm: number) {
    this.bits = bits;
    this.reach = reachVoxels(spacingMm, radiusMm);
    this.taps = tapsOf(bits, this.reach, spacingMm, radiusMm);
    const stretches = stretchesOf(this.taps);
    const tables = [...new Set(stretches.map(({ sums }) => sums))];
    const starts = new Map<Float64Array, number>();
    let end = 0;
    for (const table of tables) {
      starts.set(table, end);
      end += table.length;
    }
    this.sums = new Float64Array(end);
    for (const [table, start] of starts) this.sums.set(table, start);
    this.places = Int32Array.from(
      stretches.flatMap(({ words, columns, sums }) => [words, columns, sums.length - 1, starts.get(sums)!]),
    );
    this.rest = Float64Array.from(stretches, (_, n) =>
      stretches.slice(n + 1).reduce((sum, each) => sum + most(each), 0),
    );
  }

  /**
   * Whether the mean around a voxel and `evidence` together are above 0, as a sum voxel by voxel in memory order would tell.
   * @param row the word where its row begins; the voxel lies `reach` away from the grid's ends
   */
  isInside(row: number, column: number, evidence: number): boolean {
    const { places, rest, sums } = this;
    const { words } = this.bits;
    let sum = evidence - 1;
    for (let n = 0, p = 0; n < rest.length; n++, p += 4) {
      const i = column + places[p + 1]!;
      const at = row + places[p]! + (i >> 5);
      const shift = i & 31;
      const both = (words[at]! >>> shift) | ((words[at + 1]! << 1) << (31 - shift));
      sum += sums[places[p + 3]! + (both & places[p + 2]!)]!;
      if (sum > ROUNDING) return true;
      if (sum + rest[n]! < -ROUNDING) return false;
    }
    return this.mean(row, column) + evidence > 0;
  }

  private mean(row: number, column: number): number {
    let sum = -1;
    for (const { words, columns, part } of this.taps) {
      const i = column + columns;
      if (((this.bits.words[row + words + (i >> 5)]! >>> (i & 31)) & 1) === 1) sum += part;
    }
    return sum;
  }
}

/** In memory order; their parts together are 2. */
function tapsOf(bits: BitMask, [ni, nj, nk]: Vec3, spacingMm: Vec3, radiusMm: number): Tap[] {
  const found: (Omit<Tap, 'part'> & { readonly weight: number })[] = [];
  for (let k = -nk; k <= nk; k++) {
    for (let j = -nj; j <= nj; j++) {
      for (let i = -ni; i <= ni; i++) {
        const squared = (i * spacingMm[0]) ** 2 + (j * spacingMm[1]) ** 2 + (k * spacingMm[2]) ** 2;
        const part = 1 - squared / (radiusMm * radiusMm * 1.5);
        if (part > 0) found.push({ words: j * bits.rowStride + k * bits.sliceStride, columns: i, weight: part * part });
      }
    }
  }
  const total = found.reduce((sum, { weight }) => sum + weight, 0);
  return found.map(({ words, columns, weight }) => ({ words, columns, part: (2 * weight) / total }));
}

/** The same by rows, those that weigh most first; rows with the same weights share their sums. */
function stretchesOf(taps: readonly Tap[]): Stretch[] {
  const ready = new Map<string, Float64Array>();
  const stretches: Stretch[] = [];
  let end = 0;
  while (end < taps.length) {
    const first = end++;
    const { words, columns } = taps[first]!;
    while (end < first + MOST_BITS && taps[end]?.words === words) end++;
    const parts = taps.slice(first, end).map(({ part }) => part);
    const key = parts.join();
    const sums = ready.get(key) ?? sumsOf(parts);
    ready.set(key, sums);
    stretches.push({ words, columns, sums });
  }
  return stretches.sort((a, b) => most(b) - most(a));
}

const most = ({ sums }: Stretch): number => sums.at(-1)!;

/** By pattern, the sum of the parts of its bits. */
function sumsOf(parts: readonly number[]): Float64Array {
  const sums = new Float64Array(1 << parts.length);
  parts.forEach((part, bit) => {
    const high = 1 << bit;
    for (let low = 0; low < high; low++) sums[high + low] = sums[low]! + part;
  });
  return sums;
}

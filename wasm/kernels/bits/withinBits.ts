/**
 * Exact growth by a ball given in mm, on bits: the ball is a stack of discs, a disc a stack of stretches of a row, and a row grown by a
 * stretch is a few shifts of it.
 */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import { BitMask } from './bitMask.ts';

/** So that a distance that equals the radius up to rounding counts as within. */
const ROUNDING = 1e-9;

/**
 * The voxels whose centre lies within `radiusMm` of the centre of a voxel of `source`. What lies outside of the grid counts as nothing; bits
 * beyond the ends of rows are left in an unknown state.
 * @throws RemnantError('cancelled')
 */
export function withinBits(source: BitMask, spacingMm: Vec3, radiusMm: number, ctx: KernelContext): BitMask {
  const result = new BitMask(source.dims);
  const [, rows, slices] = source.dims;
  const discs = ballOf(spacingMm, radiusMm, source.dims);
  const grown = new GrownRows(source, discs[0]?.[0] ?? -1);
  const disc = new Int32Array(source.rowWords * rows);
  for (let k = 0; k < slices; k++) {
    ctx.throwIfCancelled();
    ctx.progress(k / slices);
    if (!grown.load(k)) continue;
    discs.forEach((stretches, away) => {
      if (k - away < 0 && k + away >= slices) return;
      drawDisc(disc, grown, stretches, rows);
      if (k - away >= 0) add(disc, result, k - away);
      if (away > 0 && k + away < slices) add(disc, result, k + away);
    });
  }
  grown.end();
  release(disc);
  return result;
}

/** For each step across slices and then rows, how many voxels the ball reaches along a row; what it doesn't reach is left out. */
function ballOf(spacingMm: Vec3, radiusMm: number, [columns, rows, slices]: Vec3): number[][] {
  const squared = (steps: number, mm: number): number => steps * mm * (steps * mm);
  const least = radiusMm * radiusMm * (1 + ROUNDING);
  const discs: number[][] = [];
  for (let away = 0; away < slices; away++) {
    const limit = least - squared(away, spacingMm[2]);
    if (limit < 0) break;
    const stretches: number[] = [];
    for (let step = 0; step < rows; step++) {
      const across = squared(step, spacingMm[1]);
      if (across > limit) break;
      let reach = Math.min(columns - 1, Math.ceil(Math.sqrt(limit - across) / spacingMm[0]));
      while (reach > 0 && squared(reach, spacingMm[0]) + across > limit) reach--;
      stretches.push(reach);
    }
    discs.push(stretches);
  }
  return discs;
}

/** The rows of one slice, each grown along itself by 0, 1, 2 ... voxels. */
class GrownRows {
  readonly rowWords: number;
  private readonly source: BitMask;
  private readonly layers: Int32Array[];
  /** 0: nothing in that row. */
  readonly isUsed: Uint8Array;

  constructor(source: BitMask, most: number) {
    this.source = source;
    this.rowWords = source.rowWords;
    const size = source.rowWords * source.dims[1];
    this.layers = Array.from({ length: most + 1 }, () => new Int32Array(size));
    this.isUsed = new Uint8Array(source.dims[1]);
  }

  /** Gives the memory back. */
  end(): void {
    release(this.isUsed, ...this.layers);
  }

  layer(reach: number): Int32Array {
    return this.layers[reach]!;
  }

  /** @returns whether the slice holds anything */
  load(k: number): boolean {
    const { source, rowWords, isUsed, layers } = this;
    const rows = source.dims[1];
    let any = false;
    for (let j = 0; j < rows; j++) {
      const start = source.rowStart(j, k);
      let held = 0;
      for (let n = 0; n < rowWords; n++) {
        const word = source.words[start + n]!;
        layers[0]![j * rowWords + n] = word;
        held |= word;
      }
      isUsed[j] = held === 0 ? 0 : 1;
      any ||= held !== 0;
    }
    if (any) for (let reach = 1; reach < layers.length; reach++) this.grow(layers[reach - 1]!, layers[reach]!);
    return any;
  }

  private grow(from: Int32Array, to: Int32Array): void {
    const { rowWords, isUsed } = this;
    for (let j = 0; j < isUsed.length; j++) {
      if (isUsed[j] === 0) continue;
      const end = (j + 1) * rowWords;
      let before = 0;
      let word = from[end - rowWords]!;
      for (let at = end - rowWords; at < end; at++) {
        const after = at + 1 < end ? from[at + 1]! : 0;
        to[at] = word | (word << 1) | (before >>> 31) | (word >>> 1) | (after << 31);
        before = word;
        word = after;
      }
    }
  }
}

function drawDisc(disc: Int32Array, grown: GrownRows, stretches: readonly number[], rows: number): void {
  const { rowWords, isUsed } = grown;
  disc.fill(0);
  for (let step = 0; step < stretches.length; step++) {
    const layer = grown.layer(stretches[step]!);
    for (let j = 0; j < rows; j++) {
      if (isUsed[j] === 0) continue;
      const from = j * rowWords;
      const shift = step * rowWords;
      if (j - step >= 0) for (let n = from; n < from + rowWords; n++) disc[n - shift]! |= layer[n]!;
      if (step > 0 && j + step < rows) for (let n = from; n < from + rowWords; n++) disc[n + shift]! |= layer[n]!;
    }
  }
}

function add(disc: Int32Array, result: BitMask, k: number): void {
  const { words, rowWords } = result;
  for (let j = 0, from = 0; j < result.dims[1]; j++) {
    const start = result.rowStart(j, k);
    for (let n = 0; n < rowWords; n++, from++) words[start + n]! |= disc[from]!;
  }
}

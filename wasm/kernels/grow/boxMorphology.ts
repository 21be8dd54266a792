/** Growth and shrinking of bit masks by a box of voxels, one axis after the other: for zones, whose shape doesn't matter. */
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { BitMask, invertBits } from '../bits/bitMask.ts';
import { clearRowEnds } from '../bits/visitBits.ts';
import { release } from '../release.ts';

/** `mm` as whole voxels per axis, at least `least` and at most `most`. */
export function reachVoxels(spacingMm: Vec3, mm: number, least = 1, most = Infinity): Vec3 {
  const [x, y, z] = spacingMm.map((step) => Math.min(most, Math.max(least, Math.round(mm / step))));
  return [x!, y!, z!];
}

/** Voxels with a one within the box around them. */
export function dilateBox(mask: BitMask, [alongRows, acrossRows, acrossSlices]: Vec3): BitMask {
  const [columns, rows, slices] = mask.dims;
  const grown = alongEachRow(mask, Math.min(alongRows, columns));
  const square = across(grown, Math.min(acrossRows, rows), 0);
  release(grown.words);
  const cube = across(square, 0, Math.min(acrossSlices, slices));
  release(square.words);
  return cube;
}

/** Voxels with only ones within the box around them; the grid's outside counts as one. */
export function erodeBox(mask: BitMask, reach: Vec3): BitMask {
  const rest = new BitMask(mask.dims);
  rest.words.set(mask.words);
  const near = dilateBox(invertBits(rest), reach);
  release(rest.words);
  return invertBits(near);
}

function alongEachRow(mask: BitMask, reach: number): BitMask {
  const grown = new BitMask(mask.dims);
  const { rowWords, dims } = mask;
  const to = grown.words;
  to.set(mask.words);
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      const start = mask.rowStart(j, k);
      let any = 0;
      for (let at = start; at < start + rowWords; at++) any |= to[at]!;
      if (any === 0) continue;
      for (let step = 0; step < reach; step++) {
        let before = 0;
        for (let at = start; at < start + rowWords; at++) {
          const word = to[at]!;
          const after = at + 1 < start + rowWords ? to[at + 1]! : 0;
          to[at] = word | (word << 1) | (before >>> 31) | (word >>> 1) | (after << 31);
          before = word;
        }
      }
    }
  }
  return clearRowEnds(grown);
}

/** Each row with those up to `rowReach` rows and `sliceReach` slices away from it; one of the two is 0. */
function across(mask: BitMask, rowReach: number, sliceReach: number): BitMask {
  const result = new BitMask(mask.dims);
  const { rowWords, dims, words: from } = mask;
  const { words: to } = result;
  for (let k = 0; k < dims[2]; k++) {
    const [lowK, highK] = [Math.max(0, k - sliceReach), Math.min(dims[2] - 1, k + sliceReach)];
    for (let j = 0; j < dims[1]; j++) {
      const [lowJ, highJ] = [Math.max(0, j - rowReach), Math.min(dims[1] - 1, j + rowReach)];
      const start = mask.rowStart(j, k);
      const stride = rowReach > 0 ? mask.rowStride : mask.sliceStride;
      const first = mask.rowStart(lowJ, lowK);
      const last = mask.rowStart(highJ, highK);
      for (let row = first; row <= last; row += stride)
        for (let n = 0; n < rowWords; n++) to[start + n]! |= from[row + n]!;
    }
  }
  return result;
}

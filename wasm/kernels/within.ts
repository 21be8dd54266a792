/** Exact Euclidean growth and shrinking by a radius in mm on grids of any spacing; a bit per voxel of memory beside the result. */
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { invertBits, packBits, unpackBits, type BitMask } from './bits/bitMask.ts';
import { withinBits } from './bits/withinBits.ts';
import { release } from './release.ts';
import type { KernelContext } from './types.ts';

/**
 * The voxels whose centre lies within `radiusMm` of a voxel centre with `mask[at] === value`. What lies outside of the grid counts as
 * nothing.
 * @param mask 0/1, row by row
 */
export const within = (
  mask: Uint8Array,
  value: 0 | 1,
  dims: Vec3,
  spacingMm: Vec3,
  radiusMm: number,
  ctx: KernelContext,
): Uint8Array<ArrayBuffer> => unpacked(grown(packBits(mask, dims, value), spacingMm, radiusMm, ctx));

/** The voxels of the mask that lie farther than `radiusMm` from all that isn't in it. The grid's border doesn't erode. */
export const eroded = (
  mask: Uint8Array,
  dims: Vec3,
  spacingMm: Vec3,
  radiusMm: number,
  ctx: KernelContext,
): Uint8Array<ArrayBuffer> => unpacked(grown(packBits(mask, dims, 0), spacingMm, radiusMm, ctx), true);

/** Grown by the radius and shrunk again (`how` close), or the other way round: without gaps, or without what is thin. */
export function closedOrOpened(
  how: 'close' | 'open',
  mask: Uint8Array,
  dims: Vec3,
  spacingMm: Vec3,
  radiusMm: number,
  ctx: KernelContext,
): Uint8Array<ArrayBuffer> {
  const closes = how === 'close';
  const first = grown(packBits(mask, dims, closes ? 1 : 0), spacingMm, radiusMm, ctx);
  return unpacked(grown(invertBits(first), spacingMm, radiusMm, ctx), closes);
}

/** In place of `bits`, whose memory is given back. */
function grown(bits: BitMask, spacingMm: Vec3, radiusMm: number, ctx: KernelContext): BitMask {
  const result = withinBits(bits, spacingMm, radiusMm, ctx);
  release(bits.words);
  return result;
}

/** In place of `bits`, whose memory is given back. */
function unpacked(bits: BitMask, inverted = false): Uint8Array<ArrayBuffer> {
  const mask = unpackBits(bits, inverted);
  release(bits.words);
  return mask;
}

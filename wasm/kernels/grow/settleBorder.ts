/**
 * The last word on the border where organs touch. What lies on both sides of it is measured nearby, and the border settles midway between
 * the two levels and as smoothly as an organ's surface is: a localised region competition (Lankton & Tannenbaum 2008, doi
 * 10.1109/TIP.2008.2004611), moved by threshold dynamics (Merriman, Bence & Osher 1994, doi 10.1006/jcph.1994.1105), which needs no level set.
 */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { BitMask, countVoxels } from '../bits/bitMask.ts';
import { visitBits } from '../bits/visitBits.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import type { IntensityModel } from './intensityModel.ts';
import { LocalLevels } from './localLevels.ts';
import { dilateBox, erodeBox, reachVoxels } from './boxMorphology.ts';
import { SmoothingTaps } from './smoothingTaps.ts';

/** The border moves at most so far from where it was. */
const REACH_MM = 2;
/** Radius over which the surface is smooth. */
const SMOOTH_MM = 2.2;
/** Evidence against shape: with 1, a voxel that surely is one or the other goes its own way unless all around it go the other. */
const EVIDENCE = 1;
const ROUNDS = 6;

/** Settles, in place, the border of a mask; what is `held` stays what it is. @param soft smoothed HU of the same grid */
export function settleBorder(
  bits: BitMask,
  soft: Int16Array,
  { dims, spacingMm }: Pick<VolumeGeometry, 'dims' | 'spacingMm'>,
  held: BitMask,
  model: IntensityModel,
  ctx: KernelContext,
): void {
  const band = bandOf(bits, spacingMm, held);
  ctx.throwIfCancelled();
  const levels = new LocalLevels(bits, soft, { dims, spacingMm }, model);
  ctx.throwIfCancelled();
  const evidence = evidenceOf(levels, band);
  levels.end();
  const taps = new SmoothingTaps(bits, spacingMm, SMOOTH_MM);
  let toJudge: BitMask | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    ctx.throwIfCancelled();
    const moved = judge(bits, band, toJudge, evidence, taps);
    if (!moved.words.some((word) => word !== 0)) break;
    for (let n = 0; n < bits.words.length; n++) bits.words[n]! ^= moved.words[n]!;
    if (toJudge) release(toJudge.words);
    // Elsewhere, nothing has changed.
    toJudge = dilateBox(moved, taps.reach);
    release(moved.words);
  }
  if (toJudge) release(toJudge.words);
  release(band.words, evidence);
}

/** For the voxels of the band in memory order. */
function evidenceOf(levels: LocalLevels, band: BitMask): Float32Array {
  const evidence = new Float32Array(countVoxels(band));
  let n = 0;
  visitBits(band, (at) => {
    evidence[n++] = EVIDENCE * levels.evidence(at);
  });
  return evidence;
}

/** The voxels of `band` in `toJudge` (null: of all of it) that should be the other. */
function judge(
  bits: BitMask,
  band: BitMask,
  toJudge: BitMask | null,
  evidence: Float32Array,
  taps: SmoothingTaps,
): BitMask {
  const moved = new BitMask(bits.dims);
  let n = 0;
  visitBits(band, (_, i, j, k) => {
    const row = bits.rowStart(j, k);
    const [word, bit] = [row + (i >> 5), 1 << (i & 31)];
    const weight = evidence[n++]!;
    if (toJudge && (toJudge.words[word]! & bit) === 0) return;
    if (taps.isInside(row, i, weight) !== ((bits.words[word]! & bit) !== 0)) moved.words[word]! |= bit;
  });
  return moved;
}

/** The voxels that the border may pass, away from the grid's ends. */
function bandOf(bits: BitMask, spacingMm: Vec3, held: BitMask): BitMask {
  const [columns, rows, slices] = bits.dims;
  const margin = reachVoxels(spacingMm, Math.max(REACH_MM, SMOOTH_MM));
  // Not across thick slices: one of them is farther.
  const reach = reachVoxels(spacingMm, REACH_MM, 0);
  const wide = dilateBox(bits, reach);
  const narrow = erodeBox(bits, reach);
  for (let n = 0; n < wide.words.length; n++) wide.words[n]! &= ~(narrow.words[n]! | held.words[n]!);
  release(narrow.words);
  const isAway = (place: number, away: number, size: number): boolean => place >= away && place < size - away;
  visitBits(wide, (_, i, j, k) => {
    const isFree = isAway(i, margin[0], columns) && isAway(j, margin[1], rows) && isAway(k, margin[2], slices);
    if (!isFree) wide.words[wide.rowStart(j, k) + (i >> 5)]! &= ~(1 << (i & 31));
  });
  return wide;
}

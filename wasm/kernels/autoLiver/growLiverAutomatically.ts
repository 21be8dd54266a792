import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { packBits, unpackBits, type BitMask } from '../bits/bitMask.ts';
import { addPacked, packShape } from '../bits/packedShape.ts';
import { boxDims, reframe, uniteBoxes, wholeBox } from '../box.ts';
import { fineLiver } from '../grow/fineLiver.ts';
import { erode } from '../grow/morphology.ts';
import { release } from '../release.ts';
import type { KernelContext, Shape, VoxelBox } from '../types.ts';
import { automaticCoarse, type AutomaticCoarse } from './automaticCoarse.ts';
import { seedsBesideLung } from './besideLung.ts';
import { within } from './progress.ts';

export interface AutomaticLiver {
  readonly liver: Shape;
  readonly confidence: Confidence;
}

export interface Confidence {
  /** 0..1: mean over the liver and what was nearly taken for it. */
  readonly overall: number;
  /** Grid of `percent`: blocks of voxels, in the order of the scan. */
  readonly geometry: VolumeGeometry;
  /** How surely each block is liver or not, 0..100; 0 where it was a close decision. */
  readonly percent: Uint8Array;
}

/** What was decided less surely than this counts as nearly taken for liver. */
const NEARLY = 0.6;
/** So far from the border of the blocks, nothing is outside. */
const SEAM_DEPTH_MM = 5;

/**
 * The liver without any stroke: its shape on a coarse copy, its border from the voxels. The same input gives the same bits.
 * @param input HU of the whole grid, in any order of its axes.
 * @throws RemnantError('refused') with one sentence where no liver is found; RemnantError('cancelled').
 */
export function growLiverAutomatically(
  { hu, geometry }: { readonly hu: Int16Array; readonly geometry: VolumeGeometry },
  ctx: KernelContext,
): AutomaticLiver {
  const coarse = automaticCoarse({ hu, geometry }, within(ctx, 0, 0.6));
  const confidence = confidenceOf(coarse);
  const liver = fineBorder(hu, geometry, coarse, within(ctx, 0.6, 1));
  ctx.progress(1);
  return { liver, confidence };
}

/** The memory of the probabilities is given back. */
function confidenceOf({ grid, mask, probability }: AutomaticCoarse): Confidence {
  const percent = new Uint8Array(probability.length);
  for (let at = 0; at < percent.length; at++) percent[at] = Math.round(100 * certaintyOf(probability[at]!));
  const overall = overallOf(mask, probability);
  release(probability);
  return { overall, geometry: grid, percent };
}

/**
 * The border between voxels of parenchyma and of large lesions, each by its own intensity: together they would have none. What lies deep
 * inside both together, as the seam between them, belongs to the liver. The memory of what was found in blocks is given back.
 */
function fineBorder(
  hu: Int16Array,
  geometry: VolumeGeometry,
  { grid, factors, mask, lesions, nearLung }: AutomaticCoarse,
  ctx: KernelContext,
): Shape {
  const origin = wholeBox(geometry.dims);
  const seedsOn = (_: VolumeGeometry, box: VoxelBox): Uint8Array =>
    seedsBesideLung(hu, geometry, box, nearLung, grid.dims, factors);
  const border = (part: Uint8Array, context: KernelContext): Shape =>
    fineLiver(hu, geometry, { mask: part, grid, factors, origin }, seedsOn, context);
  if (!lesions.includes(1)) {
    const liver = border(mask, ctx);
    release(mask, lesions, nearLung);
    return liver;
  }
  // What isn't needed at once lies by as bits: the border between voxels takes all the room there is.
  const deep = packed(erode(mask, grid, SEAM_DEPTH_MM), grid.dims);
  for (let at = 0; at < mask.length; at++) mask[at]! &= 1 - lesions[at]!;
  const later = packed(lesions, grid.dims);
  const first = border(mask, within(ctx, 0, 0.5));
  const parenchyma = packShape(first);
  release(mask, first.mask);
  const ofLesions = unpackBits(later);
  const second = border(ofLesions, within(ctx, 0.5, 1));
  release(later.words, ofLesions, nearLung);
  const both = reframe(second, uniteBoxes(first.box, second.box)!);
  release(second.mask);
  addPacked(both, parenchyma);
  addBlocks(both, unpackBits(deep), grid.dims, factors);
  release(deep.words);
  return both;
}

/** In place of a mask, whose memory is given back. */
function packed(mask: Uint8Array, dims: Vec3): BitMask {
  const bits = packBits(mask, dims, 1);
  release(mask);
  return bits;
}

/** Adds, in place, the voxels of some blocks. */
function addBlocks({ box, mask }: Shape, blocks: Uint8Array, blockDims: Vec3, factors: Vec3): void {
  const [columns] = boxDims(box);
  let at = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = blockDims[0] * (Math.floor(j / factors[1]) + blockDims[1] * Math.floor(k / factors[2]));
      for (let i = 0; i < columns; i++, at++) mask[at]! |= blocks[row + Math.floor((i + box.min[0]) / factors[0])]!;
    }
  }
}

/** Distance of a probability to the decision, 0..1. */
const certaintyOf = (probability: number): number => Math.abs(2 * probability - 1);

function overallOf(mask: Uint8Array, probability: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at < mask.length; at++) {
    const certainty = certaintyOf(probability[at]!);
    if (mask[at] === 0 && certainty >= NEARLY) continue;
    sum += certainty;
    count++;
  }
  return count > 0 ? sum / count : 0;
}

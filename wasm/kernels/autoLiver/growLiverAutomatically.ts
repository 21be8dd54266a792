import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, reframe, uniteBoxes, wholeBox } from '../box.ts';
import { fineLiver } from '../grow/fineLiver.ts';
import { erode } from '../grow/morphology.ts';
import { maskWhere } from '../mask.ts';
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
  const { grid, mask, probability } = coarse;
  const liver = fineBorder(hu, geometry, coarse, within(ctx, 0.6, 1));
  ctx.progress(1);
  const percent = new Uint8Array(probability.length);
  for (let at = 0; at < percent.length; at++) percent[at] = Math.round(100 * certaintyOf(probability[at]!));
  return { liver, confidence: { overall: overallOf(mask, probability), geometry: grid, percent } };
}

/**
 * The border between voxels of parenchyma and of large lesions, each by its own intensity: together they would have none. What lies deep
 * inside both together, as the seam between them, belongs to the liver.
 */
function fineBorder(
  hu: Int16Array,
  geometry: VolumeGeometry,
  { grid, factors, mask, lesions, anatomy }: AutomaticCoarse,
  ctx: KernelContext,
): Shape {
  const origin = wholeBox(geometry.dims);
  const seedsOn = (_: VolumeGeometry, box: VoxelBox): Uint8Array =>
    seedsBesideLung(hu, geometry, box, anatomy.nearLung, grid.dims, factors);
  const border = (part: Uint8Array, context: KernelContext): Shape =>
    fineLiver(hu, geometry, { mask: part, grid, factors, origin }, seedsOn, context);
  if (!lesions.includes(1)) return border(mask, ctx);
  const parenchyma = maskWhere(mask.length, (at) => mask[at] === 1 && lesions[at] === 0);
  const parts = [border(parenchyma, within(ctx, 0, 0.5)), border(lesions, within(ctx, 0.5, 1))] as const;
  const box = uniteBoxes(parts[0].box, parts[1].box)!;
  const [{ mask: fine }, { mask: fineLesions }] = [reframe(parts[0], box), reframe(parts[1], box)];
  release(parts[0].mask, parts[1].mask);
  const deep = erode(mask, grid, SEAM_DEPTH_MM);
  const [columns] = boxDims(box);
  let at = 0;
  for (let k = box.min[2]; k <= box.max[2]; k++) {
    for (let j = box.min[1]; j <= box.max[1]; j++) {
      const row = grid.dims[0] * (Math.floor(j / factors[1]) + grid.dims[1] * Math.floor(k / factors[2]));
      for (let i = 0; i < columns; i++, at++) {
        fine[at]! |= fineLesions[at]! | deep[row + Math.floor((i + box.min[0]) / factors[0])]!;
      }
    }
  }
  release(fineLesions, deep);
  return { box, mask: fine };
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

import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { wholeBox } from '../box.ts';
import { fineLiver } from '../grow/fineLiver.ts';
import type { KernelContext } from '../types.ts';
import { automaticCoarse } from './automaticCoarse.ts';
import { seedsBesideLung } from './besideLung.ts';
import { within } from './progress.ts';

export interface AutomaticLiver {
  /** 0/1 of the whole grid. */
  readonly mask: Uint8Array;
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
  const { grid, factors, mask, probability, anatomy } = coarse;
  const fine = fineLiver(
    hu,
    geometry,
    { mask, grid, factors, origin: wholeBox(geometry.dims) },
    (_, box) => seedsBesideLung(hu, geometry.dims, box, anatomy.nearLung, grid.dims, factors),
    within(ctx, 0.6, 1),
  );
  ctx.progress(1);
  const percent = new Uint8Array(probability.length);
  for (let at = 0; at < percent.length; at++) percent[at] = Math.round(100 * certaintyOf(probability[at]!));
  return { mask: fine, confidence: { overall: overallOf(mask, probability), geometry: grid, percent } };
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

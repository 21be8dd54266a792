import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { voxelVolumeMl, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { wholeBox } from '../box.ts';
import { fineLiver } from '../grow/fineLiver.ts';
import { dilate } from '../grow/morphology.ts';
import { canonicalVolume } from '../landmarks/canonical.ts';
import type { KernelContext } from '../types.ts';
import { findAnatomy } from './anatomy.ts';
import { seedsBesideLung } from './besideLung.ts';
import { coarseAutomatic } from './coarseAutomatic.ts';

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

const COARSE_MM = 3;
const NEAR_LUNG_MM = 8;
/** Livers between a child's part and a polycystic one; other volumes are mistakes. */
const LEAST_ML = 200;
const MOST_ML = 8000;
/** What was decided less surely than this counts as nearly taken for liver. */
const NEARLY = 0.6;

/**
 * The liver without any stroke: body, lungs, spine and diaphragm first, then the parenchyma's intensity from the image, the liver's shape on
 * a coarse copy, its border from the voxels. The same input gives the same bits.
 * @param input HU of the whole grid, in any order of its axes.
 * @throws RemnantError('refused') with one sentence where no liver is found; RemnantError('cancelled').
 */
export function growLiverAutomatically(
  { hu, geometry }: { readonly hu: Int16Array; readonly geometry: VolumeGeometry },
  ctx: KernelContext,
): AutomaticLiver {
  const volume = canonicalVolume(hu, geometry, COARSE_MM);
  ctx.throwIfCancelled();
  ctx.progress(0.1);
  const anatomy = findAnatomy(volume, ctx);
  ctx.progress(0.3);
  const { mask, certainty } = coarseAutomatic(volume, anatomy, within(ctx, 0.3, 0.6));
  const { geometry: grid, factors } = volume.scan;
  let blocks = 0;
  for (const value of mask) blocks += value;
  const volumeMl = blocks * voxelVolumeMl(grid);
  if (volumeMl < LEAST_ML || volumeMl > MOST_ML) {
    throw new RemnantError(
      'refused',
      `What was found has ${Math.round(volumeMl)} mL, which is no liver. Draw a stroke in the liver instead.`,
    );
  }
  const coarse = { mask: volume.toScanOrder(mask), grid, factors, origin: wholeBox(geometry.dims) };
  const nearLung = volume.toScanOrder(dilate(anatomy.lungs, volume.geometry, NEAR_LUNG_MM));
  const fine = fineLiver(
    hu,
    geometry,
    coarse,
    (_, box) => seedsBesideLung(hu, geometry.dims, box, nearLung, grid.dims, factors),
    within(ctx, 0.6, 1),
  );
  ctx.progress(1);
  const percent = new Uint8Array(certainty.length);
  for (let at = 0; at < percent.length; at++) percent[at] = Math.round(100 * certainty[at]!);
  return {
    mask: fine,
    confidence: { overall: overallOf(mask, certainty), geometry: grid, percent: volume.toScanOrder(percent) },
  };
}

function overallOf(mask: Uint8Array, certainty: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0 && certainty[at]! >= NEARLY) continue;
    sum += certainty[at]!;
    count++;
  }
  return count > 0 ? sum / count : 0;
}

/** Progress of a part of the work. */
const within = (ctx: KernelContext, from: number, to: number): KernelContext => ({
  progress: (fraction) => {
    ctx.progress(from + (to - from) * fraction);
  },
  throwIfCancelled: () => {
    ctx.throwIfCancelled();
  },
});

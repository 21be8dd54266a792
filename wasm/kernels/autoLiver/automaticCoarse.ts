import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { voxelVolumeMl, type Vec3, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { dilate } from '../grow/morphology.ts';
import { canonicalVolume } from '../landmarks/canonical.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import { findAnatomy } from './anatomy.ts';
import { coarseAutomatic } from './coarseAutomatic.ts';
import { within } from './progress.ts';

/** What is known of the liver before anyone drew in it, per block of voxels; every volume in the order of the scan's own axes. */
export interface AutomaticCoarse {
  readonly grid: VolumeGeometry;
  /** Voxels per block and axis; the first block begins at the first voxel. */
  readonly factors: Vec3;
  /** 0/1: the liver in blocks, with its lesions and vessels. */
  readonly mask: Uint8Array;
  /** 0/1: the part of `mask` that is lesions as large as a lobe at its rim, unlike its parenchyma. */
  readonly lesions: Uint8Array;
  /** How likely each block is liver, 0..1; above a half where the mask is 1, below where it is 0. */
  readonly probability: Float32Array;
  /** 0/1: lung and what is close to it: there the diaphragm lies between it and the liver. */
  readonly nearLung: Uint8Array;
}

const COARSE_MM = 3;
const NEAR_LUNG_MM = 8;
/** Livers between a child's part and a polycystic one; other volumes are mistakes. */
const LEAST_ML = 200;
const MOST_ML = 8000;

/**
 * The coarse half of the automatic liver: body, lungs, spine and diaphragm first, then the parenchyma's intensity from the image, then the
 * liver's shape on blocks of about 3 mm.
 * @param input HU of the whole grid, in any order of its axes.
 * @throws RemnantError('refused') with one sentence where no liver is found; RemnantError('cancelled').
 */
export function automaticCoarse(
  { hu, geometry }: { readonly hu: Int16Array; readonly geometry: VolumeGeometry },
  ctx: KernelContext,
): AutomaticCoarse {
  const volume = canonicalVolume(hu, geometry, COARSE_MM);
  ctx.throwIfCancelled();
  ctx.progress(0.15);
  const anatomy = findAnatomy(volume, ctx);
  ctx.progress(0.5);
  const { mask, lesions, probability } = coarseAutomatic(volume, anatomy, within(ctx, 0.5, 1));
  release(volume.hu, anatomy.body, anatomy.parenchyma.core);
  const { geometry: grid, factors } = volume.scan;
  for (let at = 0; at < mask.length; at++) mask[at]! |= lesions[at]!;
  let blocks = 0;
  for (const value of mask) blocks += value;
  const volumeMl = blocks * voxelVolumeMl(grid);
  if (volumeMl < LEAST_ML || volumeMl > MOST_ML) {
    throw new RemnantError(
      'refused',
      `What was found has ${Math.round(volumeMl)} mL, which is no liver. Draw a stroke in the liver instead.`,
    );
  }
  const nearLung = dilate(anatomy.lungs, volume.geometry, NEAR_LUNG_MM);
  release(anatomy.lungs);
  const inScanOrder = <T extends Uint8Array | Float32Array>(values: T): T => {
    const ordered = volume.toScanOrder(values);
    release(values);
    return ordered;
  };
  return {
    grid,
    factors,
    mask: inScanOrder(mask),
    lesions: inScanOrder(lesions),
    probability: inScanOrder(probability),
    nearLung: inScanOrder(nearLung),
  };
}

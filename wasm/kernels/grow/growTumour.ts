import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { fillHoles, keepSeeded } from '../components.ts';
import type { KernelContext } from '../types.ts';
import { robustModel } from './intensityModel.ts';
import { rasteriseStrokes, reachOf, Seed } from './seeds.ts';

export interface GrowTumourInput {
  /** HU of the whole grid. */
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  /** Not 0 inside the liver (a mask or the labels themselves), or null when no liver is known. */
  readonly liver: Uint8Array | null;
  /** At least one tumour stroke, best along the longest diameter; background points stay outside. */
  readonly strokes: readonly Stroke[];
}

/** A stroke is meant to run along the longest diameter; hands are not exact. */
const REACH_RATIO = 1.3;
const REACH_MARGIN_MM = 5;
/** Tissue within so many sigma of the stroke's median is lesion. */
const LESION_SIGMAS = 2.5;

/**
 * The whole lesions around the tumour strokes.
 * @returns mask 0/1 of the whole grid.
 * @throws RemnantError('invalid_input') without a tumour stroke inside the volume; RemnantError('cancelled').
 */
export function growTumour({ hu, geometry, liver, strokes }: GrowTumourInput, ctx: KernelContext): Uint8Array {
  const seeds = rasteriseStrokes(geometry, strokes);
  const inside: number[] = [];
  for (let at = 0; at < seeds.length; at++) if (seeds[at] === Seed.tumour) inside.push(at);
  if (inside.length === 0) throw new RemnantError('invalid_input', 'Draw at least one stroke inside the tumour.');
  ctx.throwIfCancelled();
  const { medianHu, sigmaHu } = robustModel(inside.map((at) => hu[at]!));
  const reach = strokes.flatMap((stroke) => reachOf(stroke, REACH_RATIO, REACH_MARGIN_MM));
  const near = rasteriseStrokes(geometry, reach);
  const mask = new Uint8Array(hu.length);
  for (let at = 0; at < mask.length; at++) {
    const seed = seeds[at];
    if (near[at] === Seed.none || seed === Seed.background || (liver !== null && liver[at] === 0)) continue;
    if (seed === Seed.tumour || Math.abs(hu[at]! - medianHu) <= LESION_SIGMAS * sigmaHu) mask[at] = 1;
  }
  keepSeeded(mask, geometry.dims, inside);
  ctx.throwIfCancelled();
  fillHoles(mask, geometry.dims);
  for (let at = 0; at < seeds.length; at++) if (seeds[at] === Seed.background) mask[at] = 0;
  ctx.progress(1);
  return mask;
}

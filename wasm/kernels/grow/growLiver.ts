import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { keepSeeded } from '../components.ts';
import type { KernelContext } from '../types.ts';
import { robustModel } from './intensityModel.ts';
import { rasteriseStrokes, Seed } from './seeds.ts';

export interface GrowLiverInput {
  /** HU of the whole grid. */
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  /** At least one liver stroke; tumour points count as inside the liver, background as outside. */
  readonly strokes: readonly Stroke[];
}

/**
 * The liver from a few strokes.
 * @returns mask 0/1 of the whole grid.
 * @throws RemnantError('invalid_input') without a liver stroke inside the volume; RemnantError('cancelled').
 */
export function growLiver({ hu, geometry, strokes }: GrowLiverInput, ctx: KernelContext): Uint8Array {
  const seeds = rasteriseStrokes(geometry, strokes);
  const inside: number[] = [];
  for (let at = 0; at < seeds.length; at++) if (seeds[at] === Seed.liver) inside.push(at);
  if (inside.length === 0) throw new RemnantError('invalid_input', 'Draw at least one stroke inside the liver.');
  ctx.throwIfCancelled();
  const { medianHu, sigmaHu } = robustModel(inside.map((at) => hu[at]!));
  const mask = new Uint8Array(hu.length);
  for (let at = 0; at < mask.length; at++) {
    const seed = seeds[at];
    if (seed === Seed.background) continue;
    if (seed !== Seed.none || Math.abs(hu[at]! - medianHu) <= 2.5 * sigmaHu) mask[at] = 1;
  }
  ctx.throwIfCancelled();
  keepSeeded(mask, geometry.dims, inside);
  ctx.progress(1);
  return mask;
}

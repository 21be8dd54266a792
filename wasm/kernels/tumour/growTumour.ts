import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, crop, uncrop } from '../box.ts';
import { upsample } from '../grow/resample.ts';
import type { KernelContext } from '../types.ts';
import { growLesion } from './growLesion.ts';
import { AROUND_MM, farthestMm } from './reach.ts';
import { marksOf } from './stroke.ts';
import { boxOf, workingGrid } from './workingGrid.ts';

export interface GrowTumourInput {
  /** HU of the whole grid. */
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  /** Not 0 inside the liver (a mask or the labels themselves), or null when no liver is known. */
  readonly liver: Uint8Array | null;
  /** At least one tumour stroke, best along the longest diameter; background points stay outside. */
  readonly strokes: readonly Stroke[];
}

/**
 * The whole lesions around the tumour strokes. Inside a known liver, but for strokes that leave it: a lesion at the rim that the liver
 * lacks is found there, too.
 * @returns mask 0/1 of the whole grid.
 * @throws RemnantError('invalid_input') without a tumour stroke inside the volume; RemnantError('cancelled').
 */
export function growTumour({ hu, geometry, liver, strokes }: GrowTumourInput, ctx: KernelContext): Uint8Array {
  const mask = new Uint8Array(hu.length);
  const background = strokes.filter(({ segment }) => segment === 'background');
  const marks = marksOf(strokes);
  const found = marks.filter((mark, n) => {
    ctx.throwIfCancelled();
    const box = boxOf(geometry, mark, farthestMm(mark) + AROUND_MM);
    const grid = box && workingGrid(hu, liver, geometry, box, mark.halfMm);
    const lesion = grid && growLesion(grid, mark, background, ctx);
    if (lesion) {
      ctx.throwIfCancelled();
      const fine = upsample(lesion, grid.geometry.dims, grid.factors, boxDims(grid.box));
      const part = crop(mask, geometry.dims, grid.box);
      for (let at = 0; at < part.length; at++) if (fine[at]! >= 0.5) part[at] = 1;
      uncrop(part, grid.box, mask, geometry.dims);
    }
    ctx.progress((n + 1) / marks.length);
    return lesion !== null;
  });
  if (found.length === 0) throw new RemnantError('invalid_input', 'Draw at least one stroke inside the tumour.');
  ctx.progress(1);
  return mask;
}

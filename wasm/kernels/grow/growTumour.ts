import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { crop, occupiedBox, uncrop } from '../box.ts';
import { fillHoles, keepSeeded } from '../components.ts';
import type { KernelContext, VoxelBox } from '../types.ts';
import { moveToHalfMaximum } from './halfMaximum.ts';
import { median, robustModel } from './intensityModel.ts';

import { close } from './morphology.ts';
import { boxSums, cropGeometry, smooth } from './resample.ts';
import { offsetsOf, rasteriseStrokes, reachOf, Seed } from './seeds.ts';

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
/** Beyond that reach, what is this near shows what the lesion lies in. */
const AROUND_MM = 10;
/** Tissue within so many sigma of the stroke's median is lesion, unless it is nearer to what surrounds the lesion. */
const LESION_SIGMAS = 2.5;
/** Nearer than this the lesion and what surrounds it can't be told apart by intensity. */
const LEAST_CONTRAST_SIGMAS = 1;
/** Living parts of a lesion look like what it lies in; gaps up to twice this between the others belong to it. */
const CLOSING_MM = 3;
/** HU of soft tissue, enhanced or not: fat, gas and bone around a lesion are not what it lies in. */
const SOFT_TISSUE_HU = [0, 250] as const;

/**
 * The whole lesions around the tumour strokes. Inside a known liver, but for strokes that leave it: a lesion at the rim that the liver
 * lacks is found there, too.
 * @returns mask 0/1 of the whole grid.
 * @throws RemnantError('invalid_input') without a tumour stroke inside the volume; RemnantError('cancelled').
 */
export function growTumour({ hu, geometry, liver, strokes }: GrowTumourInput, ctx: KernelContext): Uint8Array {
  const mask = new Uint8Array(hu.length);
  const drawn = strokes.filter(({ segment }) => segment === 'tumour');
  const found = drawn.filter((stroke, n) => {
    ctx.throwIfCancelled();
    const widest = reachOf(stroke, REACH_RATIO, REACH_MARGIN_MM + AROUND_MM);
    const box = occupiedBox(rasteriseStrokes(geometry, widest), geometry.dims);
    const lesion = box && growLesion(part(hu, geometry, liver, box), stroke, strokes);
    if (lesion) {
      const before = crop(mask, geometry.dims, box);
      for (let at = 0; at < lesion.length; at++) lesion[at]! |= before[at]!;
      uncrop(lesion, box, mask, geometry.dims);
    }
    ctx.progress((n + 1) / drawn.length);
    return lesion !== null;
  });
  if (found.length === 0) throw new RemnantError('invalid_input', 'Draw at least one stroke inside the tumour.');
  ctx.progress(1);
  return mask;
}

/** The surroundings of one stroke. */
interface Part {
  readonly soft: Int16Array;
  readonly liver: Uint8Array | null;
  readonly geometry: VolumeGeometry;
}

const part = (hu: Int16Array, geometry: VolumeGeometry, liver: Uint8Array | null, box: VoxelBox): Part => {
  const inside = cropGeometry(geometry, box);
  return {
    soft: smooth(crop(hu, geometry.dims, box), inside.dims),
    liver: liver && crop(liver, geometry.dims, box),
    geometry: inside,
  };
};

/** The lesion of one stroke, 0/1; null when nothing of the stroke lies in the volume. */
function growLesion({ soft, liver, geometry }: Part, stroke: Stroke, strokes: readonly Stroke[]): Uint8Array | null {
  const { dims } = geometry;
  const seeds = rasteriseStrokes(geometry, [stroke, ...strokes.filter(({ segment }) => segment === 'background')]);
  const inside = offsetsOf(seeds, Seed.tumour);
  if (inside.length === 0) return null;
  const near = rasteriseStrokes(geometry, reachOf(stroke, REACH_RATIO, REACH_MARGIN_MM));
  const leaves = liver === null || inside.some((at) => liver[at] === 0);
  const lesionHu = inside.map((at) => soft[at]!);
  const [lowHu, highHu] = lesionRange(lesionHu, surroundings(soft, liver, near));
  const allowed = (at: number): boolean => near[at] !== Seed.none && (leaves || liver[at] !== 0);
  const mask = new Uint8Array(soft.length);
  for (let at = 0; at < mask.length; at++) {
    if (allowed(at) && soft[at]! >= lowHu && soft[at]! <= highHu) mask[at] = 1;
  }
  // Single voxels of noise go, and with them the bridges that they make.
  const sums = boxSums(mask, dims);
  for (let at = 0; at < mask.length; at++) mask[at] = sums[at]! > 13 ? 1 : 0;
  for (const at of inside) mask[at] = 1;
  keepSeeded(mask, dims, inside);
  const closed = close(mask, geometry, CLOSING_MM);
  for (let at = 0; at < mask.length; at++) if (closed[at] === 1 && soft[at]! >= SOFT_TISSUE_HU[0]) mask[at] = 1;
  fillHoles(mask, dims);
  moveToHalfMaximum(mask, dims, seeds, [{ hu: soft, model: robustModel(lesionHu) }]);
  for (let at = 0; at < mask.length; at++) {
    if (!allowed(at) || seeds[at] === Seed.background) mask[at] = 0;
    else if (seeds[at] === Seed.tumour) mask[at] = 1;
  }
  keepSeeded(mask, dims, inside);
  return mask;
}

/** HU of what the lesion lies in: liver beyond its reach, or any soft tissue where no liver is known. */
function surroundings(soft: Int16Array, liver: Uint8Array | null, near: Uint8Array): number[] {
  const liverHu: number[] = [];
  const anyHu: number[] = [];
  for (let at = 0; at < soft.length; at++) {
    const value = soft[at]!;
    if (near[at] !== Seed.none || value < SOFT_TISSUE_HU[0] || value > SOFT_TISSUE_HU[1]) continue;
    anyHu.push(value);
    if (liver !== null && liver[at] !== 0) liverHu.push(value);
  }
  return liverHu.length > 0 ? liverHu : anyHu;
}

/**
 * Lowest and highest HU of the lesion: to the middle between it and what it lies in on that side. On the other side as far as the stroke
 * tells, and without end where contrast medium lies in it.
 */
function lesionRange(lesionHu: readonly number[], aroundHu: readonly number[]): readonly [number, number] {
  const { medianHu, sigmaHu } = robustModel(lesionHu);
  const reach = LESION_SIGMAS * sigmaHu;
  if (aroundHu.length === 0) return [medianHu - reach, medianHu + reach];
  const around = median(aroundHu);
  const middle = (medianHu + around) / 2;
  if (Math.abs(medianHu - around) < LEAST_CONTRAST_SIGMAS * sigmaHu) return [medianHu - reach, medianHu + reach];
  if (medianHu < around) return [Math.min(medianHu - reach, Math.min(...quartiles(lesionHu))), middle];
  return [middle, medianHu > SOFT_TISSUE_HU[1] ? Infinity : medianHu + reach];
}

function quartiles(values: readonly number[]): readonly [number, number] {
  const sorted = Float64Array.from(values).sort();
  return [sorted[Math.floor(sorted.length / 4)]!, sorted[Math.floor((3 * sorted.length) / 4)]!];
}

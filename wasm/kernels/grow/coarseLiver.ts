import type { Stroke } from '../../../electron/core/contract/common.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { crop, growBox, marginVoxels, occupiedBox, uncrop } from '../box.ts';
import { fillHoles, keepSeeded } from '../components.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { KernelContext } from '../types.ts';
import { chooseBasins } from './chooseBasins.ts';
import { partAtNecks } from './basins.ts';
import { addEmbolic } from './embolic.ts';
import { greatVessels, LEAST_LIVER } from './greatVessels.ts';
import type { IntensityModel } from './intensityModel.ts';
import { isForeignTissue, robustModel } from './intensityModel.ts';
import { addLesions } from './lesions.ts';
import { close, depths, dilate, open } from './morphology.ts';
import { boxFractions, cropGeometry } from './resample.ts';
import { smooth } from './smooth.ts';
import { yieldToBackground } from './background.ts';
import { offsetsOf, rasteriseStrokes, reachOf, Seed } from './seeds.ts';

export interface CoarseLiver {
  /** 0/1 on the coarse grid. */
  readonly mask: Uint8Array;
  /** Intensity of the parenchyma at this resolution. */
  readonly model: IntensityModel;
}

/** Tissue within so many sigma of the strokes' median may be liver. */
const CANDIDATE_SIGMAS = 2.5;
/** The same at the rim of what was found, where neighbours mix in. */
const RIM_SIGMAS = 4;
/**
 * Lobes are joined by necks relatively wider than this. Narrower ones part basins, which are then joined again or not by how alike they are;
 * a heart that lies broadly on the liver would be taken for a lobe of it at less.
 */
const NECK_RATIO = 0.85;
const LEAST_NECK_MM = 5;
/** Rounding of the parts: what is thinner than twice this and not at the rim of something thicker is not liver. */
const OPENING_MM = 4;
/** Gaps up to twice this (vessels, small lesions) belong to the liver. */
const CLOSING_MM = 8;
/** Of what is around a gap (half the side of a cube) so much is liver: in the hilum, less of it is. */
const AROUND_MM = 12;
const LEAST_AROUND = 0.55;
/** Room that closing needs around the liver. */
const FINISH_MARGIN_MM = 24;
/** A tumour stroke may lie anywhere in its lesion, so the lesion may be a good deal larger. */
const LESION_REACH = 2;
const LESION_MARGIN_MM = 20;

/**
 * The liver at about 3 mm: where its shape is decided; its border is found later, at full resolution.
 * @param hu block means on the coarse grid `geometry`.
 */
export function coarseLiver(
  hu: Int16Array,
  geometry: VolumeGeometry,
  strokes: readonly Stroke[],
  ctx: KernelContext,
): CoarseLiver {
  const { dims } = geometry;
  const seeds = rasteriseStrokes(geometry, strokes);
  const liverSeeds = offsetsOf(seeds, Seed.liver);
  if (liverSeeds.length === 0) throw new RemnantError('invalid_input', 'Draw at least one stroke inside the liver.');
  const soft = smooth(hu, dims);
  const model = robustModel(liverSeeds.map((at) => soft[at]!));
  const parenchyma = likeTissue(soft, geometry, seeds, model, liverSeeds);
  yieldToBackground(parenchyma, soft, geometry, strokes, seeds, model, ctx);
  ctx.throwIfCancelled();
  const tumourSeeds = offsetsOf(seeds, Seed.tumour);
  if (tumourSeeds.length > 0) {
    const tumour = robustModel(tumourSeeds.map((at) => soft[at]!));
    const lesion = likeTissue(soft, geometry, seeds, tumour, tumourSeeds);
    clearBeyond(lesion, geometry, strokes);
    for (let at = 0; at < lesion.length; at++) parenchyma[at]! |= lesion[at]!;
  }
  ctx.throwIfCancelled();
  const found = occupiedBox(parenchyma, dims);
  if (!found) return { mask: parenchyma, model };
  const box = growBox(found, marginVoxels(geometry, FINISH_MARGIN_MM), dims);
  const part = {
    mask: crop(parenchyma, dims, box),
    soft: crop(soft, dims, box),
    seeds: crop(seeds, dims, box),
    geometry: cropGeometry(geometry, box),
  };
  finish(part, model);
  uncrop(part.mask, box, parenchyma, dims);
  return { mask: parenchyma, model };
}

/** What a liver's rough shape is finished with. */
export interface Part {
  readonly mask: Uint8Array;
  readonly soft: Int16Array;
  readonly seeds: Uint8Array;
  readonly geometry: VolumeGeometry;
  /** 0/1: the wall of the body, where it is known. */
  readonly wall?: Uint8Array | null;
}

/**
 * Closes, in place, over vessels and lesions, fills what the liver encloses, and keeps what hangs on the strokes. Where the wall of the body
 * is known, the great vessels and what else lies in the hilum stay out.
 */
export function finish({ mask, soft, seeds, geometry, wall = null }: Part, model: IntensityModel): void {
  addEmbolic(mask, soft, seeds, geometry, model);
  const closed = close(mask, geometry, CLOSING_MM);
  // Without the anatomy around it, the rim of the liver can't be told from its hilum.
  const around = wall && lookAround(mask, seeds, geometry);
  const vessels = around && greatVessels(closed, around.isOutlying, soft, geometry, model);
  for (let at = 0; at < closed.length; at++) {
    const isGap = closed[at] === 1 && around?.isAmidst[at] !== 0;
    if (isGap && !isForeignTissue(model, soft[at]!)) mask[at] = 1;
    if (vessels?.[at] === 1) mask[at] = 0;
  }
  release(closed);
  if (around) release(around.isAmidst, around.isOutlying);
  addLesions(mask, soft, geometry, model, wall);
  fillHoles(mask, geometry.dims);
  for (let at = 0; at < seeds.length; at++) if (seeds[at] === Seed.background || vessels?.[at] === 1) mask[at] = 0;
  if (vessels) release(vessels);
  keepSeeded(mask, geometry.dims, offsetsOf(seeds, Seed.liver).concat(offsetsOf(seeds, Seed.tumour)));
}

/** 0/1 each, by the part of what is around a voxel that is liver. */
interface Around {
  /** Enough of it for a gap to belong to the liver. */
  readonly isAmidst: Uint8Array;
  /** Too little of it for a vessel to be the liver's own. */
  readonly isOutlying: Uint8Array;
}

/** What surely is no liver (lung, the wall of the body) doesn't count. */
function lookAround(mask: Uint8Array, seeds: Uint8Array, geometry: VolumeGeometry): Around {
  const free = maskWhere(seeds.length, (at) => seeds[at] !== Seed.background);
  const open = boxFractions(free, geometry, AROUND_MM);
  release(free);
  const share = boxFractions(mask, geometry, AROUND_MM);
  for (let at = 0; at < share.length; at++) share[at]! /= open[at]!;
  release(open);
  const isAmidst = maskWhere(share.length, (at) => share[at]! >= LEAST_AROUND);
  const isOutlying = maskWhere(share.length, (at) => share[at]! < LEAST_LIVER);
  release(share);
  return { isAmidst, isOutlying };
}

/** Tissue of the model's intensity that hangs together with the seeds other than by thin or narrow bridges. */
function likeTissue(
  soft: Int16Array,
  geometry: VolumeGeometry,
  seeds: Uint8Array,
  model: IntensityModel,
  inside: readonly number[],
): Uint8Array {
  const candidates = withinSigmas(soft, seeds, model, CANDIDATE_SIGMAS);
  for (const at of inside) candidates[at] = 1;
  const basins = partAtNecks(depths(candidates, geometry), geometry.dims, NECK_RATIO, LEAST_NECK_MM);
  const chosen = chooseBasins(basins, soft, seeds, model, inside);
  const parts = new Uint8Array(soft.length);
  for (let at = 0; at < parts.length; at++) parts[at] = chosen[basins.ids[at]!]!;
  const core = open(parts, geometry, OPENING_MM);
  for (const at of inside) core[at] = 1;
  keepSeeded(core, geometry.dims, inside);
  // The opening took the rims off; they come back, also where small parts of them had fallen to a basin of their own.
  const near = dilate(core, geometry, OPENING_MM);
  const rim = withinSigmas(soft, seeds, model, RIM_SIGMAS);
  for (let at = 0; at < near.length; at++) near[at] = core[at]! | (near[at]! & rim[at]!);
  return near;
}

function withinSigmas(
  soft: Int16Array,
  seeds: Uint8Array,
  { medianHu, sigmaHu }: IntensityModel,
  sigmas: number,
): Uint8Array {
  const reach = sigmas * sigmaHu;
  const mask = new Uint8Array(soft.length);
  for (let at = 0; at < soft.length; at++) {
    if (seeds[at] !== Seed.background && Math.abs(soft[at]! - medianHu) <= reach) mask[at] = 1;
  }
  return mask;
}

/** Lesions are as various as what surrounds them: only the neighbourhood of the tumour strokes counts. */
function clearBeyond(lesion: Uint8Array, geometry: VolumeGeometry, strokes: readonly Stroke[]): void {
  const near = rasteriseStrokes(
    geometry,
    strokes.flatMap((stroke) => reachOf(stroke, LESION_REACH, LESION_MARGIN_MM)),
  );
  for (let at = 0; at < lesion.length; at++) if (near[at] === Seed.none) lesion[at] = 0;
}

import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, crop } from '../box.ts';
import { release } from '../release.ts';
import type { KernelContext, VoxelBox } from '../types.ts';
import { cleanUp, Zone } from './cleanup.ts';
import { compete, Node } from './competition.ts';
import { moveToHalfMaximum } from './halfMaximum.ts';
import type { IntensityModel } from './intensityModel.ts';
import { isForeignTissue, misfit, robustModel } from './intensityModel.ts';
import { squaredDistances } from './morphology.ts';
import { upsample } from './resample.ts';
import { smoothInPlace } from './smooth.ts';
import { Seed } from './seeds.ts';
import { settleBorder } from './settleBorder.ts';

/** The coarse mask lacks its rim, where blocks mix liver with what surrounds it: this part of a block's longest side. */
const RIM_BLOCKS = 0.5;
/** Distances (mm) from the expected border between which the fine border is searched. */
const BAND_INSIDE_MM = 3.5;
const BAND_OUTSIDE_MM = 4;
/** Pull to the background of voxels that fit the model not at all. */
const MOST_PULL = 0.5;
/** The border moves by two voxels at a time; after so many it stands. */
const RIM_PASSES = 2;
const SWEEPS = 24;

export interface CoarseGrid {
  readonly mask: Uint8Array;
  readonly geometry: VolumeGeometry;
  readonly factors: readonly [number, number, number];
}

/**
 * Finds the border at full resolution, in a band around the coarse one.
 * @param box part of the grid that is looked at; the coarse grid starts at its corner.
 * @param seeds `Seed` values of the box's voxels.
 * @returns mask 0/1 of the box.
 */
export function refine(
  hu: Int16Array,
  geometry: VolumeGeometry,
  box: VoxelBox,
  coarse: CoarseGrid,
  seeds: Uint8Array,
  ctx: KernelContext,
): Uint8Array {
  const dims = boxDims(box);
  const soft = smoothInPlace(crop(hu, geometry.dims, box), dims);
  ctx.throwIfCancelled();
  const { mask, models } = findBorder(hu, geometry, box, soft, coarse, seeds, ctx);
  const images = [
    { hu, dims: geometry.dims, origin: box.min, model: models.own },
    { hu: soft, dims, origin: [0, 0, 0] as const, model: models.soft },
  ];
  for (let pass = 0; pass < RIM_PASSES; pass++) moveToHalfMaximum(mask, dims, seeds, images);
  settleBorder(mask, soft, { dims, spacingMm: geometry.spacingMm }, seeds, models.soft, ctx);
  release(soft);
  return mask;
}

/** The border by competition, with the liver's intensity in the voxels as they are and smoothed. */
function findBorder(
  hu: Int16Array,
  geometry: VolumeGeometry,
  box: VoxelBox,
  soft: Int16Array,
  coarse: CoarseGrid,
  seeds: Uint8Array,
  ctx: KernelContext,
): { mask: Uint8Array; models: { readonly own: IntensityModel; readonly soft: IntensityModel } } {
  const dims = boxDims(box);
  const distances = innerDistances(coarse);
  const inner = upsample(distances, coarse.geometry.dims, coarse.factors, dims);
  release(distances);
  const model = sampledModel((at) => soft[at]!, inner);
  const models = { own: sampledModel(voxelsOfBox(hu, geometry.dims, box), inner), soft: model };
  const state = new Uint8Array(soft.length);
  const zone = new Uint8Array(soft.length);
  for (let at = 0; at < state.length; at++) {
    const depth = inner[at]!;
    const seed = seeds[at];
    zone[at] = depth < -BAND_OUTSIDE_MM ? Zone.outside : depth > BAND_INSIDE_MM ? Zone.inside : Zone.band;
    if (seed === Seed.background || zone[at] === Zone.outside) state[at] = Node.background;
    else if (seed !== Seed.none || zone[at] === Zone.inside) state[at] = Node.liver;
    else state[at] = isForeignTissue(model, soft[at]!) ? Node.background : Node.free;
  }
  ctx.progress(0.5);
  const potential = inner;
  for (let at = 0; at < potential.length; at++) potential[at] = inner[at]! > 0 ? 0.8 : 0.4;
  const pull = (at: number): number => MOST_PULL * misfit(model, soft[at]!);
  compete(
    { dims, spacingMm: geometry.spacingMm, hu: soft, state, pull, potential, edgeSigmaHu: model.sigmaHu },
    SWEEPS,
    0.02,
    ctx,
  );
  const mask = new Uint8Array(potential.length);
  for (let at = 0; at < mask.length; at++) if (potential[at]! > 0.5) mask[at] = 1;
  release(potential, state);
  ctx.progress(0.85);
  cleanUp(mask, zone, seeds, dims);
  release(zone);
  return { mask, models };
}

/** Signed distance (mm) to the expected border, positive inside. */
function innerDistances({ mask, geometry }: CoarseGrid): Float32Array {
  const toOutside = squaredDistances(mask, geometry, 0);
  const toInside = squaredDistances(mask, geometry, 1);
  const half = Math.min(...geometry.spacingMm) / 2;
  const rim = RIM_BLOCKS * Math.max(...geometry.spacingMm);
  const [inward, outward] = [rim - half, rim + half];
  const result = new Float32Array(mask.length);
  for (let at = 0; at < result.length; at++) {
    result[at] = mask[at] === 1 ? Math.sqrt(toOutside[at]!) + inward : outward - Math.sqrt(toInside[at]!);
  }
  release(toOutside, toInside);
  return result;
}

/** The liver's intensity at this resolution, from at most some thousand voxels of its depth. */
function sampledModel(huOf: (at: number) => number, inner: Float32Array): IntensityModel {
  const samples: number[] = [];
  const step = Math.max(1, Math.floor(inner.length / 200_000));
  for (let at = 0; at < inner.length; at += step) if (inner[at]! > BAND_INSIDE_MM) samples.push(huOf(at));
  if (samples.length === 0) inner.forEach((depth, at) => depth > 0 && samples.push(huOf(at)));
  return robustModel(samples);
}

/** Values of a volume by their offset in one of its boxes. */
function voxelsOfBox(hu: Int16Array, dims: Vec3, box: VoxelBox): (at: number) => number {
  const [columns, rows] = boxDims(box);
  return (at) => {
    const row = Math.floor(at / columns);
    const slice = Math.floor(row / rows);
    const [i, j, k] = [at - row * columns, row - slice * rows, slice];
    return hu[i + box.min[0] + dims[0] * (j + box.min[1] + dims[1] * (k + box.min[2]))]!;
  };
}

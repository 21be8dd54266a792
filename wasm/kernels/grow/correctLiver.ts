/**
 * One stroke's correction of a liver. A stroke says more than where its voxels belong: drawn along the middle of what is wrong, its distance
 * to what is right is half the thickness of the wrong region. That thickness scales everything here: how finely the image is looked at, how
 * far the correction may spread and what is certainly beyond it. So a stroke in a missed lobe brings the lobe, and one in a sliver at the
 * surface moves the surface by that sliver, each near its stroke alone.
 */
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import {
  boxDims,
  boxWithin,
  crop,
  growBox,
  marginVoxels,
  occupiedBox,
  reframe,
  uncrop,
  uniteBoxes,
  wholeBox,
} from '../box.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { KernelContext, Shape, VoxelBox } from '../types.ts';
import { voxelsOf } from './fineLiver.ts';
import { FOLLOW_MM, followInterface } from './followInterface.ts';
import { median } from './intensityModel.ts';
import { depths } from './morphology.ts';
import { BAND_BLOCKS, refineFlip } from './refineFlip.ts';
import { blockFactors, blockGeometry, blockMeans, cropGeometry } from './resample.ts';
import { smooth } from './smooth.ts';
import { boxAround, offsetsOf, overlayStrokes, rasteriseStrokes, Seed } from './seeds.ts';
import { isThickMiss, spread } from './spread.ts';

/** Thicker regions aren't told apart from thinner ones; it bounds the work of one stroke. */
const MOST_HALF_MM = 30;
const LEAST_HALF_MM = 1.5;
/** Blocks with which the thickness is measured. */
const MEASURE_MM = 1.5;
/** A region is at least so many blocks thick, and its blocks never larger than the coarse grid's. */
const BLOCKS_PER_HALF = 3;
const MOST_BLOCK_MM = 3;
/** How far from the stroke a region of some half thickness may reach. */
const LOBE_HALVES = 3;
const LOBE_MM = 8;
/** All but a lobe may be a sheet, which reaches farther, up to a limit that bounds the work. */
const SHEET_HALVES = 6;
const SHEET_MM = 12;
const MOST_SHEET_MM = 55;

/**
 * Drawn lines are much shorter than what they mean, so the walk comes back to them less often than to the open: less than even odds do.
 * Where it may go is bounded by the region's thickness.
 */
const LEAST_POTENTIAL = 0.1;
/** Voxels are looked at this far around what changes: crumbs that are cut off lie there. */
const CRUMBS_MM = 8;

/** What is wrong around a stroke. */
interface Wrong {
  readonly stroke: Stroke;
  /** What its voxels should be. */
  readonly wanted: 0 | 1;
  readonly halfMm: number;
}

/**
 * Corrects a liver around the last of `strokes`; what the earlier ones marked stays, unless crossed.
 * @returns the corrected liver; what was given stays as it is.
 */
export function correctLiver(
  hu: Int16Array,
  geometry: VolumeGeometry,
  liver: Shape,
  strokes: readonly Stroke[],
  ctx: KernelContext,
): Shape {
  const stroke = strokes.at(-1);
  const drawnBox = stroke && boxAround(geometry, stroke, 0);
  if (!drawnBox) return liver;
  const wanted = stroke.segment === 'background' ? 0 : 1;
  const halfMm = halfThickness(geometry, liver, stroke, wanted);
  ctx.throwIfCancelled();
  const spreadTo = halfMm > 0 ? spreadFrom(hu, geometry, liver, strokes, { stroke, wanted, halfMm }, ctx) : null;
  ctx.throwIfCancelled();
  const followBox = spreadTo && boxAround(geometry, stroke, FOLLOW_MM);
  const box = uniteBoxes(liver.box, uniteBoxes(uniteBoxes(spreadTo?.box ?? null, followBox), drawnBox))!;
  const corrected = reframe(liver, box);
  if (spreadTo && followBox) {
    uncrop(spreadTo.mask, boxWithin(box, spreadTo.box), corrected.mask, boxDims(box));
    follow(hu, geometry, liver, corrected, strokes, followBox, { stroke, wanted, halfMm });
  }
  impose(corrected, geometry, stroke, drawnBox, wanted);
  return corrected;
}

/** Half the thickness (mm) of what is wrong where the stroke runs; 0 where nothing is. */
function halfThickness(geometry: VolumeGeometry, liver: Shape, stroke: Stroke, wanted: 0 | 1): number {
  const box = boxAround(geometry, stroke, MOST_HALF_MM);
  if (!box) return 0;
  const factors = blockFactors(geometry, MEASURE_MM);
  const grid = blockGeometry(geometry, box, factors);
  const around = reframe(liver, box);
  const wrong = blocksOf(around, factors, grid.dims);
  release(around.mask);
  if (wanted === 1) for (let at = 0; at < wrong.length; at++) wrong[at] = 1 - wrong[at]!;
  const depthMm = depths(wrong, grid);
  release(wrong);
  const line = rasteriseStrokes(grid, [{ ...stroke, segment: 'liver', radiusMm: MEASURE_MM / 2 }]);
  const found = offsetsOf(line, Seed.liver).flatMap((at) => (depthMm[at]! > 0 ? [depthMm[at]! - MEASURE_MM / 2] : []));
  release(depthMm, line);
  return found.length === 0 ? 0 : Math.min(MOST_HALF_MM, Math.max(LEAST_HALF_MM, median(found)));
}

function reachOf(halfMm: number, wanted: 0 | 1): number {
  const lobeMm = LOBE_HALVES * halfMm + LOBE_MM;
  if (isThickMiss(wanted, halfMm)) return lobeMm;
  return Math.max(lobeMm, Math.min(MOST_SHEET_MM, SHEET_HALVES * halfMm + SHEET_MM));
}

/** Lets the correction spread from the stroke through the wrong region. @returns what is liver around it then; null: no block is wrong */
function spreadFrom(
  hu: Int16Array,
  geometry: VolumeGeometry,
  liver: Shape,
  strokes: readonly Stroke[],
  { stroke, wanted, halfMm }: Wrong,
  ctx: KernelContext,
): Shape | null {
  const reachMm = reachOf(halfMm, wanted);
  const box = boxAround(geometry, stroke, reachMm);
  if (!box) return null;
  const factors = blockFactors(geometry, Math.min(MOST_BLOCK_MM, halfMm / BLOCKS_PER_HALF));
  const grid = blockGeometry(geometry, box, factors);
  const means = blockMeans(hu, geometry.dims, box, factors, grid.dims);
  const soft = smooth(means, grid.dims, means);
  const around = reframe(liver, box);
  const is = blocksOf(around, factors, grid.dims);
  ctx.throwIfCancelled();
  const potential = spread({ soft, is, geometry: grid, strokes, wanted, halfMm, reachMm }, ctx);
  release(soft);
  if (!potential) return null;
  const isNew = maskWhere(is.length, (at) => is[at] !== wanted && potential[at]! > LEAST_POTENTIAL);
  const becomes = maskWhere(is.length, (at) => is[at] === wanted || isNew[at] === 1);
  const changed = occupiedBox(isNew, grid.dims);
  release(potential, is, isNew);
  if (!changed) return around;
  const marginMm = BAND_BLOCKS * Math.max(...grid.spacingMm) + CRUMBS_MM;
  const blocks = growBox(changed, marginVoxels(grid, marginMm), grid.dims);
  const fine = reframe(around, voxelsOf(blocks, factors, box));
  const part = {
    hu: crop(hu, geometry.dims, fine.box),
    liver: fine.mask,
    seeds: overlayStrokes(cropGeometry(geometry, fine.box), strokes),
    geometry: cropGeometry(geometry, fine.box),
  };
  const coarse = { mask: crop(becomes, grid.dims, blocks), geometry: cropGeometry(grid, blocks), factors };
  release(around.mask, becomes);
  refineFlip(part, coarse, wanted, ctx);
  release(part.hu, part.seeds, coarse.mask);
  ctx.throwIfCancelled();
  return fine;
}

/** Moves the border of `corrected`, in place, along the interface that the stroke showed. @param liver before the stroke */
function follow(
  hu: Int16Array,
  geometry: VolumeGeometry,
  liver: Shape,
  corrected: Shape,
  strokes: readonly Stroke[],
  box: VoxelBox,
  { stroke, wanted, halfMm }: Wrong,
): void {
  const grid = cropGeometry(geometry, box);
  const around = reframe(corrected, box);
  const part = {
    hu: crop(hu, geometry.dims, box),
    before: reframe(liver, box).mask,
    liver: around.mask,
    seeds: overlayStrokes(grid, strokes),
    drawn: rasteriseStrokes(grid, [{ ...stroke, segment: 'liver' }]),
    geometry: grid,
  };
  followInterface(part, wanted, halfMm);
  uncrop(part.liver, boxWithin(corrected.box, box), corrected.mask, boxDims(corrected.box));
  release(part.hu, part.before, part.liver, part.seeds, part.drawn);
}

/** Strokes are what they say, voxel by voxel. */
function impose(
  { box, mask }: Shape,
  geometry: VolumeGeometry,
  stroke: Stroke,
  drawnBox: VoxelBox,
  wanted: 0 | 1,
): void {
  const inside = boxWithin(box, drawnBox);
  const part = crop(mask, boxDims(box), inside);
  const drawn = rasteriseStrokes(cropGeometry(geometry, drawnBox), [stroke]);
  for (let at = 0; at < part.length; at++) if (drawn[at] !== Seed.none) part[at] = wanted;
  uncrop(part, inside, mask, boxDims(box));
}

/** 0/1 per block of a shape. */
function blocksOf({ box, mask }: Shape, factors: Vec3, blockDims: Vec3): Uint8Array {
  const dims = boxDims(box);
  return blockMeans(mask, dims, wholeBox(dims), factors, blockDims);
}

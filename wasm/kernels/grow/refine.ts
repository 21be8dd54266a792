import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { BitMask, packBits, unpackBits } from '../bits/bitMask.ts';
import { visitBits } from '../bits/visitBits.ts';
import { boxDims, crop } from '../box.ts';
import { release } from '../release.ts';
import { idleRoom } from '../solver/lattice.ts';
import type { KernelContext, VoxelBox } from '../types.ts';
import { cleanUp, type Held, type Zones } from './cleanup.ts';
import { compete, Node } from './competition.ts';
import { moveToHalfMaximum } from './halfMaximum.ts';
import type { IntensityModel } from './intensityModel.ts';
import { isForeignTissue, misfit, robustModel } from './intensityModel.ts';
import { squaredDistances } from './morphology.ts';
import { upsampleRows } from './resample.ts';
import { smoothInPlace, SmoothSlices } from './smooth.ts';
import { Seed } from './seeds.ts';
import { settleBorder } from './settleBorder.ts';

/** The coarse mask lacks its rim, where blocks mix liver with what surrounds it: this part of a block's mean side. */
const RIM_BLOCKS = 0.5;
/** Distances (mm) from the expected border between which the fine border is searched. */
const BAND_INSIDE_MM = 3.5;
const BAND_OUTSIDE_MM = 4;
const MOST_SAMPLES = 200_000;
/** Pull to the background of voxels that fit the model not at all. */
const MOST_PULL = 0.5;
/** The border moves by a voxel or two at a time; after so many it stands. */
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
 * @param seeds `Seed` values of the box's voxels; their memory is given back.
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
  const held = heldBy(seeds, dims);
  release(seeds);
  const grid = { dims, spacingMm: geometry.spacingMm };
  ctx.throwIfCancelled();
  const { mask, models } = findBorder(hu, geometry, box, coarse, held, ctx);
  const size = dims[0] * dims[1] * dims[2];
  // The walk is over: where its memory is large enough, this takes no more.
  const room = idleRoom(2 * size);
  const soft = room ? new Int16Array(room.buffer, room.byteOffset, size) : new Int16Array(size);
  smoothInPlace(crop(hu, geometry.dims, box, soft), grid);
  const images = [
    { hu, dims: geometry.dims, origin: box.min, model: models.own },
    { hu: soft, dims, origin: [0, 0, 0] as const, model: models.soft },
  ];
  const either = held.background;
  for (let n = 0; n < either.words.length; n++) either.words[n]! |= held.liver.words[n]!;
  release(held.liver.words);
  for (let pass = 0; pass < RIM_PASSES; pass++) moveToHalfMaximum(mask, grid, either, images);
  const settled = packBits(mask, dims, 1);
  release(mask);
  settleBorder(settled, soft, grid, either, models.soft, ctx);
  if (!room) release(soft);
  release(either.words);
  const result = unpackBits(settled);
  release(settled.words);
  return result;
}

function heldBy(seeds: Uint8Array, dims: Vec3): Held {
  const background = packBits(seeds, dims, 1);
  const liver = new BitMask(dims);
  visitBits(background, (at, i, j, k) => {
    if (seeds[at] === Seed.background) return;
    const [word, bit] = [background.rowStart(j, k) + (i >> 5), 1 << (i & 31)];
    background.words[word]! &= ~bit;
    liver.words[word]! |= bit;
  });
  return { liver, background };
}

/** The border by competition, with the liver's intensity in the voxels as they are and smoothed. */
function findBorder(
  hu: Int16Array,
  geometry: VolumeGeometry,
  box: VoxelBox,
  coarse: CoarseGrid,
  held: Held,
  ctx: KernelContext,
): { mask: Uint8Array; models: { readonly own: IntensityModel; readonly soft: IntensityModel } } {
  const dims = boxDims(box);
  const grid = { dims, spacingMm: geometry.spacingMm };
  const { inside, band, expected } = zonesOf(coarse, dims);
  const soft = smoothInPlace(crop(hu, geometry.dims, box), grid);
  const sampled = sampleOf(inside, expected);
  const model = modelAt(sampled, (at) => soft[at]!);
  const models = { own: modelAt(sampled, voxelsOfBox(hu, geometry.dims, box)), soft: model };
  release(sampled);
  const { liver, free } = nodesOf({ inside, band }, held, (at) => isForeignTissue(model, soft[at]!));
  release(soft);
  ctx.progress(0.5);
  const bitOf = (at: number): number => 1 << ((at % dims[0]) & 31);
  const potential = {
    guess: (at: number) => ((expected.words[expected.wordOf(at)]! & bitOf(at)) !== 0 ? 0.8 : 0.4),
    found: (at: number, probability: number) => {
      if (probability > 0.5) liver.words[liver.wordOf(at)]! |= bitOf(at);
    },
  };
  // Beside the walk's own memory, all of it at once would be the most that the liver takes.
  const softSlices = new SmoothSlices(hu, geometry, box);
  const plane = dims[0] * dims[1];
  const pull = (at: number): number => {
    const k = Math.floor(at / plane);
    return MOST_PULL * misfit(model, softSlices.at(k)[at - k * plane]!);
  };
  const softOf = (k: number, to: Int16Array): void => {
    to.set(softSlices.at(k));
  };
  const state = (k: number, to: Uint8Array): void => {
    writeStates({ liver, free }, k, to);
  };
  compete({ ...grid, hu: softOf, state, pull, potential, edgeSigmaHu: model.sigmaHu }, SWEEPS, 0.02, ctx);
  softSlices.end();
  release(free.words, expected.words);
  ctx.progress(0.85);
  const clean = cleanUp(liver, { inside, band }, held);
  const mask = unpackBits(clean);
  release(liver.words, inside.words, band.words, clean.words);
  return { mask, models };
}

/** What the competition knows, and what it is to find; the rest is background. */
interface Nodes {
  readonly liver: BitMask;
  readonly free: BitMask;
}

/** @param isForeign whether a voxel is surely no liver */
function nodesOf({ inside, band }: Zones, held: Held, isForeign: (at: number) => boolean): Nodes {
  const [liver, free] = [new BitMask(inside.dims), new BitMask(inside.dims)];
  for (let n = 0; n < liver.words.length; n++) {
    const open = ~held.background.words[n]!;
    liver.words[n] = open & (inside.words[n]! | (band.words[n]! & held.liver.words[n]!));
    free.words[n] = open & band.words[n]! & ~held.liver.words[n]!;
  }
  visitBits(free, (at, i, j, k) => {
    if (isForeign(at)) free.words[free.rowStart(j, k) + (i >> 5)]! &= ~(1 << (i & 31));
  });
  return { liver, free };
}

/** `Node` values of a slice: as bytes they took as much memory as all else here that has bits. */
function writeStates({ liver, free }: Nodes, k: number, to: Uint8Array): void {
  const [columns, rows] = liver.dims;
  to.fill(Node.background);
  for (let j = 0; j < rows; j++) {
    const start = liver.rowStart(j, k);
    for (let n = 0; n < liver.rowWords; n++) {
      const [ones, open] = [liver.words[start + n]!, free.words[start + n]!];
      if ((ones | open) === 0) continue;
      const end = Math.min(32, columns - 32 * n);
      for (let bit = 0, at = j * columns + 32 * n; bit < end; bit++, at++)
        to[at] = ((open >>> bit) & 1) === 1 ? Node.free : (ones >>> bit) & 1;
    }
  }
}

/** Also which voxels of the band are expected to be liver. */
function zonesOf(coarse: CoarseGrid, dims: Vec3): Zones & { readonly expected: BitMask } {
  const distances = innerDistances(coarse);
  const [inside, band, expected] = [new BitMask(dims), new BitMask(dims), new BitMask(dims)];
  upsampleRows(distances, coarse.geometry.dims, coarse.factors, dims, (depths, j, k) => {
    const row = inside.rowStart(j, k);
    for (let i = 0; i < depths.length; i++) {
      const depth = depths[i]!;
      if (depth < -BAND_OUTSIDE_MM) continue;
      const [word, bit] = [row + (i >> 5), 1 << (i & 31)];
      (depth > BAND_INSIDE_MM ? inside : band).words[word]! |= bit;
      if (depth > 0) expected.words[word]! |= bit;
    }
  });
  release(distances);
  return { inside, band, expected };
}

/** Signed distance (mm) to the expected border, positive inside. */
function innerDistances({ mask, geometry }: CoarseGrid): Float32Array {
  const toOutside = squaredDistances(mask, geometry, 0);
  const toInside = squaredDistances(mask, geometry, 1);
  const half = Math.min(...geometry.spacingMm) / 2;
  const [x, y, z] = geometry.spacingMm;
  const rim = (RIM_BLOCKS * (x + y + z)) / 3;
  const [inward, outward] = [rim - half, rim + half];
  const result = new Float32Array(mask.length);
  for (let at = 0; at < result.length; at++) {
    result[at] = mask[at] === 1 ? Math.sqrt(toOutside[at]!) + inward : outward - Math.sqrt(toInside[at]!);
  }
  release(toOutside, toInside);
  return result;
}

/** Offsets of at most some thousand voxels of the liver's depth. */
function sampleOf(inside: BitMask, expected: BitMask): Int32Array {
  const [columns, rows, slices] = inside.dims;
  const step = Math.max(1, Math.floor((columns * rows * slices) / MOST_SAMPLES));
  const offsets = offsetsIn(inside, step);
  return offsets.length > 0 ? offsets : offsetsIn(expected, 1);
}

/** The offsets of its voxels that are multiples of `step`. */
function offsetsIn(bits: BitMask, step: number): Int32Array {
  let count = 0;
  visitBits(bits, (at) => {
    if (at % step === 0) count++;
  });
  const offsets = new Int32Array(count);
  visitBits(bits, (at) => {
    if (at % step === 0) offsets[offsets.length - count--] = at;
  });
  return offsets;
}

function modelAt(offsets: Int32Array, huAt: (at: number) => number): IntensityModel {
  const values = new Int16Array(offsets.length);
  for (let n = 0; n < values.length; n++) values[n] = huAt(offsets[n]!);
  const model = robustModel(values);
  release(values);
  return model;
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

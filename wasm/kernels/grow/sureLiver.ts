/**
 * What a background stroke surely doesn't mean: tissue as the liver's, thicker than the leak is at the stroke. What reaches its surface and
 * is thinner may be leak or rim; that is for the walk to find.
 */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { IntensityModel } from './intensityModel.ts';
import { squaredDistances } from './morphology.ts';
import { boxSums } from './resample.ts';

/** As the liver's: within so many sigma of it, of which a mixture of tissues has too large ones. */
const LIKE_SIGMAS = 1.7;
const MOST_SIGMA_HU = 12;
/** A leak whose tissue differs by so much is told from the liver by that: it may lie deep inside, as the vein in the hilum, and be thin. */
const UNLIKE_SIGMAS = 2;
const MOST_UNLIKE_HALF_MM = 10;
/** Half of the least thickness: as part of the leak's, and its limits. */
const PART_OF_HALF = 0.8;
const LEAST_MM = 5;
const MOST_MM = 12;
/** Nearer to the stroke than the leak's half thickness and this, nothing is sure. */
const BESIDE_MM = 2;

export interface LeakAround {
  /** Smoothed HU of the blocks around the stroke. */
  readonly soft: Int16Array;
  /** 0/1 per block: the liver so far. */
  readonly is: Uint8Array;
  readonly geometry: VolumeGeometry;
  /** Squared distance (mm2) to the stroke's middle. */
  readonly fromStroke: Float64Array;
  readonly halfMm: number;
  /** The stroke's tissue. */
  readonly own: IntensityModel;
}

/** @returns 0/1 per block: the opening, by a ball, of what is as the liver */
export function sureLiver(
  { soft, is, geometry, fromStroke, halfMm, own }: LeakAround,
  { medianHu, sigmaHu }: IntensityModel,
): Uint8Array {
  const spreadHu = Math.min(MOST_SIGMA_HU, sigmaHu);
  const most = LIKE_SIGMAS * spreadHu;
  const thickMm =
    Math.abs(own.medianHu - medianHu) > UNLIKE_SIGMAS * spreadHu ? Math.min(MOST_UNLIKE_HALF_MM, halfMm) : halfMm;
  const alike = maskWhere(is.length, (at) => is[at] === 1 && Math.abs(soft[at]! - medianHu) <= most);
  // Single blocks of noise, and small vessels, are no holes in it.
  const sums = boxSums(alike, geometry.dims);
  const even = maskWhere(is.length, (at) => sums[at]! > 13);
  const ballMm = Math.max(LEAST_MM, Math.min(MOST_MM, PART_OF_HALF * thickMm));
  const depth = squaredDistances(even, geometry, 0);
  const beside = (thickMm + BESIDE_MM) ** 2;
  const isApart = (at: number): boolean => even[at] === 1 && fromStroke[at]! > beside;
  const core = maskWhere(is.length, (at) => depth[at]! > ballMm * ballMm && isApart(at));
  const toCore = squaredDistances(core, geometry, 1);
  const sure = maskWhere(is.length, (at) => toCore[at]! <= ballMm * ballMm && isApart(at));
  release(alike, sums, even, depth, core, toCore);
  return sure;
}

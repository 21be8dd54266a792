/** Intensity of the liver's parenchyma: the commonest one deep inside even tissue on the right of the upper abdomen. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { depths } from '../grow/morphology.ts';
import { smooth } from '../grow/smooth.ts';
import type { IntensityModel } from '../grow/intensityModel.ts';
import { robustModel } from '../grow/intensityModel.ts';
import { maskWhere } from '../mask.ts';
import { release } from '../release.ts';
import type { Spine } from './spine.ts';

/** Liver, from fatty and without contrast to well enhanced. */
const LEAST_HU = -10;
const MOST_HU = 220;
/** A voxel counts when all around it within this is soft tissue, and when its neighbours are about alike. */
export const DEEP_MM = 9;
const EVEN_HU = 13;
/** Half the width of the peak. */
const PEAK_HU = 12;
/** A second peak, so much brighter and nearly as common as the first: parenchyma beside a tumour. */
const BRIGHTER_HU = 25;
const NEARLY_AS_COMMON = 0.45;
/** Fewer even voxels than this volume are no liver. */
const LEAST_ML = 60;
/** Most of the liver lies higher than this below the lung's lowest recess. */
const BELOW_LUNG_MM = 110;

export interface Parenchyma {
  readonly model: IntensityModel;
  /** 0/1: the even, deep tissue of that intensity on the right. */
  readonly core: Uint8Array;
}

/** @param hu on a canonical coarse grid. @returns null where there is too little even tissue. */
export function findParenchyma(
  hu: Int16Array,
  body: Uint8Array,
  lungs: Uint8Array,
  geometry: VolumeGeometry,
  spine: Spine,
): Parenchyma | null {
  const { dims, spacingMm } = geometry;
  const [columns, rows, slices] = dims;
  const soft = smooth(hu, dims);
  const tissue = maskWhere(soft.length, (at) => body[at] === 1 && soft[at]! >= LEAST_HU && soft[at]! <= MOST_HU);
  const depth = depths(tissue, geometry);
  const bottom = lungBase(lungs, geometry, spine) - BELOW_LUNG_MM / spacingMm[2];
  const histogram = new Float64Array(MOST_HU - LEAST_HU + 1);
  const even = new Uint8Array(hu.length);
  const plane = columns * rows;
  for (let k = Math.max(1, Math.ceil(bottom)); k < slices - 1; k++) {
    const [middle, back] = [spine.column[k]!, spine.row[k]!];
    for (let j = 1; j < Math.min(rows - 1, back); j++) {
      for (let i = 1; i < middle; i++) {
        const at = i + columns * (j + rows * k);
        if (depth[at]! < DEEP_MM) continue;
        const value = soft[at]!;
        let uneven = 0;
        for (const stride of [1, columns, plane]) {
          uneven = Math.max(uneven, Math.abs(soft[at - stride]! - value), Math.abs(soft[at + stride]! - value));
        }
        if (uneven > EVEN_HU) continue;
        even[at] = 1;
        histogram[value - LEAST_HU]!++;
      }
    }
  }
  const peak = peakOf(histogram);
  let count = 0;
  for (let at = 0; at < even.length; at++) {
    if (Math.abs(soft[at]! - peak) > 2 * PEAK_HU) even[at] = 0;
    count += even[at]!;
  }
  const samples = new Int16Array(count);
  for (let at = 0, n = 0; at < even.length; at++) if (even[at] === 1) samples[n++] = soft[at]!;
  release(soft, tissue, depth);
  const voxelMl = (spacingMm[0] * spacingMm[1] * spacingMm[2]) / 1000;
  return samples.length * voxelMl < LEAST_ML ? null : { model: robustModel(samples), core: even };
}

/** Slice to which the lung on the patient's right reaches down; the scan's top where none is seen. */
function lungBase(lungs: Uint8Array, { dims }: VolumeGeometry, spine: Spine): number {
  const [columns, rows, slices] = dims;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = columns * (j + rows * k);
      for (let i = 0; i < spine.column[k]!; i++) if (lungs[row + i] === 1) return k;
    }
  }
  return slices - 1;
}

/**
 * The commonest intensity, or a brighter one that is nearly as common: a tumour as large as a lobe is more even than parenchyma with its
 * vessels, and in the veins' phase most are darker than it, as are muscle and what was drunk.
 */
export function peakOf(histogram: Float64Array): number {
  const weights = histogram.map((_, centre) => weightAt(histogram, centre));
  const isPeak = (centre: number): boolean =>
    weights.subarray(Math.max(0, centre - PEAK_HU), centre + PEAK_HU + 1).every((weight) => weight <= weights[centre]!);
  const best = weights.indexOf(Math.max(...weights));
  let brighter = best;
  for (let centre = best + BRIGHTER_HU; centre < weights.length; centre++) {
    if (weights[centre]! >= NEARLY_AS_COMMON * weights[best]! && isPeak(centre)) brighter = centre;
  }
  return brighter + LEAST_HU;
}

/** Even voxels about an intensity, fewer the farther from it. */
function weightAt(histogram: Float64Array, centre: number): number {
  let weight = 0;
  for (let n = -PEAK_HU; n <= PEAK_HU; n++) {
    const t = n / PEAK_HU;
    weight += (1 - t * t) * (histogram[centre + n] ?? 0);
  }
  return weight;
}

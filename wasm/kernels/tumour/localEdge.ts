import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, crop, growBox, marginVoxels, occupiedBox } from '../box.ts';
import { squaredDistances } from '../grow/morphology.ts';
import { cropGeometry } from '../grow/resample.ts';
import { maskWhere } from '../mask.ts';
import type { Ellipsoid } from './ellipsoid.ts';
import { distancesFrom, shifted } from './ellipsoid.ts';

/** The lesion and its surroundings are compared within this part of its half thickness, in mm from and to. */
const NEAR_RATIO = 0.35;
const [LEAST_NEAR_MM, MOST_NEAR_MM] = [2, 6] as const;
/** Part of that reach at which the next slice counts as near. */
const JUST_WITHIN = 0.999;
/** The voxels at the border hold some of both sides; a side is known from those farther in, in voxels. */
const MIXED_VOXELS = 1.3;
/** With less contrast between the sides the border can't be told here. */
const LEAST_CONTRAST_SIGMAS = 1.2;
/** What differs less than this from its surroundings doesn't show what the lesion is like. */
const LEAST_STRANGE_SIGMAS = 1;
/** Nor does what differs less than this part of what all but the palest of the stroke does: blur of Lipiodol, a vessel beside it. */
const [LEAST_OF_STROKE, PALEST_OF_STROKE] = [0.4, 0.25] as const;
/** Middle half of a lesion's intensities against its contrast, from which it is mixed. */
const MIXED_RATIO = 0.8;
/** Where what lies outside differs more than this within itself, two organs meet there and none is the other side. */
const MOST_MIXED_SIGMAS = 4;

/** What is taken for the lesion so far, and for what it lies in. */
export interface Found {
  readonly mask: Uint8Array;
  /** Surely lesion and surely something else are told by it, too: a wrong mask would confirm itself. */
  readonly shape: Ellipsoid;
  /** Voxels that were drawn in it; at least one. */
  readonly stroke: readonly number[];
  /** 1 where the lesion might be or what it lies in is: what else touches it says nothing of its border. */
  readonly beside: Uint8Array | null;
}

/**
 * Moves belief, in place, to where intensity is midway between the lesion here and what lies beyond it here: that is where a border is,
 * however blurred, whatever lies on the other side (localised region-based active contours: Lankton and Tannenbaum 2008,
 * doi 10.1109/TIP.2008.2004611). Voxels far from the border are what they are.
 * @param prior 0..1 per voxel, from intensity alone.
 */
export function sharpen(
  prior: Float32Array,
  hu: Int16Array,
  { mask, shape, stroke, beside }: Found,
  geometry: VolumeGeometry,
  sigmaHu: number,
): void {
  const tight = occupiedBox(mask, geometry.dims);
  if (tight === null) return;
  const box = growBox(tight, marginVoxels(geometry, 2 * MOST_NEAR_MM), geometry.dims);
  const part = cropGeometry(geometry, box);
  const inside = crop(mask, geometry.dims, box);
  const values = crop(hu, geometry.dims, box);
  const halfThickMm = Math.sqrt(highest(squaredDistances(inside, part, 0)));
  const nearMm = Math.min(MOST_NEAR_MM, Math.max(LEAST_NEAR_MM, NEAR_RATIO * halfThickMm));
  // The border may lie on either side of a lesion's last slice, however thick slices are: that slice and the next are near it.
  const [x, y, z] = part.spacingMm;
  const flat = { dims: part.dims, spacingMm: [x, y, Math.min(z, JUST_WITHIN * nearMm)] satisfies Vec3 };
  const depth = squaredDistances(inside, flat, 0);
  const away = squaredDistances(inside, flat, 1);
  const mixedMm = MIXED_VOXELS * Math.min(part.spacingMm[0], part.spacingMm[1]);
  const mixed = mixedMm * mixedMm;
  const reach = nearMm * nearMm;
  const fromShape = distancesFrom(part, shifted(shape, box.min, geometry));
  const own = maskWhere(values.length, (at) => depth[at]! > mixed && fromShape[at]! < -0.5 * mixedMm);
  const looksOther = crop(
    maskWhere(prior.length, (at) => prior[at]! < 0.5 && beside?.[at] !== 0),
    geometry.dims,
    box,
  );
  // However far apart, the slice above or below a lesion's last one holds some of it.
  const plane = part.dims[0] * part.dims[1];
  const isBeside = (at: number): boolean => inside[at - plane] !== 1 && inside[at + plane] !== 1;
  const other = maskWhere(
    values.length,
    (at) => away[at]! > mixed && fromShape[at]! > mixedMm && looksOther[at] === 1 && isBeside(at),
  );
  // How far each voxel is from what lies outside here: up or down, for a lesion may be both darker and brighter.
  const outsideHu = localMean(values, other, part, nearMm);
  const mixedLesion = isMixed(values, own, other);
  const side = median(values, own) < median(values, other) ? -1 : 1;
  const usualOutsideHu = other.includes(1) ? median(values, other) : NaN;
  const strange = new Int16Array(values.length);
  for (let at = 0; at < strange.length; at++) {
    const by = values[at]! - orElse(outsideHu[at]!, own[at] === 1 ? NaN : usualOutsideHu);
    strange[at] = Math.round(mixedLesion ? Math.abs(by) : side * by);
  }
  // The harmonic mean: beside Lipiodol or a dark centre, the paler part of the lesion counts all the same.
  const inverse = new Float32Array(values.length);
  for (let at = 0; at < inverse.length; at++) inverse[at] = 1 / Math.max(sigmaHu, strange[at]!);
  const drawnStrange = Float32Array.from(stroke, (at) => Math.abs(hu[at]! - usualOutsideHu)).sort();
  const leastOfStroke = LEAST_OF_STROKE * drawnStrange[Math.floor(PALEST_OF_STROKE * drawnStrange.length)]!;
  const leastStrange = Math.max(orElse(leastOfStroke, 0), mixedLesion ? 0 : LEAST_STRANGE_SIGMAS * sigmaHu);
  const surely = maskWhere(own.length, (at) => own[at] === 1 && strange[at]! >= leastStrange);
  const ownInverse = localMean(inverse, surely, part, nearMm);
  // Above and below a lesion in thick slices, where none of it is near, it is taken to be as elsewhere.
  const anyInverse = localMean(inverse, own, part, nearMm);
  const usualInverse = meanWhere(inverse, surely);
  const otherStrange = localMean(strange, other, part, nearMm);
  const [columns, rows, slices] = part.dims;
  const [min, dims] = [box.min, geometry.dims];
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = min[0] + dims[0] * (j + min[1] + dims[1] * (k + min[2]));
      for (let i = 0; i < columns; i++, at++) {
        if (depth[at]! > reach) prior[row + i] = 1;
        else if (away[at]! > reach) prior[row + i] = 0;
        else {
          const besideStrange = orElse(otherStrange[at]!, 0);
          const lesionInverse = Number.isNaN(anyInverse[at]!) ? usualInverse : ownInverse[at]!;
          const contrast = 1 / lesionInverse - besideStrange;
          if (!(contrast >= LEAST_CONTRAST_SIGMAS * sigmaHu) || besideStrange > MOST_MIXED_SIGMAS * sigmaHu) continue;
          prior[row + i] = Math.max(0, Math.min(1, (strange[at]! - besideStrange) / contrast));
        }
      }
    }
  }
  // Beyond the part there is no lesion.
  clearOutside(prior, box.min, boxDims(box), geometry.dims);
}

/** Whether the lesion differs within itself as much as from what lies outside: a rim around necrosis, Lipiodol in parts of it. */
function isMixed(values: Int16Array, own: Uint8Array, other: Uint8Array): boolean {
  const inside = sortedWhere(values, own);
  const outside = sortedWhere(values, other);
  if (inside.length === 0 || outside.length === 0) return false;
  const at = (sorted: Int16Array, part: number): number => sorted[Math.floor(part * (sorted.length - 1))]!;
  return at(inside, 0.75) - at(inside, 0.25) > MIXED_RATIO * Math.abs(at(inside, 0.5) - at(outside, 0.5));
}

const median = (values: Int16Array, of: Uint8Array): number => {
  const sorted = sortedWhere(values, of);
  return sorted[sorted.length >> 1] ?? 0;
};

/** NaN of nothing. */
function meanWhere(values: Float32Array, of: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    if (of[at] === 0) continue;
    sum += values[at]!;
    count++;
  }
  return sum / count;
}

const orElse = (value: number, other: number): number => (Number.isNaN(value) ? other : value);

const sortedWhere = (values: Int16Array, mask: Uint8Array): Int16Array =>
  values.filter((_, at) => mask[at] === 1).sort();

function highest(values: Float64Array): number {
  let best = 0;
  for (const value of values) if (value > best && value < 1e11) best = value;
  return best;
}

function clearOutside(prior: Float32Array, min: Vec3, size: Vec3, dims: Vec3): void {
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      const row = dims[0] * (j + dims[1] * k);
      const holds = k >= min[2] && k < min[2] + size[2] && j >= min[1] && j < min[1] + size[1];
      if (!holds) prior.fill(0, row, row + dims[0]);
      else {
        prior.fill(0, row, row + min[0]);
        prior.fill(0, row + min[0] + size[0], row + dims[0]);
      }
    }
  }
}

/** Mean of the values that `of` marks within a box of about `radiusMm` around each voxel, in its own slice where slices are thick; NaN where there is none. */
function localMean(
  values: Int16Array | Float32Array,
  of: Uint8Array,
  { dims, spacingMm }: VolumeGeometry,
  radiusMm: number,
): Float32Array {
  const sums = new Float32Array(values.length);
  const counts = new Float32Array(values.length);
  for (let at = 0; at < sums.length; at++) {
    if (of[at] === 0) continue;
    sums[at] = values[at]!;
    counts[at] = 1;
  }
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  for (const axis of [0, 1, 2] as const) {
    const radius = Math.max(axis === 2 ? 0 : 1, Math.round(radiusMm / spacingMm[axis]));
    for (const field of [sums, counts]) addNeighbours(field, dims[axis], strides[axis], radius);
  }
  for (let at = 0; at < sums.length; at++) sums[at] = sums[at]! / counts[at]!;
  return sums;
}

/** Running sums, in place, over 2 * radius + 1 voxels along one axis. Whole numbers below 2^24 stay exact. */
function addNeighbours(field: Float32Array, size: number, stride: number, radius: number): void {
  const line = new Float64Array(size);
  const span = size * stride;
  for (let block = 0; block < field.length; block += span) {
    for (let start = block; start < block + stride; start++) {
      let sum = 0;
      for (let n = 0; n < size; n++) {
        line[n] = field[start + n * stride]!;
        if (n < radius) sum += line[n]!;
      }
      for (let n = 0; n < size; n++) {
        if (n + radius < size) sum += line[n + radius]!;
        if (n - radius > 0) sum -= line[n - radius - 1]!;
        field[start + n * stride] = sum;
      }
    }
  }
}

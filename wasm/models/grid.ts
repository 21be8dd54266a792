/** The network's voxels on those of the series: axes swapped and flipped to the nearest ones, then resampled along each. */
import type { ModelDescription } from '../../electron/core/domain/modelDescription.ts';
import { dot, type Vec3, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';

/** Two neighbours along one axis, and the share of the second, for each index of a target axis. */
export interface Taps {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly share: Float64Array;
}

/** One axis of the network's input. */
export interface ModelAxis {
  /** Voxels along it. */
  readonly size: number;
  /** Axis of the series (0 columns, 1 rows, 2 slices) that lies nearest. */
  readonly source: 0 | 1 | 2;
  readonly sourceSize: number;
  /** In the series' memory. */
  readonly sourceStride: number;
  readonly flipped: boolean;
}

export type ModelGrid = readonly [ModelAxis, ModelAxis, ModelAxis];

/** LPS (PS3.3 C.7.6.2.1.1); S and I are head and feet. */
const towards: Readonly<Record<string, Vec3>> = {
  L: [1, 0, 0],
  R: [-1, 0, 0],
  P: [0, 1, 0],
  A: [0, -1, 0],
  S: [0, 0, 1],
  I: [0, 0, -1],
};

const permutations = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/**
 * An oblique series is not turned: its axes are named by the patient directions nearest to them, as nibabel's `as_closest_canonical` and
 * the SimpleITK reader of nnU-Net do, so that the network sees what it was trained on. The grids cover the same extent.
 */
export function modelGrid(
  { dims, spacingMm, direction }: VolumeGeometry,
  { axes, spacingMm: wantedMm }: Pick<ModelDescription, 'axes' | 'spacingMm'>,
): ModelGrid {
  const wanted = Array.from(axes).map((letter) => towards[letter]!);
  const along = [direction.i, direction.j, direction.k];
  const strides = [1, dims[0], dims[0] * dims[1]];
  const match = (sources: readonly number[]): number =>
    sources.reduce((sum, source, axis) => sum + Math.abs(dot(wanted[axis]!, along[source]!)), 0);
  const nearest = permutations.reduce((best, other) => (match(other) > match(best) ? other : best));
  const place = (axis: 0 | 1 | 2): ModelAxis => {
    const source = nearest[axis];
    const sourceSize = dims[source];
    const spacing = wantedMm[axis] ?? spacingMm[source];
    return {
      size: Math.max(1, Math.round((sourceSize * spacingMm[source]) / spacing)),
      source,
      sourceSize,
      sourceStride: strides[source]!,
      flipped: dot(wanted[axis]!, along[source]!) < 0,
    };
  };
  return [place(0), place(1), place(2)];
}

/** Linear interpolation from `from` voxels onto `to` voxels over the same extent (outer faces on outer faces), flipped where asked. */
function linearTaps(from: number, to: number, flipped: boolean): Taps {
  const lower = new Int32Array(to);
  const upper = new Int32Array(to);
  const share = new Float64Array(to);
  for (let at = 0; at < to; at++) {
    const index = flipped ? to - 1 - at : at;
    const place = Math.min(from - 1, Math.max(0, ((index + 0.5) * from) / to - 0.5));
    lower[at] = Math.floor(place);
    upper[at] = Math.min(from - 1, lower[at]! + 1);
    share[at] = place - lower[at]!;
  }
  return { lower, upper, share };
}

/** For each voxel of the network: offsets in the series' memory of the two voxels it lies between. */
export function tapsIntoSeries({ size, sourceSize, sourceStride, flipped }: ModelAxis): Taps {
  const { lower, upper, share } = linearTaps(sourceSize, size, false);
  const offset = (index: number): number => (flipped ? sourceSize - 1 - index : index) * sourceStride;
  return { lower: lower.map(offset), upper: upper.map(offset), share };
}

/** For each voxel of the series along this axis: indices of the two voxels of the network it lies between. */
export const tapsIntoModel = ({ size, sourceSize, flipped }: ModelAxis): Taps => linearTaps(size, sourceSize, flipped);

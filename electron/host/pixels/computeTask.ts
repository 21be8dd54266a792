/** Computes a slice from slices of another volume, to its place in the file of a volume. Runs in a worker. */
import { blendPlanes, halvePlane, type SourcePlane } from './resample.ts';
import { withVolumeFile, type VolumeFileShape } from './volumeFile.ts';

export interface ComputeTask {
  /** The volume's file, made by `createVolumeFile`. */
  readonly file: string;
  readonly shape: VolumeFileShape;
  readonly k: number;
  readonly from: Computation;
}

/** What a slice is computed from: another one at twice the size, or two that are moved and blended (`blendPlanes`). */
export type Computation =
  | { readonly plane: Int16Array; readonly size: readonly [number, number] }
  | { readonly lower: SourcePlane; readonly upper: SourcePlane; readonly weight: number };

const compute = ([columns, rows]: VolumeFileShape['dims'], from: Computation): Int16Array =>
  'plane' in from
    ? halvePlane(from.plane, from.size)
    : blendPlanes([columns, rows], from.lower, from.upper, from.weight);

/**
 * @returns checksum of the slice as it was written
 * @throws when the volume's file can't be written
 */
export const computeSlice = ({ file, shape, k, from }: ComputeTask): Promise<number> =>
  withVolumeFile(file, shape, (writeSlice) => Promise.resolve(writeSlice(k, compute(shape.dims, from))));

/** What goes between the host and the process in which a person's network runs. */
import type { WireError } from '../../core/contract/errors.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { ModelDescription } from '../../core/domain/modelDescription.ts';

export interface NetworkTask {
  readonly path: string;
  /** The bytes that are run are those that were checked: the file is read once. */
  readonly sha256: string;
  readonly description: ModelDescription;
  /** Of the process as a whole. */
  readonly limitBytes: number;
  /** Whose voxels follow; null: one empty patch is tried. */
  readonly geometry: VolumeGeometry | null;
}

/** From the host. */
export type NetworkOrder =
  | { readonly task: NetworkTask }
  /** HU in memory order, from voxel `first` on. */
  | { readonly first: number; readonly hu: Int16Array };

/** What one patch costs, and that it came back in the right shape. */
export interface NetworkTrial {
  readonly channels: number;
  readonly secondsPerPatch: number;
  readonly peakBytes: number;
}

/** From the network's process; its last message is the result or the refusal. */
export type NetworkReport =
  | { readonly done: number; readonly total: number }
  | { readonly tried: NetworkTrial }
  /** Run-length form of what `segmentVolume` found. */
  | { readonly runs: Uint8Array }
  | { readonly refusal: WireError };

/** Written to standard output by the watch before it ends the process. */
export const MEMORY_MARK = 'memory';

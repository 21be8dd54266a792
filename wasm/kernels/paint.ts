import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { applyRuns } from './edit/applyEdit.ts';
import { noMasking, type Masking } from './edit/masking.ts';
import { brushRuns } from './edit/regions.ts';
import type { PaintSegment } from './partition.ts';
import type { SideOfPoint, VoxelBox } from './types.ts';

export interface PaintStep {
  /** Last and current position of the pointer; the same point for a single dab. */
  readonly fromMm: Vec3;
  readonly toMm: Vec3;
  readonly radiusMm: number;
  /** `sphere` draws in 3D; `disc` in one slice of the view. */
  readonly shape: 'disc' | 'sphere';
  /** Normal of the view's plane; needed for `disc`. */
  readonly planeNormal?: Vec3;
  readonly segment: PaintSegment;
  /** Side that new liver or tumour belongs to; without a cut the resected part. */
  readonly side?: SideOfPoint | null;
  /** Where it may draw; absent: anywhere over anything. */
  readonly masking?: Masking;
  /** Needed where the masking limits the intensities. */
  readonly hu?: Int16Array | null;
}

/**
 * Draws the capsule from `fromMm` to `toMm` into `labels`, so that a fast pointer leaves no gaps; a brush finer than the voxels still
 * draws the one voxel it is in.
 * @returns the box of voxels that changed, or null when none did.
 */
export function paint(labels: Uint8Array, geometry: VolumeGeometry, step: PaintStep): VoxelBox | null {
  const { fromMm, toMm, radiusMm, segment, side = null, masking = noMasking, hu = null } = step;
  const planeNormal = step.shape === 'disc' ? (step.planeNormal ?? null) : null;
  const runs = brushRuns(geometry, { fromMm, toMm, radiusMm, planeNormal });
  return applyRuns({ labels, hu, geometry, side }, runs, segment, masking);
}

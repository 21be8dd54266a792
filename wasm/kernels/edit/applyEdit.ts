/** The one way by which editing tools write labels: the partition's rules and the masking hold for whatever goes through here. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { SegmentName } from '../../../electron/core/domain/labels.ts';
import { BoxBuilder } from '../box.ts';
import type { PaintSegment } from '../partition.ts';
import type { Shape, SideOfPoint, VoxelBox } from '../types.ts';
import { drawnAs, erasedAs, membershipTable, type HuRange, type Masking } from './masking.ts';
import { mapRange } from './mapRange.ts';
import { mapRuns } from './mapRuns.ts';
import { maskRegion, runsRegion, whereIn, wholeRegion, type EditRegion } from './regions.ts';
import { editRules, runWriter, soleTable } from './runWriter.ts';

/** What is edited. */
export interface EditTarget {
  readonly labels: Uint8Array;
  /** Intensities of the same grid; needed only where the masking limits them. */
  readonly hu: Int16Array | null;
  readonly geometry: VolumeGeometry;
  /** Side that new liver or tumour belongs to; null while no cut is stored: the resected part. */
  readonly side: SideOfPoint | null;
}

/**
 * Draws `segment` in a region, as far as the masking lets it.
 * @returns the box of voxels that changed, or null when none did.
 */
export function applyEdit(
  target: EditTarget,
  region: EditRegion,
  segment: PaintSegment,
  masking: Masking,
): VoxelBox | null {
  const box = new BoxBuilder();
  region(target.geometry, runWriter(target, editRules(segment, masking, target), box));
  return box.done();
}

/**
 * The same in runs of rows, given as by `capsuleRuns`.
 * @returns the box of voxels that changed, or null when none did.
 */
export function applyRuns(
  target: EditTarget,
  runs: Int32Array,
  segment: PaintSegment,
  masking: Masking,
): VoxelBox | null {
  const table = soleTable(editRules(segment, masking, target));
  if (table !== null) return mapRuns(target.labels, target.geometry.dims, runs, table);
  return applyEdit(target, runsRegion(runs), segment, masking);
}

/**
 * Draws `segment` wherever the intensity lies in the range, or wherever it doesn't, as far as the masking lets it.
 * @returns the box of voxels that changed, or null when none did.
 */
export function applyRange(
  target: EditTarget,
  range: HuRange,
  where: 'inside' | 'outside',
  segment: PaintSegment,
  masking: Masking,
): VoxelBox | null {
  const { labels, hu, geometry } = target;
  if (hu === null) return null;
  const table = soleTable(editRules(segment, masking, target));
  if (table !== null) return mapRange(labels, hu, geometry.dims, range, where, table);
  const isDrawn = (value: number): boolean => (value >= range.low && value <= range.high) === (where === 'inside');
  return applyEdit(
    target,
    whereIn(wholeRegion, (at) => isDrawn(hu[at]!)),
    segment,
    masking,
  );
}

/**
 * Makes the shape the segment's extent in its box, as far as the masking lets it; outside of the box nothing changes.
 * @returns the box of voxels that changed, or null when none did.
 */
export function applyShape(target: EditTarget, shape: Shape, segment: SegmentName, masking: Masking): VoxelBox | null {
  const changed = new BoxBuilder();
  const belongs = membershipTable(segment);
  const { labels } = target;
  const lacking = whereIn(maskRegion(shape, 'ones'), (at) => belongs[labels[at]!] === 0);
  const beyond = whereIn(maskRegion(shape, 'zeros'), (at) => belongs[labels[at]!] === 1);
  lacking(target.geometry, runWriter(target, editRules(drawnAs[segment], masking, target), changed));
  beyond(target.geometry, runWriter(target, editRules(erasedAs[segment], masking, target), changed));
  return changed.done();
}

/** The one way by which editing tools write labels: the partition's rules and the masking hold for whatever goes through here. */
import { indexToPatient, scale, type Vec3, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { SegmentName } from '../../../electron/core/domain/labels.ts';
import { BoxBuilder } from '../box.ts';
import type { PaintSegment } from '../partition.ts';
import { resectedSide, type Shape, type SideOfPoint, type VoxelBox } from '../types.ts';
import { drawnAs, editTables, erasedAs, membershipTable, type HuRange, type Masking } from './masking.ts';
import { mapRange } from './mapRange.ts';
import { liesInWords, mapRuns } from './mapRuns.ts';
import { maskRegion, runsRegion, whereIn, wholeRegion, type EditRegion, type VisitRun } from './regions.ts';

/** What is edited. */
export interface EditTarget {
  readonly labels: Uint8Array;
  /** Intensities of the same grid; needed only where the masking limits them. */
  readonly hu: Int16Array | null;
  readonly geometry: VolumeGeometry;
  /** Side that new liver or tumour belongs to; null while no cut is stored: the resected part. */
  readonly side: SideOfPoint | null;
}

/** The side by voxel, for voxels that come row by row: only the first of a row costs its position. */
function sideByIndex(geometry: VolumeGeometry, side: SideOfPoint): (i: number, j: number, k: number) => boolean {
  const { direction, spacingMm } = geometry;
  const [dx, dy, dz] = scale(direction.i, spacingMm[0]);
  let [row, slice] = [-1, -1];
  let start: Vec3 = [0, 0, 0];
  return (i, j, k) => {
    if (j !== row || k !== slice) [row, slice, start] = [j, k, indexToPatient(geometry, [0, j, k])];
    return side(start[0] + i * dx, start[1] + i * dy, start[2] + i * dz);
  };
}

/** What becomes of each label, where nothing but the label decides. */
function soleTable(segment: PaintSegment, masking: Masking, { hu, side }: EditTarget): Uint8Array | null {
  const [resected, remnant] = editTables(segment, masking);
  const isLimited = masking.huRange !== null && hu !== null;
  return isLimited || (side !== null && resected[0] !== remnant[0]) ? null : resected;
}

/** Draws runs of voxels where rules and masking let it. */
function writer(target: EditTarget, segment: PaintSegment, masking: Masking, box: BoxBuilder): VisitRun {
  const { labels, hu, geometry, side } = target;
  const table = soleTable(segment, masking, target);
  if (table !== null) return tableWriter(labels, table, box);
  const [resected, remnant] = editTables(segment, masking);
  const needsSide = side !== null && resected[0] !== remnant[0];
  const limited = masking.huRange !== null && hu !== null;
  const isOnRemnantSide = sideByIndex(geometry, side ?? resectedSide);
  const { low, high } = masking.huRange ?? { low: 0, high: 0 };
  return (start, i, j, k, count) => {
    let first = -1;
    let last = -1;
    for (let n = 0; n < count; n++) {
      const at = start + n;
      const label = labels[at]!;
      if (limited && (hu[at]! < low || hu[at]! > high)) continue;
      const table = needsSide && label === 0 && isOnRemnantSide(i + n, j, k) ? remnant : resected;
      const next = table[label]!;
      if (next === label) continue;
      labels[at] = next;
      if (first < 0) first = n;
      last = n;
    }
    if (first >= 0) box.addRow(i + first, i + last, j, k);
  };
}

/** The same where nothing but the label decides. */
const tableWriter =
  (labels: Uint8Array, table: Uint8Array, box: BoxBuilder): VisitRun =>
  (start, i, j, k, count) => {
    const end = start + count;
    const first = firstToChange(labels, table, start, end);
    if (first === end) return;
    const last = mapFrom(labels, table, first, end);
    box.addRow(i + first - start, i + last - start, j, k);
  };

function firstToChange(labels: Uint8Array, table: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && table[labels[at]!] === labels[at]) at++;
  return at;
}

/** @returns the last one that changed */
function mapFrom(labels: Uint8Array, table: Uint8Array, first: number, end: number): number {
  let last = end - 1;
  while (table[labels[last]!] === labels[last]) last--;
  for (let at = first; at <= last; at++) labels[at] = table[labels[at]!]!;
  return last;
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
  region(target.geometry, writer(target, segment, masking, box));
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
  const { labels, geometry } = target;
  const table = soleTable(segment, masking, target);
  if (table !== null && liesInWords(labels)) return mapRuns(labels, geometry.dims, runs, table);
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
  const table = soleTable(segment, masking, target);
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
  lacking(target.geometry, writer(target, drawnAs[segment], masking, changed));
  beyond(target.geometry, writer(target, erasedAs[segment], masking, changed));
  return changed.done();
}

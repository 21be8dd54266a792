/** The one way by which editing tools write labels: the partition's rules and the masking hold for whatever goes through here. */
import { indexToPatient, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { SegmentName } from '../../../electron/core/domain/labels.ts';
import { BoxBuilder } from '../box.ts';
import type { PaintSegment } from '../partition.ts';
import { resectedSide, type SideOfPoint, type VoxelBox } from '../types.ts';
import { drawnAs, editTables, erasedAs, membershipTable, type Masking } from './masking.ts';
import { maskRegion, type EditRegion, type Shape, type VisitIndex } from './regions.ts';

/** What is edited. */
export interface EditTarget {
  readonly labels: Uint8Array;
  /** Intensities of the same grid; needed only where the masking limits them. */
  readonly hu: Int16Array | null;
  readonly geometry: VolumeGeometry;
  /** Side that new liver or tumour belongs to; null while no cut is stored: the resected part. */
  readonly side: SideOfPoint | null;
}

/** Draws one voxel where rules and masking let it. */
function writer({ labels, hu, geometry, side }: EditTarget, segment: PaintSegment, masking: Masking, box: BoxBuilder) {
  const [resected, remnant] = editTables(segment, masking);
  const sideOf = side ?? resectedSide;
  const needsSide = resected[0] !== remnant[0];
  const limited = masking.huRange !== null && hu !== null;
  const { low, high } = masking.huRange ?? { low: 0, high: 0 };
  const write: VisitIndex = (at, i, j, k) => {
    const label = labels[at]!;
    const table = needsSide && label === 0 && sideOf(...indexToPatient(geometry, [i, j, k])) ? remnant : resected;
    const next = table[label]!;
    if (next === label) return;
    if (limited && (hu[at]! < low || hu[at]! > high)) return;
    labels[at] = next;
    box.add(i, j, k);
  };
  return write;
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
 * Makes the shape the segment's extent in its box, as far as the masking lets it; outside of the box nothing changes.
 * @returns the box of voxels that changed, or null when none did.
 */
export function applyShape(
  target: EditTarget,
  { box, mask }: Shape,
  segment: SegmentName,
  masking: Masking,
): VoxelBox | null {
  const changed = new BoxBuilder();
  const draw = writer(target, drawnAs[segment], masking, changed);
  const erase = writer(target, erasedAs[segment], masking, changed);
  const belongs = membershipTable(segment);
  const { labels } = target;
  maskRegion({ box, mask }, 'all')(target.geometry, (at, i, j, k, inMask) => {
    if (belongs[labels[at]!] === Number(inMask)) return;
    if (inMask) draw(at, i, j, k, true);
    else erase(at, i, j, k, false);
  });
  return changed.done();
}

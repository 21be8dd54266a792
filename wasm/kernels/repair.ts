/** Repairs of a segment's shape that keep the partition: its largest piece only, or without enclosed holes. */
import { indexToPatient, type Vec3, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { isLiver, isTumour, Label, type SegmentName } from '../../electron/core/domain/labels.ts';
import { fillHoles, keepLargest } from './components.ts';
import { paintedLabel, type PaintSegment } from './partition.ts';
import { resectedSide, type SideOfPoint, type VoxelBox } from './types.ts';

export const repairKinds = ['keepLargest', 'fillHoles'] as const;
export type RepairKind = (typeof repairKinds)[number];

const belongs: Readonly<Record<SegmentName, (label: number) => boolean>> = {
  liver: isLiver,
  tumour: isTumour,
  flr: (label) => label === Label.flr,
};
const drawnAs: Readonly<Record<SegmentName, PaintSegment>> = { liver: 'liver', tumour: 'tumour', flr: 'flr' };
const erasedAs: Readonly<Record<SegmentName, PaintSegment>> = {
  liver: 'erase',
  tumour: 'eraseTumour',
  flr: 'resected',
};

/** What a segment is to become: a 0/1 mask of the voxels in `box`. */
export interface Repair {
  readonly segment: SegmentName;
  readonly box: VoxelBox;
  readonly mask: Uint8Array;
}

/** The box of a segment with a margin of one voxel, or null when nothing of it is drawn. */
export function segmentBox(labels: Uint8Array, { dims }: VolumeGeometry, segment: SegmentName): VoxelBox | null {
  const inside = Uint8Array.from({ length: 256 }, (_, label) => Number(belongs[segment](label)));
  const min = [Infinity, Infinity, Infinity];
  const max = [-1, -1, -1];
  let at = 0;
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++, at++) {
        if (inside[labels[at]!] === 0) continue;
        if (i < min[0]!) min[0] = i;
        if (i > max[0]!) max[0] = i;
        if (j < min[1]!) min[1] = j;
        if (j > max[1]!) max[1] = j;
        if (k < min[2]!) min[2] = k;
        max[2] = k;
      }
    }
  }
  if (max[0]! < 0) return null;
  const lower = (axis: 0 | 1 | 2): number => Math.max(min[axis]! - 1, 0);
  const upper = (axis: 0 | 1 | 2): number => Math.min(max[axis]! + 1, dims[axis] - 1);
  return { min: [lower(0), lower(1), lower(2)], max: [upper(0), upper(1), upper(2)] };
}

const boxSize = ({ min, max }: VoxelBox): Vec3 => [max[0] - min[0] + 1, max[1] - min[1] + 1, max[2] - min[2] + 1];

/** Visits the rows of a box: where each begins in the box and in the whole grid. */
function eachRow(
  box: VoxelBox,
  { dims }: VolumeGeometry,
  visit: (cropped: number, whole: number, j: number, k: number) => void,
): void {
  const size = boxSize(box);
  for (let k = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      const whole = box.min[0] + dims[0] * (j + box.min[1] + dims[1] * (k + box.min[2]));
      visit(size[0] * (j + size[1] * k), whole, j + box.min[1], k + box.min[2]);
    }
  }
}

/** Works out the repaired shape; changes nothing. @returns null when nothing of the segment is drawn. */
export function planRepair(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  segment: SegmentName,
  kind: RepairKind,
): Repair | null {
  const box = segmentBox(labels, geometry, segment);
  if (box === null) return null;
  const size = boxSize(box);
  const mask = new Uint8Array(size[0] * size[1] * size[2]);
  eachRow(box, geometry, (cropped, whole) => {
    for (let i = 0; i < size[0]; i++) mask[cropped + i] = Number(belongs[segment](labels[whole + i]!));
  });
  if (kind === 'keepLargest') keepLargest(mask, size);
  else fillHoles(mask, size);
  return { segment, box, mask };
}

/** Makes the repaired shape the segment's, in place; new voxels get the side that `side` tells. @returns the box that may have changed. */
export function applyRepair(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  { segment, box, mask }: Repair,
  side: SideOfPoint | null,
): VoxelBox {
  const sideOf = side ?? resectedSide;
  const columns = boxSize(box)[0];
  eachRow(box, geometry, (cropped, whole, j, k) => {
    for (let i = 0; i < columns; i++) {
      const label = labels[whole + i]!;
      const wanted = mask[cropped + i] === 1;
      if (belongs[segment](label) === wanted) continue;
      const remnant = wanted ? sideOf(...indexToPatient(geometry, [i + box.min[0], j, k])) : label % 2 === 0;
      labels[whole + i] = paintedLabel(wanted ? drawnAs[segment] : erasedAs[segment], label, remnant);
    }
  });
  return box;
}

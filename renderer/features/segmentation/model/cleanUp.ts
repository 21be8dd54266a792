/** Repairs of a segment's shape that keep the partition: its largest piece only, or without enclosed holes. */
import type { Vec3, VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { isLiver, isTumour, Label, type SegmentName } from '../../../../electron/core/domain/labels.ts';
import {
  fillHoles,
  keepLargest,
  paintedLabel,
  type PaintSegment,
  type SideOfPoint,
  type VoxelBox,
} from '../../../../wasm/kernels/index.ts';
import { indexToPatient } from '../../../../electron/core/domain/geometry.ts';

export type CleanUp = 'keepLargest' | 'fillHoles';

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

/** Changes `labels` in place. @returns the box that may have changed, or null when nothing is drawn. */
export function cleanUp(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  segment: SegmentName,
  repair: CleanUp,
  side: SideOfPoint,
): VoxelBox | null {
  const box = segmentBox(labels, geometry, segment);
  if (box === null) return null;
  const { dims } = geometry;
  const size: Vec3 = [box.max[0] - box.min[0] + 1, box.max[1] - box.min[1] + 1, box.max[2] - box.min[2] + 1];
  const mask = new Uint8Array(size[0] * size[1] * size[2]);
  const eachRow = (visit: (cropped: number, whole: number, j: number, k: number) => void): void => {
    for (let k = 0; k < size[2]; k++) {
      for (let j = 0; j < size[1]; j++) {
        const whole = box.min[0] + dims[0] * (j + box.min[1] + dims[1] * (k + box.min[2]));
        visit(size[0] * (j + size[1] * k), whole, j + box.min[1], k + box.min[2]);
      }
    }
  };
  const isInside = belongs[segment];
  eachRow((cropped, whole) => {
    for (let i = 0; i < size[0]; i++) mask[cropped + i] = Number(isInside(labels[whole + i]!));
  });
  if (repair === 'keepLargest') keepLargest(mask, size);
  else fillHoles(mask, size);
  eachRow((cropped, whole, j, k) => {
    for (let i = 0; i < size[0]; i++) {
      const label = labels[whole + i]!;
      if (isInside(label) === (mask[cropped + i] === 1)) continue;
      if (mask[cropped + i] === 0) labels[whole + i] = paintedLabel(erasedAs[segment], label, label % 2 === 0);
      else
        labels[whole + i] = paintedLabel(
          drawnAs[segment],
          label,
          side(...indexToPatient(geometry, [i + box.min[0], j, k])),
        );
    }
  });
  return box;
}

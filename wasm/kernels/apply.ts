import { ByteRuns } from '../../electron/core/domain/byteRuns.ts';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { indexToPatient } from '../../electron/core/domain/geometry.ts';
import { isTumour, Label, toSide } from '../../electron/core/domain/labels.ts';
import { BoxBuilder, boxDims, occupiedBox, uniteBoxes } from './box.ts';
import type { PaintSegment } from './partition.ts';
import { paintTable } from './partition.ts';
import { scanVoxels } from './scan.ts';
import type { Shape, SideOfPoint, VoxelBox } from './types.ts';
import { resectedSide } from './types.ts';

/**
 * Makes a shape the extent of the liver. Voxels that were liver keep their label, tumour stays tumour and liver even where the shape lacks
 * it, new voxels get the side that `side` tells (without a cut the resected part).
 * @returns the box of voxels that changed, or null.
 */
export function applyLiverShape(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  { box: at, mask }: Shape,
  side: SideOfPoint | null,
): VoxelBox | null {
  const { dims } = geometry;
  const sideOf = side ?? resectedSide;
  const changed = new BoxBuilder();
  const runs = { labels: new ByteRuns(labels), mask: new ByteRuns(mask) };
  const { min, max } = uniteBoxes(occupiedBox(labels, dims), at)!;
  const [columns, rows] = boxDims(at);
  for (let k = min[2]; k <= max[2]; k++) {
    for (let j = min[1]; j <= max[1]; j++) {
      const row = dims[0] * (j + dims[1] * k);
      const rowEnd = row + max[0] + 1;
      const isRow = j >= at.min[1] && j <= at.max[1] && k >= at.min[2] && k <= at.max[2];
      const inMask = columns * (j - at.min[1] + rows * (k - at.min[2])) - at.min[0];
      for (let i = min[0], end: number; i <= max[0]; i = end) {
        const label = labels[row + i]!;
        end = runs.labels.end(row + i, rowEnd) - row;
        let isInside = false;
        if (isRow && i < at.min[0]) end = Math.min(end, at.min[0]);
        else if (isRow && i <= at.max[0]) {
          isInside = mask[inMask + i] !== 0;
          end = Math.min(end, runs.mask.end(inMask + i, inMask + at.max[0] + 1) - inMask);
        }
        if (isInside === (label !== Label.outside) || isTumour(label)) continue;
        for (let n = i; n < end; n++)
          labels[row + n] = isInside ? toSide(Label.resected, sideOf(...indexToPatient(geometry, [n, j, k]))) : 0;
        changed.addRow(i, end - 1, j, k);
      }
    }
  }
  return changed.done();
}

/**
 * Draws `mask` (0/1, whole grid) as the brush would: what is in it becomes `segment`, the rest stays.
 * @returns the box of voxels that changed, or null.
 */
export function paintMask(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  mask: Uint8Array,
  segment: PaintSegment,
  side: SideOfPoint | null,
): VoxelBox | null {
  const sideOf = side ?? resectedSide;
  const tables = [paintTable(segment, false), paintTable(segment, true)] as const;
  const box = new BoxBuilder();
  scanVoxels(
    geometry,
    (at) => mask[at] !== 0 && tables[0][labels[at]!] !== labels[at],
    (at, i, j, k, x, y, z) => {
      const label = labels[at]!;
      const remnant = label === Label.outside && sideOf(x, y, z);
      labels[at] = tables[remnant ? 1 : 0][label]!;
      box.add(i, j, k);
    },
  );
  return box.done();
}

/**
 * Adds `mask` (0/1, whole grid) to the tumour; each voxel keeps its side of the liver, voxels outside become liver as well.
 * @returns the box of voxels that changed, or null.
 */
export const applyTumourMask = (
  labels: Uint8Array,
  geometry: VolumeGeometry,
  mask: Uint8Array,
  side: SideOfPoint | null,
): VoxelBox | null => paintMask(labels, geometry, mask, 'tumour', side);

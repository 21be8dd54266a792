import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { Label, toSide } from '../../electron/core/domain/labels.ts';
import { BoxBuilder } from './box.ts';
import type { PaintSegment } from './partition.ts';
import { paintTable } from './partition.ts';
import { scanVoxels } from './scan.ts';
import type { SideOfPoint, VoxelBox } from './types.ts';
import { resectedSide } from './types.ts';

/**
 * Makes `mask` (0/1, whole grid) the extent of the liver. Voxels that were liver keep their label, tumour stays tumour and liver even where
 * the mask lacks it, new voxels get the side that `side` tells (without a cut the resected part).
 * @returns the box of voxels that changed, or null.
 */
export function applyLiverMask(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  mask: Uint8Array,
  side: SideOfPoint | null,
): VoxelBox | null {
  const sideOf = side ?? resectedSide;
  const box = new BoxBuilder();
  scanVoxels(
    geometry,
    (at) => {
      const label = labels[at]!;
      if (mask[at] !== 0) return label === Label.outside;
      return label !== Label.outside && label !== Label.tumourResected && label !== Label.tumourFlr;
    },
    (at, i, j, k, x, y, z) => {
      labels[at] = mask[at] !== 0 ? toSide(Label.resected, sideOf(x, y, z)) : Label.outside;
      box.add(i, j, k);
    },
  );
  return box.done();
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

import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { ModelSegment } from '../../electron/core/domain/modelDescription.ts';
import {
  applyLiverShape,
  paintMask,
  wholeShape,
  type PaintSegment,
  type SideOfPoint,
  type VoxelBox,
} from '../kernels/index.ts';
import { uniteBoxes } from '../kernels/box.ts';
import { foundValue } from './decide.ts';

/** In which order what was found is drawn: a tumour keeps the side that is told before. */
const painted: readonly { readonly segment: ModelSegment; readonly as: PaintSegment }[] = [
  { segment: 'resected', as: 'resected' },
  { segment: 'flr', as: 'flr' },
  { segment: 'tumour', as: 'tumour' },
];

/**
 * Draws what a model found. A model that knows the liver gives its extent, which takes the place of the one drawn; tumours drawn before stay.
 * One that knows only tumours adds to them.
 * @param found as `segmentVolume` gives it, on the grid of `labels`
 * @param known the segments that the model tells apart
 * @returns the box of voxels that changed, or null
 */
export function applyFound(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  found: Uint8Array,
  known: readonly ModelSegment[],
  side: SideOfPoint | null,
): VoxelBox | null {
  const mask = new Uint8Array(found.length);
  const boxes: (VoxelBox | null)[] = [];
  if (known.some((segment) => segment !== 'tumour')) {
    for (let at = 0; at < found.length; at++) mask[at] = found[at] === 0 ? 0 : 1;
    boxes.push(applyLiverShape(labels, geometry, wholeShape(mask, geometry.dims), side));
  }
  for (const { segment, as } of painted) {
    if (!known.includes(segment)) continue;
    const value = foundValue(segment);
    for (let at = 0; at < found.length; at++) mask[at] = found[at] === value ? 1 : 0;
    boxes.push(paintMask(labels, geometry, mask, as, side));
  }
  return boxes.reduce(uniteBoxes, null);
}

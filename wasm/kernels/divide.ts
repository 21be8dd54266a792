import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { Cut } from '../../electron/core/contract/common.ts';
import { Label, toSide } from '../../electron/core/domain/labels.ts';
import { BoxBuilder } from './box.ts';
import { sidesOfRows } from './sidesOfRows.ts';
import { fitSurface, type SurfaceHeight } from './surface.ts';
import type { SideOfPoint, VoxelBox } from './types.ts';
import { RemnantError } from '../../electron/core/contract/errors.ts';

/** Heights over the surfaces of a cut, positive on the remnant's side. @throws as `cutSide` */
function remnantHeights({ surfaces, flrSide }: Cut): SurfaceHeight[] {
  return surfaces.map(({ pointsMm }) => {
    const heightMm = fitSurface(pointsMm);
    const remnant = heightMm(...flrSide);
    if (!(Math.abs(remnant) > 1e-3)) {
      throw new RemnantError(
        'invalid_input',
        'The point that marks the remnant lies on the cut: put it clearly to one side.',
      );
    }
    return remnant > 0 ? heightMm : (x, y, z) => -heightMm(x, y, z);
  });
}

/** The least height over any of them: positive in the remnant. */
function leastHeight(heights: readonly SurfaceHeight[]): SurfaceHeight {
  const [first] = heights;
  if (heights.length === 1 && first) return first;
  return (x, y, z) => heights.reduce((least, heightMm) => Math.min(least, heightMm(x, y, z)), Infinity);
}

/**
 * The side test of a cut: true where a point lies on the same side as `flrSide` of every surface of the cut.
 * @throws RemnantError('invalid_input') when a surface has no direction (fewer than three different points, or all on a line) or
 *   `flrSide` lies on a surface.
 */
export function cutSide(cut: Cut): SideOfPoint {
  const heights = remnantHeights(cut);
  const heightMm = leastHeight(heights);
  const sureShare = heights.length === 1 ? SURE_SHARE.smooth : SURE_SHARE.edged;
  return Object.assign((x: number, y: number, z: number) => heightMm(x, y, z) > 0, { over: { heightMm, sureShare } });
}

/** Two surfaces that meet have an edge, so that their least height is straight only on either side of it. */
const SURE_SHARE = { smooth: 0.5, edged: 2 };

/**
 * Gives each voxel of the liver to the side of the cut it lies on; tumour stays tumour.
 * @returns the box of voxels that changed, or null.
 * @throws RemnantError('invalid_input') as `cutSide`; then no voxel was changed.
 */
export function divide(labels: Uint8Array, geometry: VolumeGeometry, cut: Cut): VoxelBox | null {
  const isOnRemnantSide = sidesOfRows(geometry, cutSide(cut));
  const [columns, rows, slices] = geometry.dims;
  const box = new BoxBuilder();
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = columns * (j + rows * k);
      for (let i = 0; i < columns; i++) {
        const label = labels[row + i]!;
        if (label === Label.outside) continue;
        const divided = toSide(label, isOnRemnantSide(i, j, k));
        if (divided === label) continue;
        labels[row + i] = divided;
        box.add(i, j, k);
      }
    }
  }
  return box.done();
}

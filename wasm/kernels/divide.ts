import { indexToPatient, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { Cut } from '../../electron/core/contract/common.ts';
import { Label, toSide } from '../../electron/core/domain/labels.ts';
import { BoxBuilder } from './box.ts';
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
  const heightMm = leastHeight(remnantHeights(cut));
  return (x, y, z) => heightMm(x, y, z) > 0;
}

/** Voxels between two places of a row at which the height is computed; it is nearly straight in between. */
const STEP = 8;
/**
 * Where the height between two such places is larger than this share of their distance, its sign is that of theirs; nearer to the surface
 * each voxel is computed. Two surfaces that meet have an edge, so that their least height is straight only on either side of it.
 */
const SURE_SHARE = { smooth: 0.5, edged: 2 };

/**
 * Gives each voxel of the liver to the side of the cut it lies on; tumour stays tumour.
 * @returns the box of voxels that changed, or null.
 * @throws RemnantError('invalid_input') as `cutSide`; then no voxel was changed.
 */
export function divide(labels: Uint8Array, geometry: VolumeGeometry, cut: Cut): VoxelBox | null {
  const heights = remnantHeights(cut);
  const heightMm = leastHeight(heights);
  const [columns, rows, slices] = geometry.dims;
  const stepMm = geometry.spacingMm[0];
  const sureMm = STEP * stepMm * (heights.length === 1 ? SURE_SHARE.smooth : SURE_SHARE.edged);
  const [dx, dy, dz] = geometry.direction.i.map((part) => part * stepMm) as [number, number, number];
  const box = new BoxBuilder();
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      const row = columns * (j + rows * k);
      const [x, y, z] = indexToPatient(geometry, [0, j, k]);
      const heightAt = (i: number): number => heightMm(x + i * dx, y + i * dy, z + i * dz);
      let [from, low, high] = [-1, 0, 0];
      for (let i = 0; i < columns; i++) {
        const label = labels[row + i]!;
        if (label === Label.outside) continue;
        if (from < 0 || i >= from + STEP) {
          low = i === from + STEP && from >= 0 ? high : heightAt(i);
          from = i;
          high = heightAt(from + STEP);
        }
        const between = low + ((high - low) * (i - from)) / STEP;
        const divided = toSide(label, (Math.abs(between) > sureMm ? between : heightAt(i)) > 0);
        if (divided === label) continue;
        labels[row + i] = divided;
        box.add(i, j, k);
      }
    }
  }
  return box.done();
}

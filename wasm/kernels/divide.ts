import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { Cut } from '../../electron/core/contract/common.ts';
import { Label, toSide } from '../../electron/core/domain/labels.ts';
import { BoxBuilder } from './box.ts';
import { scanVoxels } from './scan.ts';
import { fitSurface } from './surface.ts';
import type { SideOfPoint, VoxelBox } from './types.ts';
import { RemnantError } from '../../electron/core/contract/errors.ts';

/**
 * The side test of a cut: true where a point lies on the same side as `flrSide` of every surface of the cut.
 * @throws RemnantError('invalid_input') when a surface has no direction (fewer than three different points, or all on a line) or
 *   `flrSide` lies on a surface.
 */
export function cutSide(cut: Cut): SideOfPoint {
  const tests = cut.surfaces.map(({ pointsMm }) => {
    const heightMm = fitSurface(pointsMm);
    const remnant = heightMm(...cut.flrSide);
    if (!(Math.abs(remnant) > 1e-3)) {
      throw new RemnantError(
        'invalid_input',
        'The point that marks the remnant lies on the cut: put it clearly to one side.',
      );
    }
    const sign = Math.sign(remnant);
    return (x: number, y: number, z: number): boolean => heightMm(x, y, z) * sign > 0;
  });
  const [first] = tests;
  if (tests.length === 1 && first) return first;
  return (x, y, z) => tests.every((test) => test(x, y, z));
}

/**
 * Gives each voxel of the liver to the side of the cut it lies on; tumour stays tumour.
 * @returns the box of voxels that changed, or null.
 * @throws RemnantError('invalid_input') as `cutSide`; then no voxel was changed.
 */
export function divide(labels: Uint8Array, geometry: VolumeGeometry, cut: Cut): VoxelBox | null {
  const side = cutSide(cut);
  const box = new BoxBuilder();
  scanVoxels(
    geometry,
    (at) => labels[at] !== Label.outside,
    (at, i, j, k, x, y, z) => {
      const label = labels[at]!;
      const divided = toSide(label, side(x, y, z));
      if (divided === label) return;
      labels[at] = divided;
      box.add(i, j, k);
    },
  );
  return box.done();
}

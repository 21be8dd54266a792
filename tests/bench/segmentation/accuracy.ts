/** How near a mask is to the reference: overlap, volume, and the distance of their surfaces. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { crop, growBox, occupiedBox, uniteBoxes } from '../../../wasm/kernels/box.ts';
import { squaredDistances } from '../../../wasm/kernels/grow/morphology.ts';
import { cropGeometry } from '../../../wasm/kernels/grow/resample.ts';
import { agreement, type Agreement } from '../../kernels/agreement.ts';

export interface Accuracy extends Agreement {
  /** 95th percentile of the distances of the surface voxels of each mask to the surface of the other, taken together. Infinity: one is empty. */
  readonly surface95Mm: number;
}

const isInside = (value: number): boolean => value !== 0;

/** Masks (not 0 inside) of one grid. */
export const overlap = (found: Uint8Array, reference: Uint8Array): Agreement => agreement(found, reference, isInside);

export const accuracy = (found: Uint8Array, reference: Uint8Array, geometry: VolumeGeometry): Accuracy => ({
  ...overlap(found, reference),
  surface95Mm: surface95Mm(found, reference, geometry),
});

export function surface95Mm(found: Uint8Array, reference: Uint8Array, geometry: VolumeGeometry): number {
  const { dims } = geometry;
  const boxes = [found, reference].map((mask) => occupiedBox(mask, dims));
  const both = uniteBoxes(boxes[0]!, boxes[1]!);
  if (boxes.includes(null) || both === null) return Infinity;
  const box = growBox(both, [1, 1, 1], dims);
  const grid = cropGeometry(geometry, box);
  const [one, other] = [found, reference].map((mask) => surface(crop(mask, dims, box), grid.dims));
  const squared = [...distancesFrom(one!, other!, grid), ...distancesFrom(other!, one!, grid)];
  const sorted = Float64Array.from(squared).sort();
  return Math.sqrt(sorted[Math.ceil(0.95 * sorted.length) - 1]!);
}

/** Squared distance of each voxel of `from` to the nearest of `to`. */
function* distancesFrom(from: Uint8Array, to: Uint8Array, grid: VolumeGeometry): Generator<number> {
  const squared = squaredDistances(to, grid, 1);
  for (let at = 0; at < from.length; at++) if (from[at] === 1) yield squared[at]!;
}

/** Voxels of the mask with a neighbour outside it (six neighbours); the grid's border is outside. */
function surface(mask: Uint8Array, [columns, rows, slices]: Vec3): Uint8Array {
  const result = new Uint8Array(mask.length);
  const plane = columns * rows;
  for (let k = 0, at = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        if (mask[at] === 0) continue;
        const atBorder = i === 0 || j === 0 || k === 0 || i === columns - 1 || j === rows - 1 || k === slices - 1;
        const inner =
          !atBorder &&
          mask[at - 1] !== 0 &&
          mask[at + 1] !== 0 &&
          mask[at - columns] !== 0 &&
          mask[at + columns] !== 0 &&
          mask[at - plane] !== 0 &&
          mask[at + plane] !== 0;
        if (!inner) result[at] = 1;
      }
    }
  }
  return result;
}

import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { Flood } from '../components.ts';
import { release } from '../release.ts';
import { boxSums } from './resample.ts';
import { Seed } from './seeds.ts';

/** What the coarse mask says of a voxel: surely outside, surely inside, or in the band where the border runs. */
export const Zone = { outside: 0, inside: 1, band: 2 } as const;

/**
 * Rounds single-voxel roughness off, fills what is enclosed and drops crumbs, in place. Strokes stay what they are. Only the band is
 * searched: a flood through all of the body would take longer than the rest.
 */
export function cleanUp(mask: Uint8Array, zone: Uint8Array, seeds: Uint8Array, dims: Vec3): void {
  majority(mask, dims);
  for (let at = 0; at < mask.length; at++) {
    if (zone[at] === Zone.inside || (seeds[at] !== Seed.none && seeds[at] !== Seed.background)) mask[at] = 1;
  }
  const flood = new Flood(dims);
  const OUTSIDE = 2;
  const REACHED = 3;
  for (let at = 0; at < mask.length; at++) if (zone[at] === Zone.outside && mask[at] === 0) mask[at] = OUTSIDE;
  floodFrom(mask, dims, flood, OUTSIDE, 0, REACHED, true);
  for (let at = 0; at < mask.length; at++) mask[at] = mask[at]! < OUTSIDE ? 1 : 0;
  for (let at = 0; at < mask.length; at++) if (seeds[at] === Seed.background) mask[at] = 0;
  const KEPT = 2;
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 1 && (zone[at] === Zone.inside || seeds[at] !== Seed.none)) mask[at] = KEPT;
  }
  floodFrom(mask, dims, flood, KEPT, 1, REACHED, false);
  for (let at = 0; at < mask.length; at++) mask[at] = mask[at]! >= KEPT ? 1 : 0;
}

/** Turns each component of `value` that touches a voxel of `source` (or, if `open`, the grid's border) into `reached`. */
function floodFrom(
  mask: Uint8Array,
  [columns, rows, slices]: Vec3,
  flood: Flood,
  source: number,
  value: number,
  reached: number,
  open: boolean,
): void {
  const plane = columns * rows;
  let at = 0;
  for (let k = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, at++) {
        if (mask[at] !== value) continue;
        const border = i === 0 || j === 0 || k === 0 || i === columns - 1 || j === rows - 1 || k === slices - 1;
        const touches =
          (i > 0 && mask[at - 1] === source) ||
          (i < columns - 1 && mask[at + 1] === source) ||
          (j > 0 && mask[at - columns] === source) ||
          (j < rows - 1 && mask[at + columns] === source) ||
          mask[at - plane] === source ||
          mask[at + plane] === source;
        if (touches || (open && border)) flood.fill(mask, at, value, reached);
      }
    }
  }
}

/** Each voxel takes the value of most of the 27 around it, in place. */
function majority(mask: Uint8Array, dims: Vec3): void {
  const sums = boxSums(mask, dims);
  for (let at = 0; at < mask.length; at++) mask[at] = sums[at]! > 13 ? 1 : 0;
  release(sums);
}

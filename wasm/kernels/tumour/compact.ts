import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { boxDims, crop, growBox, occupiedBox, uncrop } from '../box.ts';
import { fillHoles, keepSeeded } from '../components.ts';
import { depths, squaredDistances } from '../grow/morphology.ts';
import { maskWhere } from '../mask.ts';
import type { VoxelBox } from '../types.ts';

type Grid = Pick<VolumeGeometry, 'dims' | 'spacingMm'>;

/** What hangs on a lesion by a neck thinner than this part of its own thickness, a vessel or another organ, isn't of it. */
const NECK_RATIO = 0.4;
/** Bays narrower than this part of its thickness belong to a lesion. */
const BAY_RATIO = 0.25;

/** Bays wider than this are left open, however large the lesion. */
const WIDEST_BAY_MM = 5;

/**
 * Makes the mask, in place, what lesions are: one compact lump without holes around the seeds.
 * @param soft 1 where a bay may be closed: no fat, no gas.
 */
export function compact(
  mask: Uint8Array,
  soft: Uint8Array,
  grid: Grid,
  seeds: readonly number[],
  leastBayMm: number,
): void {
  keepSeeded(mask, grid.dims, seeds);
  const tight = occupiedBox(mask, grid.dims);
  if (tight === null) return;
  // Room to close bays in; the grid's own border stays one.
  const box = growBox(tight, [2, 2, 2], grid.dims);
  const part = crop(mask, grid.dims, box);
  compactPart(
    part,
    crop(soft, grid.dims, box),
    { dims: boxDims(box), spacingMm: grid.spacingMm },
    seedsIn(box, grid.dims, seeds),
    leastBayMm,
  );
  uncrop(part, box, mask, grid.dims);
}

function seedsIn({ min, max }: VoxelBox, [columns, rows]: Vec3, seeds: readonly number[]): number[] {
  const [width, height] = [max[0] - min[0] + 1, max[1] - min[1] + 1];
  return seeds.map((at) => {
    const i = at % columns;
    const j = Math.floor(at / columns) % rows;
    const k = Math.floor(at / (columns * rows));
    return i - min[0] + width * (j - min[1] + height * (k - min[2]));
  });
}

function compactPart(
  mask: Uint8Array,
  soft: Uint8Array,
  grid: Grid,
  seeds: readonly number[],
  leastBayMm: number,
): void {
  const depthMm = depths(mask, grid);
  let thickestMm = 0;
  for (const depth of depthMm) if (depth > thickestMm) thickestMm = depth;
  cutNecks(mask, grid, seeds, depthMm, NECK_RATIO * thickestMm);
  closeBays(mask, soft, grid, Math.min(WIDEST_BAY_MM, Math.max(leastBayMm, BAY_RATIO * thickestMm)));
  fillHoles(mask, grid.dims);
}

/** Opening by a ball, on what holds the seeds after the erosion; the corners that an opening rounds off stay. */
function cutNecks(
  mask: Uint8Array,
  grid: Grid,
  seeds: readonly number[],
  depthMm: Float32Array,
  radiusMm: number,
): void {
  const core = maskWhere(mask.length, (at) => depthMm[at]! > radiusMm);
  const deepest = seeds.filter((at) => core[at] === 1);
  if (deepest.length === 0) return;
  keepSeeded(core, grid.dims, deepest);
  const away = squaredDistances(core, grid, 1);
  const reach = (1.25 * radiusMm + 0.5 * Math.max(...grid.spacingMm)) ** 2;
  for (let at = 0; at < mask.length; at++) if (away[at]! > reach) mask[at] = 0;
  keepSeeded(mask, grid.dims, deepest);
}

function closeBays(mask: Uint8Array, soft: Uint8Array, grid: Grid, radiusMm: number): void {
  const limit = radiusMm * radiusMm;
  const away = squaredDistances(mask, grid, 1);
  const wide = maskWhere(mask.length, (at) => away[at]! <= limit);
  const back = squaredDistances(wide, grid, 0);
  for (let at = 0; at < mask.length; at++) if (back[at]! > limit && soft[at] === 1) mask[at] = 1;
}

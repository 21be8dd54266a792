/** Masks in the person's own terms (liver 1, tumour 2, FLR 3) as the partition that is stored. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { Vec3 } from '../../core/domain/geometry.ts';
import { labelsOfUserValues } from '../../core/domain/lesionSides.ts';

const HIGHEST = 3;

/**
 * Liver 1 is the resected parenchyma, FLR 3 the remnant's; a tumour lies on the side that it touches more of.
 * @param mask one byte a voxel in memory order of `dims`; not changed.
 * @throws RemnantError 'invalid_input' for a value above 3.
 */
export function fromUserLabels(mask: Uint8Array, dims: Vec3): Uint8Array {
  const labels = labelsOfUserValues(mask, dims);
  if (labels) return labels;
  const value = mask.find((each) => each > HIGHEST)!;
  throw new RemnantError(
    'invalid_input',
    `The mask has the value ${value}; liver is 1, tumour 2 and FLR 3 (or import it with its full labels).`,
  );
}

/** Masks in the person's own terms (liver 1, tumour 2, FLR 3) as the partition that is stored. */
import { RemnantError } from '../../core/contract/errors.ts';
import { Label } from '../../core/domain/labels.ts';

const USER_TUMOUR = 2;
const fromUser: readonly number[] = [Label.outside, Label.resected, Label.tumourResected, Label.flr];

type Dims = readonly [number, number, number];

/**
 * Liver 1 is the resected parenchyma, FLR 3 the remnant's. A mask doesn't say on which side a tumour lies: each 6-connected tumour is in the
 * FLR when more of its faces touch FLR than resected parenchyma, otherwise (a tie or a tumour by itself) in the resected part.
 * @param mask one byte a voxel in memory order of `dims`; not changed.
 * @throws RemnantError 'invalid_input' for a value above 3.
 */
export function fromUserLabels(mask: Uint8Array, dims: Dims): Uint8Array {
  const labels = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) {
    const label = fromUser[mask[at]!];
    if (label === undefined) {
      throw new RemnantError(
        'invalid_input',
        `The mask has the value ${mask[at]!}; liver is 1, tumour 2 and FLR 3 (or import it with its full labels).`,
      );
    }
    labels[at] = label;
  }
  for (const tumour of components(mask, USER_TUMOUR, dims)) {
    if (tumour.touchesFlr > tumour.touchesResected) for (const at of tumour.voxels) labels[at] = Label.tumourFlr;
  }
  return labels;
}

interface Component {
  readonly voxels: readonly number[];
  touchesResected: number;
  touchesFlr: number;
}

function* components(mask: Uint8Array, value: number, dims: Dims): Generator<Component> {
  const seen = new Uint8Array(mask.length);
  for (let start = mask.indexOf(value); start !== -1; start = mask.indexOf(value, start + 1)) {
    if (seen[start] === 0) yield flood(mask, seen, start, dims);
  }
}

/** The component of `start`, with the faces it shares with parenchyma of either side. */
function flood(mask: Uint8Array, seen: Uint8Array, start: number, dims: Dims): Component {
  const voxels = [start];
  const component: Component = { voxels, touchesResected: 0, touchesFlr: 0 };
  seen[start] = 1;
  for (let next = 0; next < voxels.length; next++) {
    for (const neighbour of faceNeighbours(voxels[next]!, dims)) {
      if (mask[neighbour] === mask[start]) {
        if (seen[neighbour] === 0) voxels.push(neighbour);
        seen[neighbour] = 1;
      } else if (mask[neighbour] === 1) component.touchesResected++;
      else if (mask[neighbour] === 3) component.touchesFlr++;
    }
  }
  return component;
}

function faceNeighbours(at: number, [width, height, depth]: Dims): number[] {
  const slice = width * height;
  const i = at % width;
  const j = Math.floor((at % slice) / width);
  const k = Math.floor(at / slice);
  const found: number[] = [];
  if (i > 0) found.push(at - 1);
  if (i < width - 1) found.push(at + 1);
  if (j > 0) found.push(at - width);
  if (j < height - 1) found.push(at + width);
  if (k > 0) found.push(at - slice);
  if (k < depth - 1) found.push(at + slice);
  return found;
}

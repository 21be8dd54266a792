/** Shapes at one bit a voxel, for those that lie by for later. */
import { boxDims } from '../box.ts';
import { release } from '../release.ts';
import type { Shape, VoxelBox } from '../types.ts';
import { packBits, unpackBits, type BitMask } from './bitMask.ts';

export interface PackedShape {
  readonly box: VoxelBox;
  readonly bits: BitMask;
}

/** The shape stays as it is. */
export const packShape = ({ box, mask }: Shape): PackedShape => ({ box, bits: packBits(mask, boxDims(box), 1) });

/** As a fresh shape. */
export const unpackShape = ({ box, bits }: PackedShape): Shape => ({ box, mask: unpackBits(bits) });

/** Adds a shape to one whose box holds its box, in place; its memory is given back. */
export function addPacked(to: Shape, part: PackedShape): void {
  const { box, mask } = unpackShape(part);
  release(part.bits.words);
  const [columns, rows] = boxDims(to.box);
  const [width, height] = boxDims(box);
  for (let row = 0, from = 0; from < mask.length; row++) {
    const [j, k] = [row % height, Math.floor(row / height)];
    const start =
      box.min[0] - to.box.min[0] + columns * (j + box.min[1] - to.box.min[1] + rows * (k + box.min[2] - to.box.min[2]));
    for (let at = start; at < start + width; at++, from++) to.mask[at]! |= mask[from]!;
  }
  release(mask);
}

import { expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { maskWhere } from '../mask.ts';
import { addEmbolic } from './embolic.ts';

const side = 60;
const geometry: VolumeGeometry = {
  dims: [side, side, side],
  spacingMm: [2, 2, 2],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const model = { medianHu: 110, sigmaHu: 8 };
const LIVER_MM = 44;
const PIPE_MM = 6;
/** Distances (mm) of a voxel from the middle, and from an axis along z through it or beside it. */
const place = (at: number): readonly [x: number, y: number, z: number] => [
  2 * ((at % side) - 29.5),
  2 * ((Math.floor(at / side) % side) - 29.5),
  2 * (Math.floor(at / side ** 2) - 29.5),
];
const inLiver = (at: number): boolean => Math.hypot(...place(at)) < LIVER_MM;
const pipe = (at: number, offsetMm: number): boolean => {
  const [x, y] = place(at);
  return Math.hypot(x - offsetMm, y) < PIPE_MM;
};

it('adds a cast inside the liver, and neither what leads to it nor a pipe that passes beside', () => {
  const cast = (at: number): boolean => pipe(at, 0) && inLiver(at);
  const beside = (at: number): boolean => pipe(at, 52);
  const soft = Int16Array.from({ length: side ** 3 }, (_, at) =>
    cast(at) || beside(at) ? 600 : inLiver(at) ? 110 : pipe(at, 0) ? 170 : -100,
  );
  const mask = maskWhere(soft.length, (at) => inLiver(at) && !cast(at));
  addEmbolic(mask, soft, new Uint8Array(soft.length), geometry, model);
  const castVoxels = maskWhere(soft.length, cast).reduce((sum, value) => sum + value, 0);
  let [missed, added] = [0, 0];
  for (let at = 0; at < mask.length; at++) {
    if (inLiver(at) && mask[at] === 0) missed++;
    if (!inLiver(at) && mask[at] === 1) added++;
  }
  expect(missed).toBeLessThan(0.1 * castVoxels);
  expect(added).toBeLessThan(0.1 * castVoxels);
});

it('leaves a liver without dense material as it is', () => {
  const soft = Int16Array.from({ length: side ** 3 }, (_, at) => (inLiver(at) ? 110 : 250));
  const mask = maskWhere(soft.length, inLiver);
  const before = mask.slice();
  addEmbolic(mask, soft, new Uint8Array(soft.length), geometry, model);
  expect(Buffer.compare(mask, before)).toBe(0);
});

import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { add, length, patientToIndex, scale, subtract } from '../../../electron/core/domain/geometry.ts';
import { growBox } from '../box.ts';
import { scanCapsule } from '../capsule.ts';
import type { VoxelBox } from '../types.ts';

/** Values of a seed volume. Where strokes cross, background wins over tumour and tumour over liver. */
export const Seed = { none: 0, liver: 1, tumour: 2, background: 3 } as const;
export type Seed = (typeof Seed)[keyof typeof Seed];

const SEED_OF = { liver: Seed.liver, tumour: Seed.tumour, background: Seed.background } as const;

/** Draws all strokes as tubes of their radius into a fresh volume of `Seed` values on the grid. */
export const rasteriseStrokes = (geometry: VolumeGeometry, strokes: readonly Stroke[]): Uint8Array =>
  draw(geometry, strokes, (before, seed) => before < seed);

/** The same, but where strokes cross the later one wins: it was drawn by someone who saw the earlier one's result. */
export const overlayStrokes = (geometry: VolumeGeometry, strokes: readonly Stroke[]): Uint8Array =>
  draw(geometry, strokes, () => true);

function draw(
  geometry: VolumeGeometry,
  strokes: readonly Stroke[],
  wins: (before: number, seed: Seed) => boolean,
): Uint8Array {
  const { dims } = geometry;
  const seeds = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (const { segment, radiusMm, pointsMm } of strokes) {
    const seed = SEED_OF[segment];
    const mark = (at: number): void => {
      if (wins(seeds[at]!, seed)) seeds[at] = seed;
    };
    pointsMm.forEach((toMm, n) => {
      const fromMm = pointsMm[Math.max(0, n - 1)]!;
      scanCapsule(geometry, { fromMm, toMm, radiusMm, planeNormal: null }, (i, j, k, count) => {
        const start = i + dims[0] * (j + dims[1] * k);
        for (let at = start; at < start + count; at++) mark(at);
      });
      const nearest = nearestVoxel(geometry, toMm);
      if (nearest >= 0) mark(nearest);
    });
  }
  return seeds;
}

/** Offset of the voxel a point lies in, or -1 outside the grid. */
export function nearestVoxel(geometry: VolumeGeometry, pointMm: Vec3): number {
  const [i, j, k] = patientToIndex(geometry, pointMm).map(Math.round) as [number, number, number];
  const { dims } = geometry;
  const inside = i >= 0 && j >= 0 && k >= 0 && i < dims[0] && j < dims[1] && k < dims[2];
  return inside ? i + dims[0] * (j + dims[1] * k) : -1;
}

/** Whether an earlier stroke marked a voxel as the opposite of what is wanted of it: 1 liver, 0 none. */
export const isHeld = (seed: number, wanted: 0 | 1): boolean =>
  wanted === 1 ? seed === Seed.background : seed === Seed.liver || seed === Seed.tumour;

export function offsetsOf(seeds: Uint8Array, seed: Seed): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < seeds.length; at++) if (seeds[at] === seed) offsets.push(at);
  return offsets;
}

/**
 * A lesion marked by a tumour stroke lies within a ball around the stroke's middle; other strokes have no such reach.
 * @param ratio radius of the ball over half the stroke's length, to which `marginMm` is added.
 */
export function reachOf({ segment, radiusMm, pointsMm }: Stroke, ratio: number, marginMm: number): Stroke[] {
  if (segment !== 'tumour') return [];
  const end = (choose: (...values: number[]) => number): Vec3 => [
    choose(...pointsMm.map(([x]) => x)),
    choose(...pointsMm.map(([, y]) => y)),
    choose(...pointsMm.map(([, , z]) => z)),
  ];
  const [low, high] = [end(Math.min), end(Math.max)];
  const halfMm = length(subtract(high, low)) / 2 + radiusMm;
  const middle = scale(add(low, high), 0.5);
  return [{ segment, radiusMm: ratio * halfMm + marginMm, pointsMm: [[middle[0], middle[1], middle[2]]] }];
}

/** The voxels within `marginMm` of a stroke's box; null where that is outside the grid. */
export function boxAround(geometry: VolumeGeometry, { pointsMm, radiusMm }: Stroke, marginMm: number): VoxelBox | null {
  const points = pointsMm.map((point) => patientToIndex(geometry, point));
  const { dims, spacingMm } = geometry;
  const reach = (axis: 0 | 1 | 2): number => (radiusMm + marginMm) / spacingMm[axis] + 1;
  const low = (axis: 0 | 1 | 2): number => Math.floor(Math.min(...points.map((point) => point[axis])) - reach(axis));
  const high = (axis: 0 | 1 | 2): number => Math.ceil(Math.max(...points.map((point) => point[axis])) + reach(axis));
  const box: VoxelBox = { min: [low(0), low(1), low(2)], max: [high(0), high(1), high(2)] };
  const outside = ([0, 1, 2] as const).some((axis) => box.max[axis] < 0 || box.min[axis] >= dims[axis]);
  return outside ? null : growBox(box, [0, 0, 0], dims);
}

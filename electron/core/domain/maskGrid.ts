/** A mask on a grid of its own, brought to the grid of a volume: reordered where its voxels are the volume's, else resampled by votes. */
import { add, cross, dot, scale, subtract, type Vec3, type VolumeGeometry } from './geometry.ts';
import { placeOnGrid } from './gridMatch.ts';

/** Any grid, left-handed and sheared ones too. The linear offset of voxel (i, j, k) is `i + dims[0] * (j + dims[1] * k)`. */
export interface MaskGrid {
  readonly dims: Vec3;
  /** Centre of voxel (0, 0, 0), LPS mm. */
  readonly originMm: Vec3;
  /** From a voxel to its neighbour along i, j and k, in mm. */
  readonly stepsMm: readonly [Vec3, Vec3, Vec3];
}

/** Labels that are the volume's, and what was done for that; null where nothing was. */
export interface GriddedLabels {
  readonly labels: Uint8Array;
  readonly resampled: string | null;
}

/** More would make no difference that a voxel could show. */
const MAX_POINTS = 5;

const lengthOf = (step: Vec3): number => Math.hypot(...step);
export const maskSpacing = ({ stepsMm }: MaskGrid): Vec3 => [
  lengthOf(stepsMm[0]),
  lengthOf(stepsMm[1]),
  lengthOf(stepsMm[2]),
];

/** `values` in the volume's order; null when their voxels are not the volume's. */
export function reorderOnGrid(values: Uint8Array, grid: MaskGrid, geometry: VolumeGeometry): Uint8Array | null {
  const axes = grid.stepsMm.map((stepMm, axis) => ({ size: grid.dims[axis]!, stepMm }));
  const placed = placeOnGrid({ originMm: grid.originMm, axes }, geometry);
  const count = geometry.dims[0] * geometry.dims[1] * geometry.dims[2];
  if (!placed || values.length !== count) return null;
  const [alongI, alongJ, alongK] = placed.strides as [number, number, number];
  const labels = new Uint8Array(values.length);
  let from = 0;
  for (let k = 0; k < grid.dims[2]; k++)
    for (let j = 0; j < grid.dims[1]; j++) {
      let to = placed.start + k * alongK + j * alongJ;
      for (let i = 0; i < grid.dims[0]; i++, to += alongI) labels[to] = values[from++]!;
    }
  return labels;
}

/** Rows that turn patient mm, from the grid's origin, into its index; null for a grid without volume. */
function inverseOf([i, j, k]: MaskGrid['stepsMm']): readonly [Vec3, Vec3, Vec3] | null {
  const volume = dot(i, cross(j, k));
  if (!(Math.abs(volume) > 1e-9)) return null;
  return [scale(cross(j, k), 1 / volume), scale(cross(k, i), 1 / volume), scale(cross(i, j), 1 / volume)];
}

/** Box of the volume's indices in which the mask can have voxels, one voxel wider. */
function reachOf(grid: MaskGrid, { originMm, spacingMm, direction, dims }: VolumeGeometry): { from: Vec3; to: Vec3 } {
  const lowest = [Infinity, Infinity, Infinity];
  const highest = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const place = grid.stepsMm.reduce<Vec3>(
      (sum, step, axis) => add(sum, scale(step, corner & (1 << axis) ? grid.dims[axis]! - 0.5 : -0.5)),
      grid.originMm,
    );
    [direction.i, direction.j, direction.k].forEach((along, axis) => {
      const index = dot(subtract(place, originMm), along) / spacingMm[axis]!;
      lowest[axis] = Math.min(lowest[axis]!, index);
      highest[axis] = Math.max(highest[axis]!, index);
    });
  }
  const clamp = (value: number, axis: number): number => Math.min(dims[axis]! - 1, Math.max(0, value));
  const bound = (values: readonly number[], round: (value: number) => number, by: number): Vec3 => {
    const [a, b, c] = values.map((value, axis) => clamp(round(value) + by, axis)) as [number, number, number];
    return [a, b, c];
  };
  return { from: bound(lowest, Math.floor, -1), to: bound(highest, Math.ceil, 1) };
}

/**
 * Each voxel of the volume takes the label that most of its points have in the mask, and none when fewer than half of them have one: nearest
 * neighbour where the mask is the coarser one, majority by volume where it is the finer one.
 * @returns null for a grid without volume
 */
export function resampleLabels(values: Uint8Array, grid: MaskGrid, geometry: VolumeGeometry): Uint8Array | null {
  const rows = inverseOf(grid.stepsMm);
  if (!rows) return null;
  const { dims, spacingMm, direction } = geometry;
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const steps = [
    scale(direction.i, spacingMm[0]),
    scale(direction.j, spacingMm[1]),
    scale(direction.k, spacingMm[2]),
  ] as const;
  // From here on in the mask's own indices, half a voxel on, so that the whole part is the nearest one.
  const inMask = (mm: Vec3): Vec3 => [dot(rows[0], mm), dot(rows[1], mm), dot(rows[2], mm)];
  const [ai, bi, ci] = inMask(steps[0]);
  const alongJ = inMask(steps[1]);
  const alongK = inMask(steps[2]);
  const origin = add(inMask(subtract(geometry.originMm, grid.originMm)), [0.5, 0.5, 0.5]);
  const points = Float64Array.from(pointsOf(grid, steps).flatMap(inMask));
  const count = points.length / 3;
  const votes = new Uint8Array(256);
  const { from, to } = reachOf(grid, geometry);
  const [nx, ny, nz] = grid.dims;
  for (let k = from[2]; k <= to[2]; k++)
    for (let j = from[1]; j <= to[1]; j++) {
      const [a0, b0, c0] = add(origin, add(scale(alongJ, j), scale(alongK, k)));
      const row = dims[0] * (j + dims[1] * k);
      for (let i = from[0]; i <= to[0]; i++) {
        let drawn = 0;
        let best = 0;
        for (let point = 0; point < points.length; point += 3) {
          const a = Math.floor(a0 + i * ai + points[point]!);
          const b = Math.floor(b0 + i * bi + points[point + 1]!);
          const c = Math.floor(c0 + i * ci + points[point + 2]!);
          // Written so that a number that isn't one is outside too.
          if (!(a >= 0 && b >= 0 && c >= 0 && a < nx && b < ny && c < nz)) continue;
          const label = values[a + nx * (b + ny * c)]!;
          if (label === 0) continue;
          drawn++;
          votes[label]!++;
          if (votes[label]! > votes[best]!) best = label;
        }
        if (drawn === 0) continue;
        if (drawn * 2 >= count) labels[row + i] = best;
        votes.fill(0);
      }
    }
  return labels;
}

/** Offsets in mm of the points within a voxel of the volume: along each axis as many as the mask has voxels there. */
function pointsOf(grid: MaskGrid, steps: readonly Vec3[]): Vec3[] {
  const fine = maskSpacing(grid);
  const counts = steps.map((step) => {
    // Along the mask's own axes a voxel of the volume reaches so far.
    const reach = grid.stepsMm.map((own, axis) => Math.abs(dot(step, own)) / (fine[axis]! * fine[axis]!));
    const voxels = Math.max(1, Math.ceil(Math.max(...reach) - 0.01));
    // An odd number has no ties, which would make everything a little larger or smaller.
    return Math.min(MAX_POINTS, voxels + 1 - (voxels % 2));
  });
  const within = (count: number): number[] => Array.from({ length: count }, (_, at) => (at + 0.5) / count - 0.5);
  return within(counts[0]!).flatMap((a) =>
    within(counts[1]!).flatMap((b) =>
      within(counts[2]!).map((c) => add(add(scale(steps[0]!, a), scale(steps[1]!, b)), scale(steps[2]!, c))),
    ),
  );
}

const shown = (mm: number): string => String(Number(mm.toFixed(3)));

const gridText = (dims: Vec3, spacingMm: Vec3): string =>
  `${dims.join(' x ')} voxels of ${spacingMm.map(shown).join(' x ')} mm`;

/** What is said of a mask that was resampled. */
export const resampledFrom = (grid: MaskGrid, { dims, spacingMm }: VolumeGeometry): string =>
  `It lies on another grid (${gridText(grid.dims, maskSpacing(grid))}) and is resampled to that of the CT (${gridText(dims, spacingMm)}).`;

/**
 * The mask on the volume's grid.
 * @returns null when nothing of it lies in the volume, or its grid has no volume
 */
export function onGrid(values: Uint8Array, grid: MaskGrid, geometry: VolumeGeometry): GriddedLabels | null {
  const same = reorderOnGrid(values, grid, geometry);
  if (same) return { labels: same, resampled: null };
  const labels = resampleLabels(values, grid, geometry);
  if (!labels || (values.some((value) => value > 0) && !labels.some((label) => label > 0))) return null;
  return { labels, resampled: resampledFrom(grid, geometry) };
}

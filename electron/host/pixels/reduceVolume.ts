import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { indexToPatient } from '../../core/domain/geometry.ts';

export interface ReducedVolume {
  readonly geometry: VolumeGeometry;
  readonly hu: Int16Array;
}

/**
 * Means over blocks of voxels, from one slice after the other, so that no volume has to be in memory.
 * @param slices all slices of `geometry`, in their order
 * @param targetMm blocks are as large as they can be without being larger than this, and at least one voxel; those at the end may be cut
 */
export async function reduceVolume(
  geometry: VolumeGeometry,
  slices: AsyncIterable<Int16Array>,
  targetMm: number,
): Promise<ReducedVolume> {
  const { dims, spacingMm, direction } = geometry;
  const factors = spacingMm.map((mm) => Math.max(1, Math.floor(targetMm / mm)));
  const size = dims.map((count, axis) => Math.ceil(count / factors[axis]!)) as [number, number, number];
  const sums = new Float64Array(size[0] * size[1]);
  const hu = new Int16Array(sums.length * size[2]);
  const counts = inPlaneCounts(dims, factors, size);
  let k = 0;
  for await (const slice of slices) {
    addBlocks(sums, slice, dims[0], factors, size[0]);
    k++;
    if (k % factors[2]! !== 0 && k !== dims[2]) continue;
    const taken = ((k - 1) % factors[2]!) + 1;
    const start = Math.floor((k - 1) / factors[2]!) * sums.length;
    for (let at = 0; at < sums.length; at++) hu[start + at] = Math.round(sums[at]! / (counts[at]! * taken));
    sums.fill(0);
  }
  const centre = factors.map((factor) => (factor - 1) / 2) as [number, number, number];
  return {
    hu,
    geometry: {
      dims: size,
      spacingMm: [spacingMm[0] * factors[0]!, spacingMm[1] * factors[1]!, spacingMm[2] * factors[2]!],
      originMm: indexToPatient(geometry, centre),
      direction,
    },
  };
}

function addBlocks(
  sums: Float64Array,
  slice: Int16Array,
  columns: number,
  factors: readonly number[],
  width: number,
): void {
  const [across, down] = [factors[0]!, factors[1]!];
  for (let at = 0, row = 0; at < slice.length; row++) {
    const start = Math.floor(row / down) * width;
    for (let column = 0; column < columns; column++) sums[start + Math.floor(column / across)]! += slice[at++]!;
  }
}

function inPlaneCounts(
  dims: VolumeGeometry['dims'],
  factors: readonly number[],
  size: readonly number[],
): Float64Array {
  const along = (axis: 0 | 1, at: number): number => Math.min(factors[axis]!, dims[axis] - at * factors[axis]!);
  return Float64Array.from(
    { length: size[0]! * size[1]! },
    (_, at) => along(0, at % size[0]!) * along(1, Math.floor(at / size[0]!)),
  );
}

/** A volume sampled at points of the patient, whatever the directions of its axes. */
import {
  add,
  indexToPatient,
  patientToIndex,
  subtract,
  type Vec3,
  type VolumeGeometry,
} from '../../core/domain/geometry.ts';

export interface Labelled {
  readonly geometry: VolumeGeometry;
  /** HU in volume order. */
  readonly hu: Int16Array;
  /** 0..6 in volume order. */
  readonly labels: Uint8Array;
}

export interface BoxMm {
  readonly min: Vec3;
  readonly max: Vec3;
  readonly centre: Vec3;
}

const AIR_HU = -1024;

/** Every how many voxels of an axis are looked at: pictures need the box to a few millimetres only. */
const strideOf = (size: number): number => Math.max(1, Math.floor(size / 128));

/** Patient box of everything that has a label, to a few voxels, and its centre of mass; null without any. */
export function labelledBox({ geometry, labels }: Labelled): BoxMm | null {
  const [columns, rows, slices] = geometry.dims;
  const [di, dj, dk] = geometry.dims.map(strideOf) as unknown as Vec3;
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let k = 0; k < slices; k += dk)
    for (let j = 0; j < rows; j += dj)
      for (let i = 0; i < columns; i += di) {
        if (labels[i + columns * (j + rows * k)] === 0) continue;
        count++;
        if (i < min[0]) min[0] = i;
        if (i > max[0]) max[0] = i;
        if (j < min[1]) min[1] = j;
        if (j > max[1]) max[1] = j;
        if (k < min[2]) min[2] = k;
        if (k > max[2]) max[2] = k;
        sum[0] += i;
        sum[1] += j;
        sum[2] += k;
      }
  if (count === 0) return null;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    indexToPatient(geometry, [(corner & 1 ? max : min)[0], (corner & 2 ? max : min)[1], (corner & 4 ? max : min)[2]]),
  );
  const extreme = (pick: (...values: number[]) => number): Vec3 =>
    [0, 1, 2].map((axis) => pick(...corners.map((corner) => corner[axis]!))) as unknown as Vec3;
  return {
    min: extreme(Math.min),
    max: extreme(Math.max),
    centre: indexToPatient(geometry, [sum[0] / count, sum[1] / count, sum[2] / count]),
  };
}

/** Steps through the voxels along a line of the patient, which are as even as those of the line: no point is turned into an index twice. */
export function indexSteps(
  geometry: VolumeGeometry,
  startMm: Vec3,
  stepMm: Vec3,
): { readonly first: Vec3; readonly step: Vec3 } {
  const first = patientToIndex(geometry, startMm);
  return { first, step: subtract(patientToIndex(geometry, add(startMm, stepMm)), first) };
}

/** Trilinear at a fractional index; air outside of the volume. */
export function huAtIndex({ geometry, hu }: Labelled, i: number, j: number, k: number): number {
  const [columns, rows, slices] = geometry.dims;
  const [i0, j0, k0] = [Math.floor(i), Math.floor(j), Math.floor(k)];
  if (i0 < 0 || j0 < 0 || k0 < 0 || i0 >= columns || j0 >= rows || k0 >= slices) return AIR_HU;
  // The last voxel stands for what would be beyond it.
  const right = i0 + 1 < columns ? 1 : 0;
  const below = j0 + 1 < rows ? columns : 0;
  const next = k0 + 1 < slices ? columns * rows : 0;
  const at = i0 + columns * (j0 + rows * k0);
  const [x, y, z] = [i - i0, j - j0, k - k0];
  const near = mix(mix(hu[at]!, hu[at + right]!, x), mix(hu[at + below]!, hu[at + below + right]!, x), y);
  const far = at + next;
  const behind = mix(mix(hu[far]!, hu[far + right]!, x), mix(hu[far + below]!, hu[far + below + right]!, x), y);
  return mix(near, behind, z);
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** Of the nearest voxel; 0 outside of the volume. */
export function labelAtIndex({ geometry, labels }: Labelled, i: number, j: number, k: number): number {
  const [columns, rows, slices] = geometry.dims;
  const [i0, j0, k0] = [Math.round(i), Math.round(j), Math.round(k)];
  const inside = i0 >= 0 && j0 >= 0 && k0 >= 0 && i0 < columns && j0 < rows && k0 < slices;
  return inside ? labels[i0 + columns * (j0 + rows * k0)]! : 0;
}

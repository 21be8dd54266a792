/** A volume sampled at points of the patient, whatever the directions of its axes. */
import { indexToPatient, patientToIndex, type Vec3, type VolumeGeometry } from '../../core/domain/geometry.ts';

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

/** Patient box of everything that has a label, and its centre of mass; null without any. */
export function labelledBox({ geometry, labels }: Labelled): BoxMm | null {
  const [columns, rows, slices] = geometry.dims;
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  const sum = [0, 0, 0];
  let count = 0;
  for (let k = 0, at = 0; k < slices; k++)
    for (let j = 0; j < rows; j++)
      for (let i = 0; i < columns; i++, at++) {
        if (labels[at] === 0) continue;
        count++;
        const index = [i, j, k];
        for (let axis = 0; axis < 3; axis++) {
          min[axis] = Math.min(min[axis]!, index[axis]!);
          max[axis] = Math.max(max[axis]!, index[axis]!);
          sum[axis]! += index[axis]!;
        }
      }
  if (count === 0) return null;
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    indexToPatient(geometry, [
      (corner & 1 ? max : min)[0]!,
      (corner & 2 ? max : min)[1]!,
      (corner & 4 ? max : min)[2]!,
    ]),
  );
  const extreme = (pick: (...values: number[]) => number): Vec3 =>
    [0, 1, 2].map((axis) => pick(...corners.map((corner) => corner[axis]!))) as unknown as Vec3;
  return {
    min: extreme(Math.min),
    max: extreme(Math.max),
    centre: indexToPatient(geometry, [sum[0]! / count, sum[1]! / count, sum[2]! / count]),
  };
}

/** Trilinear; air outside of the volume. */
export function huAt({ geometry, hu }: Labelled, pointMm: Vec3): number {
  const index = patientToIndex(geometry, pointMm);
  const [columns, rows, slices] = geometry.dims;
  const low = index.map(Math.floor) as unknown as Vec3;
  const part = index.map((value, axis) => value - low[axis]!);
  let value = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [di, dj, dk] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (di ? part[0]! : 1 - part[0]!) * (dj ? part[1]! : 1 - part[1]!) * (dk ? part[2]! : 1 - part[2]!);
    if (weight === 0) continue;
    const [i, j, k] = [low[0] + di, low[1] + dj, low[2] + dk];
    const inside = i >= 0 && j >= 0 && k >= 0 && i < columns && j < rows && k < slices;
    value += weight * (inside ? hu[i + columns * (j + rows * k)]! : AIR_HU);
  }
  return value;
}

/** Of the nearest voxel; 0 outside of the volume. */
export function labelAt({ geometry, labels }: Labelled, pointMm: Vec3): number {
  const [i, j, k] = patientToIndex(geometry, pointMm).map(Math.round) as unknown as Vec3;
  const [columns, rows, slices] = geometry.dims;
  const inside = i >= 0 && j >= 0 && k >= 0 && i < columns && j < rows && k < slices;
  return inside ? labels[i + columns * (j + rows * k)]! : 0;
}

/** An outline on one slice that is being drawn: free-hand, or from point to point along edges. */
import type { Vec3, VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { indexToPatient, patientToIndex } from '../../../../electron/core/domain/geometry.ts';
import { sliceAxes, type Axis, type Point2 } from '../../../../wasm/kernels/index.ts';

/** A slice of the grid: across which axis, and which. */
export interface SlicePlace {
  readonly axis: Axis;
  readonly index: number;
}

export interface Outline extends SlicePlace {
  /** What was drawn: one line, or a line from each point that was clicked to the next. */
  readonly lines: readonly (readonly Vec3[])[];
  /** Points that were clicked. */
  readonly anchors: readonly Vec3[];
  /** From the last of them to the pointer. */
  readonly live: readonly Vec3[];
}

export const isOnSlice = (outline: Outline | null, { axis, index }: SlicePlace): outline is Outline =>
  outline?.axis === axis && outline.index === index;

/** Fewer points than this enclose nothing. */
const LEAST_POINTS = 3;

/** The points in order, or null while they enclose nothing. */
export function outlinePoints({ lines }: Outline): readonly Vec3[] | null {
  const points = lines.flat();
  return points.length < LEAST_POINTS ? null : points;
}

/** Without the point that was clicked last; null when it was the only one. */
export function withoutLastAnchor(outline: Outline): Outline | null {
  if (outline.anchors.length < 2) return null;
  return { ...outline, lines: outline.lines.slice(0, -1), anchors: outline.anchors.slice(0, -1), live: [] };
}

/** A point of a slice's image as a place in the patient. */
export function toPatient(geometry: VolumeGeometry, { axis, index }: SlicePlace, [a, b]: Point2): Vec3 {
  const [u, v] = sliceAxes(axis);
  const voxel: [number, number, number] = [index, index, index];
  voxel[u] = a;
  voxel[v] = b;
  return indexToPatient(geometry, voxel);
}

/** The way back; what lies off the slice is projected onto it. */
export function toImage(geometry: VolumeGeometry, axis: Axis, pointMm: Vec3): Point2 {
  const [u, v] = sliceAxes(axis);
  const voxel = patientToIndex(geometry, pointMm);
  return [voxel[u], voxel[v]];
}

/**
 * Size and intensity of one lesion.
 *
 * Diameters run between the outer edges of voxels, as RECIST 1.1 (doi 10.1016/j.ejca.2008.10.026) has them measured on the image: from the
 * middle of one voxel's face to that of another's. A single voxel is as long as its longest side, and a ball's diameter comes out at most
 * one voxel too long; corner to corner, both would be up to a voxel's diagonal longer. As with callipers, what the lesion embraces without
 * holding it counts: the points are those of the convex hull.
 */
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { indexToPatient, voxelVolumeMl } from '../../../electron/core/domain/geometry.ts';
import { isRemnantSide } from '../../../electron/core/domain/labels.ts';
import type { HuStatistics } from './measureHu.ts';
import { huStatistics } from './measureHu.ts';
import type { PlanePoint } from './measureHull.ts';
import { longestChord, longestPerpendicular } from './measureHull.ts';
import type { Line } from './measureSpan.ts';
import { longestSpan, sliceOutlines } from './measureSpan.ts';

export interface MeasureLesionInput {
  /** HU and label of the whole grid. */
  readonly hu: Int16Array;
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  /** The lesion's voxels: linear indices i + dims[0] * (j + dims[1] * k), each once, in any order. */
  readonly voxels: Uint32Array;
}

/** A diameter with its ends in patient mm. */
export interface Diameter {
  readonly lengthMm: number;
  readonly fromMm: Vec3;
  readonly toMm: Vec3;
}

export interface LesionMeasures {
  readonly voxelCount: number;
  readonly volumeMl: number;
  /** Of that, what is labelled as on the remnant's side. */
  readonly flrVolumeMl: number;
  /** Index of the slice of both diameters below: the one with the longest diameter, the lowest of equal ones. */
  readonly slice: number;
  /** Longest diameter within one slice of the series. */
  readonly longestAxial: Diameter;
  /** The longest at right angles to it in the same slice. */
  readonly shortAxial: Diameter;
  /** Longest diameter in any direction. */
  readonly longest3d: Diameter;
  readonly hu: HuStatistics;
}

/** @throws RemnantError('invalid_input') for a lesion without voxels. */
export function measureLesion({ hu, labels, geometry, voxels }: MeasureLesionInput): LesionMeasures {
  if (voxels.length === 0) throw new RemnantError('invalid_input', 'A lesion without voxels has no size.');
  const { spacingMm } = geometry;
  const patient = (alongMm: Vec3): Vec3 =>
    indexToPatient(geometry, [alongMm[0] / spacingMm[0], alongMm[1] / spacingMm[1], alongMm[2] / spacingMm[2]]);
  const diameter = ({ from, to, lengthMm }: Line): Diameter => ({
    lengthMm,
    fromMm: patient(from),
    toMm: patient(to),
  });

  const outlines = sliceOutlines(geometry, voxels);
  const widest = outlines
    .map((outline) => ({ outline, chord: longestChord(outline.edges) }))
    .reduce((best, each) => (each.chord.lengthMm > best.chord.lengthMm ? each : best));
  const { slice, edges } = widest.outline;
  const inSlice = ({ x, y }: PlanePoint): Vec3 => [x, y, slice * spacingMm[2]];
  const short = longestPerpendicular(edges, widest.chord);
  const axial: Line = { ...widest.chord, from: inSlice(widest.chord.from), to: inSlice(widest.chord.to) };

  const voxelMl = voxelVolumeMl(geometry);
  let onRemnantSide = 0;
  for (const at of voxels) if (isRemnantSide(labels[at]!)) onRemnantSide++;
  return {
    voxelCount: voxels.length,
    volumeMl: voxels.length * voxelMl,
    flrVolumeMl: onRemnantSide * voxelMl,
    slice,
    longestAxial: diameter(axial),
    shortAxial: diameter({ ...short, from: inSlice(short.from), to: inSlice(short.to) }),
    longest3d: diameter(longestSpan(outlines, spacingMm[2], axial)),
    hu: huStatistics(hu, voxels),
  };
}

/** A reader of the generated patient who knows where its organs are: what to draw, slice by slice, in patient mm. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { indexToPatient } from '../../../electron/core/domain/geometry.ts';
import { Label, type LabelCounts } from '../../../electron/core/domain/labels.ts';
import { countLabels } from '../../../electron/core/domain/labels.ts';
import { labelVolumes } from '../../../electron/core/domain/volumetry.ts';
import {
  abdomen,
  defaultAbdomen,
  renderAll,
  SAMPLE_FLR_GROWTH,
  sampleDates,
  type Abdomen,
} from '../../fixtures/index.ts';

/** A line drawn in one axial slice. */
export interface SliceLine {
  /** Voxel index of the slice. */
  readonly k: number;
  readonly pointsMm: readonly Vec3[];
}

export interface Reading {
  readonly date: string;
  readonly geometry: VolumeGeometry;
  readonly truthCounts: LabelCounts;
  readonly truth: ReturnType<typeof labelVolumes>;
  readonly liver: readonly SliceLine[];
  readonly outside: readonly SliceLine[];
  readonly tumours: readonly SliceLine[];
  /** Points to click on the line of the cut, and one on the side that remains. */
  readonly cut: { readonly points: readonly SliceLine[]; readonly side: SliceLine };
}

/** How far a careful hand stays from an edge. */
const MARGIN_MM = 8;

export const baselineReading = (): Reading => read(abdomen(defaultAbdomen), sampleDates.baseline);
export const followUpReading = (): Reading =>
  read(abdomen({ ...defaultAbdomen, flrGrowth: SAMPLE_FLR_GROWTH }), sampleDates.followUp);

function read(phantom: Abdomen, date: string): Reading {
  const { geometry, cut, tumours } = phantom;
  const { labels } = renderAll(phantom);
  const truthCounts = countLabels(labels);
  const sliceOf = (z: number) => Math.round((z - geometry.originMm[2]) / geometry.spacingMm[2]);
  const inSlice = (z: number, points: readonly (readonly [number, number])[]): SliceLine => {
    const k = sliceOf(z);
    const height = geometry.originMm[2] + k * geometry.spacingMm[2];
    return { k, pointsMm: points.map(([x, y]) => [x, y, height]) };
  };
  const resected = (z: number) => chord(labels, geometry, sliceOf(z), Label.resected);
  const remnant = (z: number) => chord(labels, geometry, sliceOf(z), Label.flr);
  return {
    date,
    geometry,
    truthCounts,
    truth: labelVolumes(truthCounts, geometry),
    liver: [resected(50), resected(-25), remnant(40)],
    outside: [
      inSlice(112, [
        [-5, -40],
        [60, -40],
      ]), // heart
      inSlice(14, [
        [62, -20],
        [74, -16],
      ]), // stomach
      inSlice(20, [
        [-23, 16],
        [-17, 16],
      ]), // vena cava
      inSlice(-30, [
        [-23, 20],
        [-17, 20],
      ]),
      inSlice(-60, [
        [-78, 46],
        [-66, 46],
      ]), // right kidney
      inSlice(-50, [
        [-37, -64],
        [-31, -64],
      ]), // gallbladder
      inSlice(10, [
        [-144, 0],
        [-136, -44],
        [-112, -72],
      ]), // chest wall
    ],
    tumours: tumours.map(({ centreMm: [x, y, z], radiiMm }) =>
      inSlice(z, [
        [x - 0.75 * radiiMm[0], y],
        [x + 0.75 * radiiMm[0], y],
      ]),
    ),
    cut: { points: [-20, 20, 60].flatMap((z) => cutPoints(cut.surfaces[0]!.pointsMm, z, inSlice)), side: remnant(40) },
  };
}

/** The longest row of one label in a slice, with a margin at both ends. */
function chord(labels: Uint8Array, geometry: VolumeGeometry, k: number, label: number): SliceLine {
  const [columns, rows] = geometry.dims;
  let best = { from: 0, to: 0, row: 0 };
  for (let row = 0; row < rows; row++) {
    let from = 0;
    for (let column = 0; column < columns; column++) {
      if (labels[column + columns * (row + rows * k)] !== label) from = column + 1;
      else if (column - from > best.to - best.from) best = { from, to: column, row };
    }
  }
  const margin = MARGIN_MM / geometry.spacingMm[0];
  const ends = [best.from + margin, best.to - margin];
  return { k, pointsMm: ends.map((column) => indexToPatient(geometry, [column, best.row, k])) };
}

/** Two points on the plane of the cut, at one height: the plane solved for x at two depths. */
function cutPoints(
  planeMm: readonly Vec3[],
  z: number,
  inSlice: (z: number, points: readonly (readonly [number, number])[]) => SliceLine,
): SliceLine[] {
  const [a, b, c] = [planeMm[0]!, planeMm[1]!, planeMm[2]!];
  const [u, v] = [b.map((value, axis) => value - a[axis]!), c.map((value, axis) => value - a[axis]!)] as [
    number[],
    number[],
  ];
  const normal = [u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!] as const;
  const height = inSlice(z, [[0, 0]]).pointsMm[0]![2];
  return [-60, 20].map((y) => {
    const x = a[0] - (normal[1] * (y - a[1]) + normal[2] * (height - a[2])) / normal[0];
    return inSlice(z, [[x, y]]);
  });
}

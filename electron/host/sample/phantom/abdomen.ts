/**
 * A generated upper abdomen in the portal-venous phase with known truth.
 *
 * Every voxel follows from the options alone: no clock, no file, no global state. Slices can be rendered in any order.
 */
import type { Cut } from '../../../core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../../core/domain/geometry.ts';
import { Label } from '../../../core/domain/labels.ts';
import { bodySolids } from './body.ts';
import { hounsfield } from './hounsfield.ts';
import { liverModel, vena, type LiverModel, type Tumour } from './liver.ts';
import { correlate, fillNormal } from './random.ts';
import { texture, tube, type Distance, type Solid } from './shapes.ts';
import { growTree, pointsInside } from './vessels.ts';

export interface AbdomenOptions {
  readonly dims: Vec3;
  readonly spacingMm: Vec3;
  readonly seed: number;
  /** Standard deviation of the image noise in HU; 0 for none. */
  readonly noiseHu: number;
  /** Remnant's volume against the baseline's; above 1 also shows the cast of the embolised right portal branches. */
  readonly flrGrowth: number;
  /** Puts the second tumour into the remnant. */
  readonly remnantTumour: boolean;
}

/** 352 x 352 mm and 285 mm from the kidneys to the heart. */
export const defaultAbdomen: AbdomenOptions = {
  dims: [320, 320, 114],
  spacingMm: [1.1, 1.1, 2.5],
  seed: 1,
  noiseHu: 11,
  flrGrowth: 1,
  remnantTumour: false,
};

export interface Abdomen {
  readonly options: AbdomenOptions;
  readonly geometry: VolumeGeometry;
  readonly liver: LiverModel;
  readonly tumours: readonly Tumour[];
  readonly cut: Cut;
  /** Fills one slice: HU, and the truth by membership of the voxel's centre. Both hold dims[0] * dims[1] values. */
  renderSlice(k: number, hu: Int16Array, labels: Uint8Array): void;
}

/** Blur of the scanner beyond the voxel, as half the width of an edge. */
const EDGE_MM = 0.55;
/** Height of the body that is worth showing: from below the kidneys to the heart. */
const CENTRE_Z_MM = -6;

function abdomenGeometry({ dims, spacingMm }: AbdomenOptions): VolumeGeometry {
  return {
    dims,
    spacingMm,
    originMm: [
      (-(dims[0] - 1) / 2) * spacingMm[0],
      (-(dims[1] - 1) / 2) * spacingMm[1] + 8,
      CENTRE_Z_MM - ((dims[2] - 1) / 2) * spacingMm[2],
    ],
    direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
  };
}

/** Vessels inside the liver as solids, in the order of painting. */
function liverVessels(liver: LiverModel, embolised: boolean): Solid[] {
  const still = liverModel({ flrGrowth: 1, remnantTumour: false });
  const targets = pointsInside(still.distance, still.box, 150, 7, 11);
  const portal = growTree(
    [
      [
        [-14, -14, -12],
        [-26, -18, 8],
        [-34, -16, 14],
      ],
      [
        [-34, -16, 14],
        [-62, -8, 18],
        [-84, -30, 22],
      ],
      [
        [-62, -8, 18],
        [-86, 28, 6],
      ],
      [
        [-34, -16, 14],
        [-14, -34, 28],
        [10, -44, 34],
        [18, -58, 30],
      ],
    ],
    targets.slice(0, 80),
    7.4,
    21,
  );
  const top = vena.points[3]!;
  const hepatic = growTree(
    [
      [top, [-44, 10, 66], [-84, 26, 36], [-104, 20, 0]],
      [top, [-24, -20, 62], [-32, -38, 32], [-38, -48, 0]],
      [top, [-4, -22, 62], [22, -40, 52], [40, -48, 44]],
    ],
    targets.slice(80),
    9,
    22,
  );
  const inside: Distance = (x, y, z) => liver.tissue(x, y, z) + 0.8;
  const paint = (pieces: ReturnType<typeof growTree>, hu: (at: Vec3) => number): Solid[] =>
    pieces.flatMap(({ from, to, fromRadiusMm, toRadiusMm }) =>
      tube([liver.moved(from), liver.moved(to)], [fromRadiusMm, toRadiusMm], hu(to)).map((solid): Solid => ({
        ...solid,
        distance: (x, y, z) => {
          const distance = solid.distance(x, y, z);
          return distance > 3 ? distance : Math.max(distance, inside(x, y, z));
        },
      })),
    );
  // Only the right branches, a way beyond the bifurcation, are filled with glue and Lipiodol.
  const cast = ([x, ,]: Vec3): number => (embolised && x < -60 ? hounsfield.lipiodol : hounsfield.vessel);
  return [...paint(hepatic, () => hounsfield.hepaticVein), ...paint(portal, cast)];
}

function liverSolids(liver: LiverModel, embolised: boolean): Solid[] {
  return [
    {
      box: liver.box,
      distance: liver.tissue,
      hu: (x, y, z) => hounsfield.liver + 3 * texture(x, y, z, 15) + 2.5 * texture(z, x, y, 5),
    },
    ...tube(
      [
        [-8, -10, -40],
        [-14, -14, -12],
        [-26, -18, 8],
      ],
      [7, 7.4, 7],
      hounsfield.vessel,
    ),
    ...liverVessels(liver, embolised),
    ...liver.tumours.map(({ centreMm, radiiMm }): Solid => {
      const reach = Math.max(...radiiMm) + 5;
      return {
        box: {
          min: [centreMm[0] - reach, centreMm[1] - reach, centreMm[2] - reach],
          max: [centreMm[0] + reach, centreMm[1] + reach, centreMm[2] + reach],
        },
        // Metastases enhance a little at their rim and hardly in their centre.
        hu: (x, y, z) =>
          hounsfield.tumour + 9 * texture(x, y, z, 4) + 1.2 * Math.max(-14, liver.tumourDistance(x, y, z) + 4),
        distance: (x, y, z) => Math.max(liver.tumourDistance(x, y, z), liver.distance(x, y, z)),
      };
    }),
  ];
}

/** @throws RangeError when dims or spacing make no grid. */
export function abdomen(options: Partial<AbdomenOptions> = {}): Abdomen {
  const all: AbdomenOptions = { ...defaultAbdomen, ...options };
  if (all.dims.some((size) => !Number.isInteger(size) || size < 1) || all.spacingMm.some((step) => !(step > 0))) {
    throw new RangeError('dims are whole numbers from 1, spacing is above 0');
  }
  const geometry = abdomenGeometry(all);
  const liver = liverModel(all);
  const { behind, front } = bodySolids(liver.distance);
  const solids = [...behind, ...liverSolids(liver, all.flrGrowth > 1), ...front];
  const sliceSize = all.dims[0] * all.dims[1];
  const exact = new Float32Array(sliceSize);
  const noise = new Float32Array(sliceSize);
  const scratch = new Float32Array(sliceSize);
  // An edge is as wide as a voxel and the scanner's blur; slices blur oblique surfaces by their thickness.
  const edgeMm = EDGE_MM + 0.5 * Math.hypot(all.spacingMm[0], 0.45 * all.spacingMm[2]);

  const renderSlice = (k: number, hu: Int16Array, labels: Uint8Array): void => {
    exact.fill(hounsfield.air);
    const z = geometry.originMm[2] + k * all.spacingMm[2];
    for (const solid of solids) {
      if (z >= solid.box.min[2] && z <= solid.box.max[2]) paintSolid(exact, geometry, solid, z, edgeMm);
    }
    markTruth(labels, geometry, liver, z);
    if (all.noiseHu > 0) {
      fillNormal(noise, Math.imul(all.seed, 0x01000193) + k * 7919 + Math.round((all.flrGrowth - 1) * 1000));
      correlate(noise, scratch, all.dims[0], all.noiseHu);
    }
    for (let at = 0; at < sliceSize; at++) {
      const value = Math.round(exact[at]! + noise[at]!);
      hu[at] = value < -1024 ? -1024 : value;
    }
  };
  return {
    options: all,
    geometry,
    liver,
    tumours: liver.tumours,
    cut: { surfaces: [{ pointsMm: liver.cutPointsMm.map((point) => [...point]) }], flrSide: [...liver.flrPointMm] },
    renderSlice,
  };
}

/** First and last index of an axis inside [minMm, maxMm], cut to the grid. */
function indexRange(
  minMm: number,
  maxMm: number,
  originMm: number,
  stepMm: number,
  size: number,
): readonly [number, number] {
  return [
    Math.max(0, Math.ceil((minMm - originMm) / stepMm)),
    Math.min(size - 1, Math.floor((maxMm - originMm) / stepMm)),
  ];
}

function paintSolid(
  exact: Float32Array,
  { dims, originMm, spacingMm }: VolumeGeometry,
  solid: Solid,
  z: number,
  edgeMm: number,
): void {
  const { box, distance, hu } = solid;
  const [firstI, lastI] = indexRange(box.min[0], box.max[0], originMm[0], spacingMm[0], dims[0]);
  const [firstJ, lastJ] = indexRange(box.min[1], box.max[1], originMm[1], spacingMm[1], dims[1]);
  for (let j = firstJ; j <= lastJ; j++) {
    const y = originMm[1] + j * spacingMm[1];
    for (let i = firstI; i <= lastI; i++) {
      const x = originMm[0] + i * spacingMm[0];
      const away = distance(x, y, z);
      if (away >= edgeMm) {
        // The surface is at least nearly that far: skip what can't be reached.
        i += Math.max(0, Math.floor((0.45 * (away - edgeMm)) / spacingMm[0]));
        continue;
      }
      const value = typeof hu === 'number' ? hu : hu(x, y, z, away);
      const at = i + dims[0] * j;
      exact[at] = away <= -edgeMm ? value : exact[at]! + (value - exact[at]!) * (0.5 - away / (2 * edgeMm));
    }
  }
}

function markTruth(
  labels: Uint8Array,
  { dims, originMm, spacingMm }: VolumeGeometry,
  liver: LiverModel,
  z: number,
): void {
  labels.fill(Label.outside);
  if (z < liver.box.min[2] || z > liver.box.max[2]) return;
  const [firstI, lastI] = indexRange(liver.box.min[0], liver.box.max[0], originMm[0], spacingMm[0], dims[0]);
  const [firstJ, lastJ] = indexRange(liver.box.min[1], liver.box.max[1], originMm[1], spacingMm[1], dims[1]);
  for (let j = firstJ; j <= lastJ; j++) {
    const y = originMm[1] + j * spacingMm[1];
    for (let i = firstI; i <= lastI; i++) {
      const x = originMm[0] + i * spacingMm[0];
      if (liver.distance(x, y, z) >= 0) continue;
      const remnant = liver.cutDistance(x, y, z) > 0;
      const tumour = liver.tumourDistance(x, y, z) < 0;
      labels[i + dims[0] * j] = tumour
        ? remnant
          ? Label.tumourFlr
          : Label.tumourResected
        : remnant
          ? Label.flr
          : Label.resected;
    }
  }
}

/** All slices of a phantom at once. */
export function renderAll({ geometry, renderSlice }: Pick<Abdomen, 'geometry' | 'renderSlice'>): {
  hu: Int16Array;
  labels: Uint8Array;
} {
  const sliceSize = geometry.dims[0] * geometry.dims[1];
  const hu = new Int16Array(sliceSize * geometry.dims[2]);
  const labels = new Uint8Array(hu.length);
  for (let k = 0; k < geometry.dims[2]; k++) {
    const [start, end] = [k * sliceSize, (k + 1) * sliceSize];
    renderSlice(k, hu.subarray(start, end), labels.subarray(start, end));
  }
  return { hu, labels };
}

/** Single lesions in a piece of liver, as hard as real ones are, with known truth. */
import type { Stroke } from '../../electron/core/contract/common.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { add, dot, indexToPatient, length, normalize, scale, subtract } from '../../electron/core/domain/geometry.ts';
import { correlate, fillNormal, uniform } from '../../electron/host/sample/phantom/random.ts';
import { capsule, smoothMin, texture } from '../../electron/host/sample/phantom/shapes.ts';

/** What the lesion is made of. */
export const materials = ['hypodense', 'faint', 'hyperdense', 'mixed', 'necrotic', 'ill-defined', 'cyst'] as const;
export type Material = (typeof materials)[number];
/** What it lies in or touches. */
export const places = ['inside', 'fat', 'lung', 'muscle', 'portal', 'dark vessel', 'pair'] as const;
export type Place = (typeof places)[number];
/** How the stroke runs: as asked for, or as hands do it. */
export const hands = ['exact', 'long', 'short', 'beside', 'coronal', 'sagittal', 'oblique', 'forty'] as const;
export type Hand = (typeof hands)[number];

export interface LesionOptions {
  readonly diameterMm: number;
  readonly material: Material;
  readonly place: Place;
  readonly hand: Hand;
  readonly spacingMm: Vec3;
  readonly noiseHu: number;
  readonly seed: number;
}

export interface LesionCase {
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  /** 1 in the lesion that the stroke is for. */
  readonly truth: Uint8Array;
  /** 1 in the whole liver, lesions included. */
  readonly liver: Uint8Array;
  readonly stroke: Stroke;
}

const LIVER_HU = 110;
const AROUND_MM = 30;

type Field = (point: Vec3) => number;

/** A lumpy ellipsoid, turned at random, whose longest diameter is about `diameterMm`. */
function lump(centre: Vec3, diameterMm: number, random: () => number): { distance: Field; axes: Vec3[]; radii: Vec3 } {
  const first = normalize([random() - 0.5, random() - 0.5, 0.6 * (random() - 0.5)]);
  const helper = normalize([random() - 0.5, random() - 0.5, random() - 0.5]);
  const second = normalize(subtract(helper, scale(first, dot(helper, first))));
  const third: Vec3 = [
    first[1] * second[2] - first[2] * second[1],
    first[2] * second[0] - first[0] * second[2],
    first[0] * second[1] - first[1] * second[0],
  ];
  const axes = [first, second, third];
  const half = diameterMm / 2;
  const radii: Vec3 = [half, half * (0.7 + 0.3 * random()), half * (0.65 + 0.3 * random())];
  const bumps = 0.04 * diameterMm;
  const wave = diameterMm / 7;
  const shift = 100 * random();
  const distance: Field = (point) => {
    const offset = subtract(point, centre);
    const parts = axes.map((axis, n) => dot(offset, axis) / radii[n]!);
    const level = Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0));
    if (level < 1e-6) return -half;
    const slope = Math.sqrt(parts.reduce((sum, part, n) => sum + (part / radii[n]!) ** 2, 0));
    const smooth = ((level - 1) * level) / slope;
    return smooth + bumps * texture(point[0] + shift, point[1], point[2], wave);
  };
  return { distance, axes, radii };
}

/** HU of the lesion at a depth below its surface (mm, positive inside). */
function material(kind: Material, point: Vec3, depthMm: number, halfMm: number): number {
  const patches = texture(point[0], point[1], point[2], 3);
  switch (kind) {
    case 'hypodense':
      return 58 + 6 * patches;
    case 'faint':
      return 78 + 4 * patches;
    case 'hyperdense':
      return 380 + 140 * patches;
    case 'mixed':
      return patches > 0.1 ? 420 + 300 * patches : 62 + 10 * patches;
    case 'necrotic':
      return depthMm < Math.max(2, 0.25 * halfMm) ? 152 + 6 * patches : 28 + 4 * patches;
    case 'ill-defined':
      return 52 + 5 * patches;
    case 'cyst':
      return 6;
  }
}

const blend = (away: number, edge: number): number => {
  const t = Math.min(1, Math.max(0, 0.5 - away / (2 * edge)));
  return t * t * (3 - 2 * t);
};

export function lesionCase({
  diameterMm,
  material: kind,
  place,
  hand,
  spacingMm,
  noiseHu,
  seed,
}: LesionOptions): LesionCase {
  const random = uniform(seed * 7919 + 13);
  const half = diameterMm / 2;
  const size = diameterMm + 2 * AROUND_MM + (place === 'pair' ? diameterMm : 0);
  const dims: Vec3 = [
    Math.round(size / spacingMm[0]),
    Math.round(size / spacingMm[1]),
    Math.round((diameterMm + 2 * AROUND_MM) / spacingMm[2]),
  ];
  const geometry: VolumeGeometry = {
    dims,
    spacingMm,
    originMm: [-40, 25, 300],
    direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
  };
  const middle = indexToPatient(geometry, [dims[0] / 2, dims[1] / 2, dims[2] / 2]);
  const shake = (): number => 4 * (random() - 0.5);
  const off = place === 'pair' ? -half - 2 : 0;
  const centre = add(middle, [shake() + off, shake(), shake()]);
  const own = lump(centre, diameterMm, random);
  const twin = lump(add(centre, [diameterMm + 3, shake(), shake()]), diameterMm * 0.9, random);
  const thinnest = Math.min(...own.radii);
  // The liver ends where a third of the lesion would stick out.
  const outward = normalize([0.8, -0.5, 0.3]);
  const rim: Field = (point) => dot(subtract(point, centre), outward) - 0.35 * thinnest;
  const beyond = place === 'lung' ? -850 : place === 'muscle' ? 60 : -100;
  const atRim = place === 'fat' || place === 'lung' || place === 'muscle';
  // A vessel of 9 mm that grazes the lesion.
  const across = normalize([0.3, 0.5, 0.8]);
  const sideways = normalize(subtract([0.9, 0.2, -0.3], scale(across, dot([0.9, 0.2, -0.3], across))));
  const bed = add(centre, scale(sideways, supportAlong(own, sideways) + 3.5));
  const [start, end] = [add(bed, scale(across, -60)), add(bed, scale(across, 60))];
  const vessel = capsule(start, end, 4.5);
  const vesselHu = place === 'portal' ? 175 : place === 'dark vessel' ? 45 : null;

  const edge = 0.55 + 0.5 * spacingMm[0];
  const softEdge = kind === 'ill-defined' ? edge + 0.1 * diameterMm : edge;
  const exactHu = (point: Vec3): number => {
    const liverHu =
      LIVER_HU + 3 * texture(point[0], point[1], point[2], 15) + 2.5 * texture(point[2], point[0], point[1], 5);
    let value = liverHu;
    if (atRim) value = beyond + (liverHu - beyond) * blend(smoothMin(rim(point), own.distance(point), 3), edge);
    if (vesselHu !== null) value += (vesselHu - value) * blend(vessel(...point), edge);
    if (place === 'pair') {
      const away = twin.distance(point);
      value += (material(kind, point, -away, half) - value) * blend(away, softEdge);
    }
    const away = own.distance(point);
    return value + (material(kind, point, -away, half) - value) * blend(away, softEdge);
  };
  const layers = Math.max(1, Math.round(spacingMm[2]));
  const plane = dims[0] * dims[1];
  const hu = new Int16Array(plane * dims[2]);
  const truth = new Uint8Array(hu.length);
  const liver = new Uint8Array(hu.length);
  const noise = new Float32Array(plane);
  const scratch = new Float32Array(plane);
  for (let k = 0; k < dims[2]; k++) {
    fillNormal(noise, Math.imul(seed + 1, 0x01000193) + k * 7919);
    correlate(noise, scratch, dims[0], noiseHu);
    for (let n = 0; n < plane; n++) {
      const point = indexToPatient(geometry, [n % dims[0], Math.floor(n / dims[0]), k]);
      const at = n + k * plane;
      let sum = 0;
      for (let layer = 0; layer < layers; layer++) {
        const z = point[2] + ((layer + 0.5) / layers - 0.5) * spacingMm[2];
        sum += exactHu([point[0], point[1], z]);
      }
      hu[at] = Math.round(sum / layers + noise[n]!);
      truth[at] = own.distance(point) < 0 ? 1 : 0;
      liver[at] = truth[at] === 1 || !atRim || rim(point) < 0 ? 1 : 0;
    }
  }
  return { hu, geometry, truth, liver, stroke: draw(hand, geometry, truth, random, spacingMm) };
}

const supportAlong = ({ axes, radii }: { axes: Vec3[]; radii: Vec3 }, direction: Vec3): number =>
  Math.sqrt(axes.reduce((sum, axis, n) => sum + (dot(axis, direction) * radii[n]!) ** 2, 0));

/** The stroke of a person who sees the lesion: along its longest diameter in a slice of some plane. */
function draw(hand: Hand, geometry: VolumeGeometry, truth: Uint8Array, random: () => number, spacingMm: Vec3): Stroke {
  const inside: Vec3[] = [];
  const [columns, rows] = geometry.dims;
  truth.forEach((value, at) => {
    if (value === 0) return;
    inside.push(
      indexToPatient(geometry, [at % columns, Math.floor(at / columns) % rows, Math.floor(at / (columns * rows))]),
    );
  });
  const centre = scale(
    inside.reduce<Vec3>((sum, point) => add(sum, point), [0, 0, 0]),
    1 / inside.length,
  );
  const normal: Vec3 =
    hand === 'coronal'
      ? [0, 1, 0]
      : hand === 'sagittal'
        ? [1, 0, 0]
        : hand === 'oblique'
          ? normalize([0.4, 0.6, 0.7])
          : [0, 0, 1];
  const thickness = Math.max(
    Math.abs(normal[0]) * spacingMm[0],
    Math.abs(normal[1]) * spacingMm[1],
    Math.abs(normal[2]) * spacingMm[2],
  );
  const slice = inside.filter((point) => Math.abs(dot(subtract(point, centre), normal)) <= 0.6 * thickness);
  const every = Math.max(1, Math.floor(slice.length / 800));
  const some = slice.filter((_, n) => n % every === 0);
  let [from, to] = [some[0]!, some[0]!];
  for (const a of some)
    for (const b of some) if (length(subtract(a, b)) > length(subtract(from, to))) [from, to] = [a, b];
  const span = length(subtract(to, from));
  const along = span > 0 ? scale(subtract(to, from), 1 / span) : ([1, 0, 0] as Vec3);
  const mid = scale(add(from, to), 0.5);
  const across = normalize(subtract([0.3, 0.8, 0.1], scale(along, dot([0.3, 0.8, 0.1], along))));
  const radiusMm = hand === 'forty' ? 3 : 1.5;
  const full = Math.max(1, span / 2 - 1);
  const halfMm =
    hand === 'long'
      ? span / 2 + 0.06 * span + 1
      : hand === 'short'
        ? 0.35 * span
        : hand === 'forty'
          ? Math.min(20, span / 2 - 2)
          : full;
  const shift = hand === 'beside' ? scale(across, 0.12 * span) : ([0, 0, 0] as Vec3);
  const reach = hand === 'beside' ? 0.85 * full : Math.max(1, halfMm);
  const start = add(add(mid, shift), scale(along, -reach));
  const steps = Math.max(1, Math.ceil((2 * reach) / 2));
  const pointsMm = Array.from({ length: steps + 1 }, (_, n): [number, number, number] => {
    const point = add(start, scale(along, (2 * reach * n) / steps));
    return [point[0] + 0.3 * (random() - 0.5), point[1] + 0.3 * (random() - 0.5), point[2]];
  });
  return { segment: 'tumour', radiusMm, pointsMm };
}

/** The liver, what is cut out of it, and how it changes after the embolisation of its right lobe. */
import { add, dot, normalize, scale, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import {
  boxAround,
  capsule,
  ellipsoid,
  ripple,
  smoothMax,
  smoothMin,
  superellipse,
  type Box,
  type Distance,
} from './shapes.ts';

/** Where the abdominal cavity ends, at mid-height of the liver. */
export const cavityRadii = { x: 137, y: 88 } as const;

export const vena = {
  /** Course of the inferior vena cava from the pelvis to the right atrium. */
  points: [
    [-20, 24, -220],
    [-20, 22, -40],
    [-20, 16, 20],
    [-18, 4, 78],
    [-14, -8, 112],
  ] as readonly Vec3[],
  radii: [12, 12, 13, 13, 14],
};
export const gallbladder = {
  centre: [-34, -58, -42] as Vec3,
  tip: [-36, -72, -64] as Vec3,
  neckRadius: 9,
  tipRadius: 15,
};

/** The resection line of a right hemihepatectomy (Cantlie): from the gallbladder's bed to the vena cava. */
const planePoint: Vec3 = [-29.3, -6.2, 20.4];
/** Unit normal towards the remnant. */
const planeNormal = normalize([0.937, -0.271, 0.113]);

const rightLobe = ellipsoid([-71, 2, 6], [65, 78, 83]);
const leftLobe = ellipsoid([-2, -44, 44], [73, 34, 36]);
const caudate = ellipsoid([-6, -4, 40], [20, 17, 30]);
const visceral = ellipsoid([34, 26, -74], [96, 84, 96]);
const kidneyBed = ellipsoid([-66, 58, -70], [40, 42, 66]);
const colonBed = ellipsoid([-74, -50, -98], [52, 56, 44]);
const flank = superellipse(0, 0, cavityRadii.x - 5, cavityRadii.y - 5, 2);
const fissure = capsule([22, -84, 8], [14, -30, 22], 4, 1.5);
const cavaBed = vena.points
  .slice(1)
  .map((end, at) => capsule(vena.points[at]!, end, vena.radii[at]!, vena.radii[at + 1]));
const gallbladderBed = capsule(
  gallbladder.centre,
  gallbladder.tip,
  gallbladder.neckRadius + 1.5,
  gallbladder.tipRadius + 1.5,
);

/** The liver's surface before embolisation, vessels and tumours inside included; vena cava and gallbladder excluded. */
const baseline: Distance = (x, y, z) => {
  let distance = smoothMin(rightLobe(x, y, z), leftLobe(x, y, z), 26);
  distance = smoothMin(distance, caudate(x, y, z), 8);
  if (distance > 12) return distance;
  distance = smoothMax(distance, -visceral(x, y, z), 14);
  distance = smoothMax(distance, -kidneyBed(x, y, z), 10);
  distance = smoothMax(distance, -colonBed(x, y, z), 12);
  distance = smoothMax(distance, -fissure(x, y, z), 4);
  distance = smoothMax(distance, flank(x, y, z), 10);
  return distance + 1.6 * ripple(x, y, z, 13) + 1.2 * ripple(y, z, x, 21);
};

export interface LiverOptions {
  /** Volume of the remnant against the baseline's; 1 for the baseline itself. */
  readonly flrGrowth: number;
  /** The second tumour lies in the remnant instead of the right lobe. */
  readonly remnantTumour: boolean;
}

export interface Tumour {
  readonly centreMm: Vec3;
  readonly radiiMm: Vec3;
}

export interface LiverModel {
  readonly box: Box;
  /** Membership is `distance < 0`. */
  readonly distance: Distance;
  /** The same before vena cava and gallbladder are cut out: what is painted under them, so that no fat shows in between. */
  readonly tissue: Distance;
  readonly tumours: readonly Tumour[];
  readonly tumourDistance: Distance;
  /** Three points of the cut's plane, and one on the remnant's side. */
  readonly cutPointsMm: readonly Vec3[];
  readonly flrPointMm: Vec3;
  /** Signed distance from the cut, positive on the remnant's side. */
  readonly cutDistance: Distance;
  /** A point of the baseline's anatomy, where it is now. */
  readonly moved: (pointMm: Vec3) => Vec3;
}

/** How much the embolised lobe shrinks across the cut for each unit of growth of the remnant. */
const ATROPHY = 0.2;
/** Depth of the right lobe across the cut: the lobe keeps its contact with the ribs, so the cut moves by what it loses. */
const RIGHT_DEPTH_MM = 112;

/**
 * After embolisation each side is stretched along the cut's normal, from the cut: that multiplies its volume by the same factor and leaves
 * the liver whole.
 */
export function liverModel({ flrGrowth, remnantTumour }: LiverOptions): LiverModel {
  const shrink = 1 - ATROPHY * (flrGrowth - 1);
  const shiftMm = -(1 - shrink) * RIGHT_DEPTH_MM;
  const unmoved = (signed: number): number => (signed > 0 ? signed / flrGrowth : signed / shrink);
  const moved = (point: Vec3): Vec3 => {
    const signed = dot(subtract(point, planePoint), planeNormal);
    return add(point, scale(planeNormal, signed * (signed > 0 ? flrGrowth : shrink) + shiftMm - signed));
  };
  const planeNow = add(planePoint, scale(planeNormal, shiftMm));
  const offset = dot(planeNow, planeNormal);
  const cutDistance: Distance = (x, y, z) => x * planeNormal[0] + y * planeNormal[1] + z * planeNormal[2] - offset;

  const tissue: Distance = (x, y, z) => {
    const signed = cutDistance(x, y, z);
    const back = unmoved(signed) - signed - shiftMm;
    return baseline(x + planeNormal[0] * back, y + planeNormal[1] * back, z + planeNormal[2] * back);
  };
  const distance: Distance = (x, y, z) => {
    let here = tissue(x, y, z);
    if (here > 6) return here;
    for (const bed of cavaBed) here = Math.max(here, -bed(x, y, z));
    return Math.max(here, -gallbladderBed(x, y, z));
  };

  const tumours: Tumour[] = [
    { centreMm: moved([-92, 12, 26]), radiiMm: [22.5, 20.5, 21] },
    remnantTumour
      ? { centreMm: moved([16, -52, 42]), radiiMm: [12.5, 11.5, 12] }
      : { centreMm: moved([-66, -34, -8]), radiiMm: [12.5, 11.5, 12] },
  ];
  const [first, second] = tumours.map(({ centreMm, radiiMm }) => ellipsoid(centreMm, radiiMm)) as [Distance, Distance];
  // Two axes span the plane; their lengths keep the three points far apart, as a person would set them.
  const upward = normalize(subtract([0, 0, 1], scale(planeNormal, planeNormal[2])));
  const forward: Vec3 = normalize([
    planeNormal[1] * upward[2] - planeNormal[2] * upward[1],
    planeNormal[2] * upward[0] - planeNormal[0] * upward[2],
    planeNormal[0] * upward[1] - planeNormal[1] * upward[0],
  ]);
  return {
    box: boxAround([-30 + (flrGrowth - 1) * 40, -4, 6], [116 + (flrGrowth - 1) * 60, 92, 100]),
    distance,
    tissue,
    tumours,
    tumourDistance: (x, y, z) => {
      const nearest = Math.min(first(x, y, z), second(x, y, z));
      return nearest > 6 ? nearest : nearest + 1.1 * ripple(x, y, z, 5) + 0.6 * ripple(z, x, y, 3.1);
    },
    cutPointsMm: [
      add(planeNow, add(scale(upward, 60), scale(forward, 4))),
      add(planeNow, add(scale(upward, -48), scale(forward, 46))),
      add(planeNow, add(scale(upward, -30), scale(forward, -52))),
    ],
    flrPointMm: add(planeNow, scale(planeNormal, 30)),
    cutDistance,
    moved,
  };
}

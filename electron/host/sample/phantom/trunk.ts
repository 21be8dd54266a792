/** Wall, muscles and bones of the trunk, and what its chest holds. */
import type { Vec3 } from '../../../core/domain/geometry.ts';
import { hounsfield } from './hounsfield.ts';
import { cavityRadii } from './liver.ts';
import { uniform } from './random.ts';
import {
  ball,
  capsule,
  ellipsoid,
  ripple,
  smoothMax,
  smoothMin,
  superellipse,
  texture,
  tube,
  type Box,
  type Distance,
  type Solid,
} from './shapes.ts';

const everywhere: Box = { min: [-400, -400, -4000], max: [400, 400, 4000] };
const above = (zMm: number): Box => ({ min: [-400, -400, zMm], max: [400, 400, 4000] });

/** The trunk gets a little narrower towards the chest. */
const taper = (z: number): number => 1 - 0.06 * Math.min(1, Math.max(0, (z - 20) / 140)) ** 2;
const trunkSection = superellipse(0, 0, 163, 114, 2.35);
const wallSection = superellipse(0, -1, 149, 97, 2.2);
const cavitySection = superellipse(0, 0, cavityRadii.x, cavityRadii.y, 2.05);

const skinSurface: Distance = (x, y, z) => {
  const s = taper(z);
  const groove = Math.abs(x) > 40 ? 0 : y > 0 ? 7 * Math.exp(-((x / 16) ** 2)) : 2 * Math.exp(-((x / 8) ** 2));
  return trunkSection(x / s, y / s, z) * s + groove + 0.8 * ripple(x, y, z, 31);
};
const wallSurface: Distance = (x, y, z) => {
  const s = taper(z);
  return wallSection(x / s, y / s, z) * s + 1.2 * ripple(x, y, z, 24);
};
export const cavitySurface: Distance = (x, y, z) => {
  const s = taper(z);
  return cavitySection(x / s, y / s, z) * s;
};

export function bodyWall(): Solid[] {
  const couch = superellipse(0, -60, 250, 196, 2);
  return [
    { box: everywhere, hu: -820, distance: (x, y) => Math.max(Math.abs(couch(x, y, 0)) - 9, 118 - y) },
    { box: everywhere, hu: -250, distance: (x, y) => Math.max(Math.abs(couch(x, y, 0) - 9) - 1, 118 - y) },
    {
      box: everywhere,
      hu: (_x, _y, _z, away) =>
        hounsfield.fat + (hounsfield.skin - hounsfield.fat) * Math.min(1, Math.max(0, away + 2.8)),
      distance: skinSurface,
    },
    { box: everywhere, hu: (x, y, z) => hounsfield.muscle - 10 + 20 * texture(x, y, z, 6), distance: wallSurface },
    // Fat between the layers of the wall.
    {
      box: everywhere,
      hu: -60,
      distance: (x, y, z) => Math.max(Math.abs(wallSurface(x, y, z) + 6.2 + 1.4 * ripple(x, y, z, 15)) - 0.7, y - 50),
    },
    { box: everywhere, hu: hounsfield.mesentery, distance: cavitySurface },
  ];
}

export function muscles(): Solid[] {
  return [-1, 1].flatMap((side) => {
    const beside = (x: number, y: number, halfWidth: number, halfDepth: number, top: number): Box => ({
      min: [side * x - halfWidth, y - halfDepth, -4000],
      max: [side * x + halfWidth, y + halfDepth, top],
    });
    const flesh = (box: Box, distance: Distance): Solid => ({
      box,
      hu: (x, y, z) => hounsfield.muscle + 14 * texture(x, y, z, 4),
      distance,
    });
    return [
      flesh(beside(31, 80, 31, 21, 4000), superellipse(side * 31, 80, 27, 17, 2.4)),
      flesh(beside(62, 62, 21, 13, -46), ellipsoid([side * 62, 62, -140], [17, 9, 90])),
      flesh(beside(38, 42, 40, 36, 0), capsule([side * 26, 46, -10], [side * 46, 38, -220], 6, 27)),
      flesh(beside(13, 28, 12, 18, 52), capsule([side * 14, 22, 40], [side * 12, 34, -60], 6, 3.5)),
      flesh(beside(36, -91, 35, 11, 75), ellipsoid([side * 36, -91, -120], [31, 6.5, 190])),
    ];
  });
}

const VERTEBRA_MM = 34;

export function spine(): Solid[] {
  const body = superellipse(0, 52, 23, 17.5, 2.2);
  const disc = (z: number): number =>
    Math.abs(((((z + 9) % VERTEBRA_MM) + VERTEBRA_MM) % VERTEBRA_MM) - VERTEBRA_MM / 2);
  const waist = (z: number): number => 2.4 * Math.min(1, (VERTEBRA_MM / 2 - disc(z)) / 10) - 1.2;
  const vertebra: Distance = (x, y, z) => Math.max(body(x, y, z) + 1.2 - 2.4 + waist(z) * 0.9, disc(z) - 13.5);
  const spinous = capsule([0, 90, 0], [0, 103, 0], 3.6, 4.4);
  const transverse = capsule([13, 78, 0], [36, 83, 0], 5, 3.4);
  const arch: Distance = (x, y, z) => {
    const ring = Math.abs(Math.hypot(x, (y - 78) * 1.1) - 12.5) - 3.2;
    return Math.max(Math.min(ring, smoothMin(spinous(x, y, 0), transverse(Math.abs(x), y, 0), 4)), disc(z) - 11);
  };
  const box: Box = { min: [-45, 20, -4000], max: [45, 112, 4000] };
  return [
    { box, hu: 75, distance: (x, y, z) => body(x, y, z) },
    { box, hu: 520, distance: vertebra },
    { box, hu: (x, y, z) => 185 + 70 * texture(x, y, z, 2.1), distance: (x, y, z) => vertebra(x, y, z) + 1.8 },
    { box, hu: 470, distance: arch },
    { box, hu: 240, distance: (x, y, z) => arch(x, y, z) + 2.4 },
    { box, hu: -40, distance: (x, y) => Math.hypot(x, (y - 78) * 1.1) - 9.3 },
    { box, hu: 35, distance: (x, y) => Math.hypot(x, (y - 78) * 1.1) - 7 },
  ];
}

export function ribs(): Solid[] {
  const solids: Solid[] = [];
  for (let pair = 0; pair < 10; pair++) {
    const top = 190 - pair * 27;
    const reach = pair < 4 ? 2.75 : 2.75 - (pair - 3) * 0.27;
    for (const side of [-1, 1]) {
      const points: Vec3[] = [];
      for (let step = 0; step <= 12; step++) {
        const angle = 0.34 + (step / 12) * (reach - 0.34);
        // From the spine backwards, round the flank and forwards, falling on the way.
        const z = top - 62 * Math.sin(Math.min(angle / 2.1, Math.PI / 2)) ** 1.4;
        const s = taper(z);
        points.push([side * 142.5 * s * Math.sin(angle), 91.5 * s * Math.cos(angle), z]);
      }
      const radii = points.map(() => 4.9);
      solids.push(
        ...tube(points, radii, 430),
        ...tube(
          points,
          radii.map(() => 3.1),
          210,
        ),
      );
    }
  }
  return solids;
}

export function lungs(liver: Distance): Solid[] {
  const leftDome = ellipsoid([72, 0, 26], [66, 84, 66]);
  const mediastinum = superellipse(4, -6, 44, 92, 2.4);
  const heart = ellipsoid([30, -40, 120], [66, 52, 52]);
  const surface: Distance = (x, y, z) => {
    const recess = 36 - 0.42 * y - z;
    let distance = smoothMax(cavitySurface(x, y, z) + 1.5, recess, 8);
    if (distance > 8) return distance;
    distance = smoothMax(distance, 4.5 - liver(x, y, z), 6);
    distance = smoothMax(distance, 3 - leftDome(x, y, z), 10);
    distance = smoothMax(distance, 4 - heart(x, y, z), 6);
    return smoothMax(distance, 2 - mediastinum(x, y, z), 8);
  };
  const random = uniform(77);
  const vessels = Array.from({ length: 46 }, () => {
    const side = random() < 0.5 ? -1 : 1;
    const far: Vec3 = [side * (60 + 60 * random()), -50 + 110 * random(), 60 + 90 * random()];
    const near: Vec3 = [side * 38, 0, Math.max(far[2] + 20, 100)];
    return tube([near, far], [3.2, 0.7], 40).map((solid): Solid => ({
      ...solid,
      distance: (x, y, z) => Math.max(solid.distance(x, y, z), surface(x, y, z) + 2),
    }));
  }).flat();
  return [
    // The diaphragm shows as a thin muscle between lung and abdomen.
    { box: above(-40), hu: 55, distance: (x, y, z) => Math.max(surface(x, y, z) - 2.6, cavitySurface(x, y, z) + 0.5) },
    { box: above(-40), hu: (x, y, z) => hounsfield.lung + 45 * (y / 90) + 40 * texture(x, y, z, 5), distance: surface },
    ...vessels,
  ];
}

export function heart(): Solid[] {
  const outer: Vec3 = [58, 44, 44];
  return [
    ball([29, -40, 119], [61, 47, 47], -85),
    ball([29, -40, 119], outer, 104),
    ball([42, -42, 124], [36, 25, 29], 152),
    ball([0, -40, 122], [25, 30, 32], 146),
  ];
}

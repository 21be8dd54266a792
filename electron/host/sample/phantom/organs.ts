/** Organs and vessels of the upper abdomen other than the liver. */
import type { Vec3 } from '../../../core/domain/geometry.ts';
import { hounsfield } from './hounsfield.ts';
import { uniform } from './random.ts';
import {
  ball,
  ellipsoid,
  ripple,
  smoothMax,
  smoothMin,
  texture,
  tube,
  type Box,
  type Distance,
  type Solid,
} from './shapes.ts';
import { cavitySurface } from './trunk.ts';

export function stomach(): Solid[] {
  const course: Vec3[] = [
    [70, 26, 66],
    [74, 4, 40],
    [68, -24, 10],
    [46, -46, -20],
    [14, -54, -36],
    [-10, -44, -40],
  ];
  const radii = [27, 30, 25, 20, 16, 9];
  const pieces = tube(course, radii, 0).map(({ distance }) => distance);
  const wall: Distance = (x, y, z) =>
    pieces.reduce((nearest, piece) => smoothMin(nearest, piece(x, y, z), 9), 99) + 1.3 * ripple(x, y, z, 6);
  const box: Box = { min: [-30, -85, -75], max: [115, 70, 110] };
  return [
    { box, hu: hounsfield.bowelWall + 8, distance: wall },
    { box, hu: (x, y, z) => 36 + 22 * texture(x, y, z, 4), distance: (x, y, z) => wall(x, y, z) + 4.5 },
    // Gas rises to the front of a patient on the back.
    { box, hu: -960, distance: (x, y, z) => Math.max(wall(x, y, z) + 5, y + 36, z > 0 ? z - 60 : -1) },
  ];
}

export function spleen(): Solid[] {
  const outer = ellipsoid([101, 34, 34], [36, 46, 58]);
  const hilum = ellipsoid([68, 8, 30], [36, 40, 62]);
  return [
    {
      box: { min: [55, -20, -40], max: [142, 92, 105] },
      hu: (x, y, z) => hounsfield.spleen + 3 * ripple(x, y, z, 9),
      distance: (x, y, z) =>
        smoothMax(smoothMax(outer(x, y, z), -hilum(x, y, z), 8), cavitySurface(x, y, z) + 4, 6) +
        1.2 * ripple(x, y, z, 11),
    },
  ];
}

export function kidneys(): Solid[] {
  return [
    { x: -62, z: -62, side: -1 },
    { x: 64, z: -46, side: 1 },
  ].flatMap(({ x: cx, z: cz, side }) => {
    const outer = ellipsoid([cx, 44, cz], [28, 30, 56]);
    const sinus = ellipsoid([cx - side * 20, 34, cz], [19, 13, 30]);
    const cortex: Distance = (x, y, z) => smoothMax(outer(x, y, z), -sinus(x, y, z), 5) + 0.8 * ripple(x, y, z, 9);
    const medulla = (x: number, y: number, z: number): number => 172 - 22 * Math.max(0, ripple(x * 1.3, y * 1.3, z, 6));
    const box: Box = { min: [cx - 36, 8, cz - 64], max: [cx + 36, 80, cz + 64] };
    return [
      { box, hu: 196, distance: cortex },
      { box, hu: medulla, distance: (x: number, y: number, z: number) => cortex(x, y, z) + 6 },
      ball([cx - side * 17, 33, cz], [11, 7, 14], 24),
      ...tube(
        [
          [cx - side * 18, 32, cz + 4],
          [0 - side * 16, 24, cz + 8],
        ],
        [4.2, 5],
        hounsfield.vessel - 6,
      ),
    ];
  });
}

export function greatVessels(): Solid[] {
  const aorta: Vec3[] = [
    [14, 26, 240],
    [12, 25, 60],
    [4, 20, -60],
    [4, 22, -220],
  ];
  return [
    ...tube(aorta, [12.5, 11.5, 10, 9], hounsfield.muscle),
    ...tube(aorta, [12, 11, 9.3, 8.3], hounsfield.vessel - 4),
    ...tube(
      [
        [8, 15, 34],
        [6, -2, 30],
        [22, -2, 32],
        [60, 14, 36],
      ],
      [4, 4, 3.4, 3],
      hounsfield.vessel - 4,
    ),
    ...tube(
      [
        [5, 12, 14],
        [4, -4, -4],
        [6, -10, -120],
      ],
      [4, 4, 3.4],
      hounsfield.vessel - 4,
    ),
    ...tube(
      [
        [-16, -20, -8],
        [2, -8, 2],
        [34, 6, 14],
        [72, 22, 26],
      ],
      [7, 6, 5, 4],
      hounsfield.vessel,
    ),
    ...tube(
      [
        [-14, -14, -10],
        [-8, -14, -60],
        [-10, -18, -140],
      ],
      [6.5, 6, 5],
      hounsfield.vessel,
    ),
    ...tube(
      [
        [24, 12, 200],
        [22, 8, 90],
        [34, 14, 68],
      ],
      [7, 7, 8],
      56,
    ),
  ];
}

export function pancreas(): Solid[] {
  const course: Vec3[] = [
    [-22, -24, -44],
    [-18, -28, -20],
    [6, -24, -2],
    [36, -6, 8],
    [66, 14, 20],
  ];
  const lobules: Solid['hu'] = (x, y, z) => 90 + 34 * texture(x, y, z, 2.6);
  return [
    ...tube(course, [14, 12, 9, 9, 8], lobules),
    ...tube(
      [
        [-32, -34, -36],
        [-44, -18, -52],
        [-38, -4, -92],
      ],
      [11, 12, 12],
      hounsfield.bowelWall,
    ),
  ];
}

/** Small bowel and colon: loops of wall with fluid, and gas in front where there is some. */
export function bowel(): Solid[] {
  const random = uniform(4242);
  const loops: { points: Vec3[]; radius: number; gas: boolean }[] = [
    {
      points: [
        [-104, 0, -150],
        [-102, -14, -112],
        [-88, -40, -96],
        [-56, -62, -92],
        [-10, -70, -88],
        [40, -66, -70],
        [92, -36, -34],
        [104, 4, -40],
        [106, 16, -150],
      ],
      radius: 19,
      gas: true,
    },
  ];
  for (let loop = 0; loop < 30; loop++) {
    const x = -62 + 140 * random();
    const y = -58 + 62 * random();
    const z = -205 + 128 * random();
    const turn = 6.28 * random();
    const reach = 18 + 20 * random();
    loops.push({
      points: [
        [x, y, z],
        [x + reach * Math.cos(turn), y + 12 * random(), z + reach * Math.sin(turn)],
        [x + reach * Math.cos(turn + 0.9), y - 8, z + reach * Math.sin(turn + 1.1)],
      ],
      radius: 9 + 4 * random(),
      gas: random() < 0.3,
    });
  }
  return loops.flatMap(({ points, radius, gas }) => {
    const radii = points.map(() => radius);
    const wall = tube(points, radii, hounsfield.bowelWall);
    const inside = tube(
      points,
      radii.map((r) => r - 3),
      (x, y, z) => 24 + 34 * texture(x, y, z, 4),
    );
    const bubbles = gas
      ? inside.map((solid, index): Solid => {
          const level = (points[index]![1] + points[index + 1]![1]) / 2 - radius * 0.1;
          return { ...solid, hu: -940, distance: (x, y, z) => Math.max(solid.distance(x, y, z), y - level) };
        })
      : [];
    return [...wall, ...inside, ...bubbles];
  });
}

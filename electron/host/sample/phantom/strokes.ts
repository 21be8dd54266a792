/** The few strokes that a person would draw on the phantom, in patient mm. */
import type { Stroke } from '../../../core/contract/common.ts';
import { add, scale, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import type { Abdomen } from './abdomen.ts';

/** Deep enough in the liver that no hand would slip out. */
const MARGIN_MM = 6;

/** Points every few mm along a polyline, as a pointer leaves them. */
function along(corners: readonly Vec3[], stepMm = 3): Vec3[] {
  return corners.slice(1).flatMap((end, index) => {
    const start = corners[index]!;
    const way = subtract(end, start);
    const steps = Math.max(1, Math.ceil(Math.hypot(...way) / stepMm));
    return Array.from({ length: steps + (index === corners.length - 2 ? 1 : 0) }, (_, step) =>
      add(start, scale(way, step / steps)),
    );
  });
}

/**
 * Two strokes over the right lobe, one over the left, one along the longest diameter of each tumour, and background on what touches the
 * liver with much the same intensity: heart, stomach, vena cava, kidney, gallbladder, muscle. Liver strokes follow the liver of the follow-up.
 */
export function sampleStrokes({ liver, tumours }: Pick<Abdomen, 'liver' | 'tumours'>): Stroke[] {
  const liverCourses: Vec3[][] = [
    [
      [-112, 0, 50],
      [-60, -30, 54],
      [-44, -46, 40],
    ],
    [
      [-104, 20, -20],
      [-84, -10, -34],
      [-70, -28, -36],
    ],
    [
      [-8, -46, 36],
      [20, -52, 46],
      [44, -48, 50],
    ],
  ];
  const background: Vec3[][] = [
    [
      [-5, -40, 116],
      [30, -42, 112],
      [60, -40, 112],
    ],
    [
      [74, 4, 44],
      [68, -20, 14],
      [46, -44, -18],
    ],
    [
      [-19, 20, -30],
      [-20, 16, 20],
      [-18, 6, 74],
    ],
    [
      [-72, 48, -84],
      [-74, 44, -50],
    ],
    [
      [-34, -60, -46],
      [-36, -70, -60],
    ],
    [
      [-144, 0, 10],
      [-136, -44, 10],
      [-112, -72, 10],
    ],
    [
      [2, 50, 20],
      [2, 50, 52],
    ],
  ];
  const inLiver = (point: Vec3): boolean => liver.distance(...point) < -MARGIN_MM && liver.tumourDistance(...point) > 3;
  const strokes: Stroke[] = liverCourses.map((corners) => ({
    segment: 'liver',
    radiusMm: 3,
    pointsMm: along(corners.map((corner) => liver.moved(corner)))
      .filter(inLiver)
      .map((point) => [...point]),
  }));
  for (const { centreMm, radiiMm } of tumours) {
    const reach: Vec3 = [radiiMm[0] * 0.75, 0, 0];
    strokes.push({
      segment: 'tumour',
      radiusMm: 2,
      pointsMm: along([subtract(centreMm, reach), add(centreMm, reach)], 2).map((point) => [...point]),
    });
  }
  for (const corners of background) {
    const pointsMm = along(corners).filter((point) => liver.distance(...point) > 4);
    strokes.push({ segment: 'background', radiusMm: 3, pointsMm: pointsMm.map((point) => [...point]) });
  }
  return strokes;
}

/** Strokes: the freehand lines from which liver and tumour grow. */
import type { Stroke } from '../../../../electron/core/contract/common.ts';
import {
  add,
  dot,
  length,
  patientToIndex,
  scale,
  subtract,
  type Vec3,
  type VolumeGeometry,
} from '../../../../electron/core/domain/geometry.ts';

export type GrownSegment = 'liver' | 'tumour';

/** A stroke of the contract with what the window needs: for which growth it was drawn. */
export interface DrawnStroke {
  readonly id: string;
  /** The growth it belongs to; a background stroke holds something off in that growth only. */
  readonly target: GrownSegment;
  readonly foreground: boolean;
  readonly radiusMm: number;
  readonly pointsMm: readonly Vec3[];
  /** A growth from it was applied: cancelling the next one leaves it. */
  readonly applied: boolean;
}

function distanceToSegmentMm(point: Vec3, from: Vec3, to: Vec3): number {
  const along = subtract(to, from);
  const squared = dot(along, along);
  const part = squared === 0 ? 0 : Math.min(Math.max(dot(subtract(point, from), along) / squared, 0), 1);
  return length(subtract(point, [from[0] + along[0] * part, from[1] + along[1] * part, from[2] + along[2] * part]));
}

/**
 * Leaves out points that lie within the tolerance of the line through their neighbours (Ramer 1972, Douglas & Peucker 1973). Both ends
 * stay.
 */
export function simplified(points: readonly Vec3[], toleranceMm: number): Vec3[] {
  if (points.length < 3) return [...points];
  const kept = new Set([0, points.length - 1]);
  const pending: [number, number][] = [[0, points.length - 1]];
  for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
    const [from, to] = range;
    let farthest = -1;
    let distance = toleranceMm;
    for (let at = from + 1; at < to; at++) {
      const off = distanceToSegmentMm(points[at]!, points[from]!, points[to]!);
      if (off > distance) [farthest, distance] = [at, off];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    pending.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, at) => kept.has(at));
}

/** Length of the line in mm. */
export function strokeLengthMm(points: readonly Vec3[]): number {
  return points.slice(1).reduce((sum, point, at) => sum + length(subtract(point, points[at]!)), 0);
}

/** Below these on average a line is in fat or air: fatty livers reach down to -20 HU, tumours that hold fat further. */
const LEAST_MEAN_HU: Readonly<Record<GrownSegment, number>> = { liver: -60, tumour: -150 };
const AIR_HU = -1000;
const SAMPLE_MM = 1;

/** Whether a line that says "this is inside" lies where neither liver nor tumour can be; outside of the images is air. */
export function isInAir(
  target: GrownSegment,
  pointsMm: readonly Vec3[],
  hu: Int16Array,
  geometry: VolumeGeometry,
): boolean {
  const values = sampled(pointsMm).map((point) => {
    const index = patientToIndex(geometry, point).map(Math.round);
    const isInside = index.every((at, axis) => at >= 0 && at < geometry.dims[axis]!);
    const [i, j, k] = index as [number, number, number];
    return isInside ? hu[i + geometry.dims[0] * (j + geometry.dims[1] * k)]! : AIR_HU;
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length < LEAST_MEAN_HU[target];
}

/** Points of the line about `SAMPLE_MM` apart, its first among them. */
function sampled(pointsMm: readonly Vec3[]): Vec3[] {
  const between = (from: Vec3, to: Vec3): Vec3[] => {
    const along = subtract(to, from);
    const steps = Math.max(Math.round(length(along) / SAMPLE_MM), 1);
    return Array.from({ length: steps }, (_, at) => add(from, scale(along, (at + 1) / steps)));
  };
  return [...pointsMm.slice(0, 1), ...pointsMm.slice(1).flatMap((to, at) => between(pointsMm[at]!, to))];
}

/** What the kernel is given for one growth: its own strokes, and for the liver the tumour's, which lie inside it. */
export function kernelStrokes(strokes: readonly DrawnStroke[], target: GrownSegment): Stroke[] {
  return strokes
    .filter((stroke) => stroke.target === target || (target === 'liver' && stroke.foreground))
    .map(({ target: of, foreground, radiusMm, pointsMm }) => ({
      segment: foreground ? of : 'background',
      radiusMm,
      pointsMm: pointsMm.map(([x, y, z]): [number, number, number] => [x, y, z]),
    }));
}

/** A tumour needs something to grow from; the liver is found without, so that what only holds it off says something too. */
export const canGrow = (strokes: readonly DrawnStroke[], target: GrownSegment): boolean =>
  strokes.some((stroke) => stroke.target === target && (target === 'liver' || stroke.foreground));

/** Strokes that correct a liver which is there: first those whose marks it follows already, the tumours' among them, then the new ones. */
export function correctingStrokes(strokes: readonly DrawnStroke[]): {
  readonly given: Stroke[];
  readonly followed: number;
} {
  const isNew = ({ target, applied }: DrawnStroke): boolean => target === 'liver' && !applied;
  const followed = kernelStrokes(
    strokes.filter((stroke) => !isNew(stroke)),
    'liver',
  );
  return { given: [...followed, ...kernelStrokes(strokes.filter(isNew), 'liver')], followed: followed.length };
}

/** Strokes: the freehand lines from which liver and tumour grow. */
import type { Stroke } from '../../../../electron/core/contract/common.ts';
import { dot, length, subtract, type Vec3 } from '../../../../electron/core/domain/geometry.ts';

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

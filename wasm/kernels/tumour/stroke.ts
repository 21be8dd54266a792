import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import { add, scale, subtract } from '../../../electron/core/domain/geometry.ts';

/** Strokes of one lesion, and the ball that they span. */
export interface Mark {
  readonly strokes: readonly Stroke[];
  readonly centreMm: Vec3;
  /** Half of the longest diameter, as far as the strokes tell. */
  readonly halfMm: number;
}

const distanceMm = (a: Vec3, b: Vec3): number => {
  const [x, y, z] = subtract(a, b);
  return Math.sqrt(x * x + y * y + z * z);
};

/** Strokes that lie in each other's ball mark the same lesion. */
export function marksOf(strokes: readonly Stroke[]): Mark[] {
  const marks: Mark[] = [];
  for (const stroke of strokes.filter(({ segment }) => segment === 'tumour')) {
    let mark = markOf([stroke]);
    for (let n = marks.length - 1; n >= 0; n--) {
      const other = marks[n]!;
      if (distanceMm(mark.centreMm, other.centreMm) > Math.max(mark.halfMm, other.halfMm)) continue;
      marks.splice(n, 1);
      mark = markOf([...other.strokes, ...mark.strokes]);
    }
    marks.push(mark);
  }
  return marks;
}

function markOf(strokes: readonly Stroke[]): Mark {
  const points = strokes.flatMap(({ pointsMm }) => pointsMm);
  const ends = (choose: (...values: number[]) => number): Vec3 => [
    choose(...points.map(([x]) => x)),
    choose(...points.map(([, y]) => y)),
    choose(...points.map(([, , z]) => z)),
  ];
  const [low, high] = [ends(Math.min), ends(Math.max)];
  const radiusMm = Math.max(...strokes.map((stroke) => stroke.radiusMm));
  return { strokes, centreMm: scale(add(low, high), 0.5), halfMm: distanceMm(low, high) / 2 + radiusMm };
}

/** The same strokes without their ends, where hands slip over a lesion's border. */
export const middles = (strokes: readonly Stroke[], part: number): Stroke[] =>
  strokes.map((stroke) => {
    const cut = Math.floor((stroke.pointsMm.length * (1 - part)) / 2);
    return { ...stroke, pointsMm: stroke.pointsMm.slice(cut, stroke.pointsMm.length - cut) };
  });

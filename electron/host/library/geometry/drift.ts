/** Slices that move sideways along the stack: a tilted gantry when they do it steadily. */
import type { GeometryProblem } from '../../../core/contract/library.ts';
import { dot, length, scale, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import type { Placed } from './types.ts';
import { at, listed, problem } from './words.ts';

export interface Drift {
  /** From the first slice, in mm, square to the normal; one per slice. */
  readonly sidewaysMm: readonly Vec3[];
  /** Those that are further off than a volume allows: half a pixel. */
  readonly shifted: readonly Placed[];
  /** Of a drift that grows steadily; null for one that doesn't, or for none. */
  readonly tiltDegrees: number | null;
}

/** @param kept at least two, sorted by `offsetMm` */
export function measureDrift(kept: readonly Placed[], normal: Vec3): Drift {
  const [first, last] = [kept[0]!, kept.at(-1)!];
  const sidewaysMm = kept.map((slice): Vec3 => {
    const offset = subtract(slice.positionMm, first.positionMm);
    return subtract(offset, scale(normal, dot(offset, normal)));
  });
  const limitMm = Math.min(...first.spacing) / 2;
  const shifted = kept.filter((_, k) => length(sidewaysMm[k]!) > limitMm);
  const extentMm = last.offsetMm - first.offsetMm;
  const total = sidewaysMm.at(-1)!;
  const steady = kept.every((slice, k) => {
    const expected = scale(total, (slice.offsetMm - first.offsetMm) / extentMm);
    return length(subtract(sidewaysMm[k]!, expected)) <= limitMm;
  });
  const tilted = shifted.length > 0 && steady;
  return {
    sidewaysMm,
    shifted,
    tiltDegrees: tilted ? (Math.atan2(length(total), extentMm) * 180) / Math.PI : null,
  };
}

export function findDrift(kept: readonly Placed[], normal: Vec3): GeometryProblem[] {
  const { shifted, tiltDegrees } = measureDrift(kept, normal);
  if (shifted.length === 0) return [];
  if (tiltDegrees === null) {
    const text = `Slices are shifted sideways against the first: ${listed(shifted.map(at))}.`;
    return [problem('irregular_spacing', text)];
  }
  const text = `The slices are sheared by a gantry tilt of ${tiltDegrees.toFixed(1)} degrees, from ${at(kept[0]!)} to ${at(kept.at(-1)!)}.`;
  return [problem('gantry_tilt', text)];
}

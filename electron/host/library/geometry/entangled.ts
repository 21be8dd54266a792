/** Whether groups of slices that look like volumes of their own were torn out of one. */
import { dot, length, scale, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import { sameMatrix, sameOrientation, sameSpacing } from './mixed.ts';
import { median } from './numbers.ts';
import { placeSlice, stackOf, type Stack } from './place.ts';
import { stepsOf } from './steps.ts';
import type { SliceToJudge } from './types.ts';

/** Parts of a step: by how much a slice may miss the place where the next one of a stack would be. */
const STEP_TOLERANCE = 0.1;
/** Two stacks of one grid that are no further apart than this are one with missing slices, not two regions of the body. */
const SAME_REGION_MM = 30;

/** Along the stack's normal from its first slice, and sideways from the nearer end, in mm. */
function placeAt({ kept, normal }: Stack, positionMm: Vec3): { alongMm: number; asideMm: number } {
  const alongMm = dot(positionMm, normal) - kept[0]!.offsetMm;
  const middleMm = (kept.at(-1)!.offsetMm - kept[0]!.offsetMm) / 2;
  const offset = subtract(positionMm, kept.at(alongMm > middleMm ? -1 : 0)!.positionMm);
  return { alongMm, asideMm: length(subtract(offset, scale(normal, dot(offset, normal)))) };
}

function isInGap({ kept }: Stack, alongMm: number): boolean {
  const steps = stepsOf(kept);
  const usual = median(steps);
  const margin = usual * STEP_TOLERANCE;
  return steps.some((step, at) => {
    const fromMm = kept[at]!.offsetMm - kept[0]!.offsetMm;
    return step > 1.5 * usual && alongMm > fromMm + margin && alongMm < fromMm + step - margin;
  });
}

/** Whether a slice that is no part of the volume seems to be missing from it: it fills a gap, or goes on at an end. */
function isMissingFrom(stack: Stack, slice: SliceToJudge): boolean {
  const placed = placeSlice(slice, 0);
  if (!placed) return slice.slice.rows === stack.reference.rows && slice.slice.columns === stack.reference.columns;
  const { alongMm, asideMm } = placeAt(stack, placed.positionMm);
  if (isInGap(stack, alongMm)) return true;
  const usual = median(stepsOf(stack.kept));
  const extentMm = stack.kept.at(-1)!.offsetMm - stack.kept[0]!.offsetMm;
  const beyondMm = alongMm < 0 ? -alongMm : alongMm - extentMm;
  return Math.abs(beyondMm - usual) <= usual * STEP_TOLERANCE && asideMm <= usual;
}

/** Whether any of the strays seems to be missing from the volume. */
export function tearsOut(volume: readonly SliceToJudge[], strays: readonly SliceToJudge[]): boolean {
  const stack = stackOf(volume);
  return !('refusals' in stack) && strays.some((slice) => isMissingFrom(stack, slice));
}

/**
 * Whether two volumes are rather one: one fills the gaps of the other, or they are stacks of one grid, end to end with a gap of missing
 * slices between them; without a gap, too, unless `mayTouch`.
 */
export function areOne(a: readonly SliceToJudge[], b: readonly SliceToJudge[], mayTouch: boolean): boolean {
  const [one, other] = [stackOf(a), stackOf(b)];
  if ('refusals' in one || 'refusals' in other) return false;
  const fills = (from: Stack, into: Stack): boolean =>
    from.kept.every(({ positionMm }) => isInGap(into, placeAt(into, positionMm).alongMm));
  if (fills(one, other) || fills(other, one)) return true;
  if (![sameMatrix, sameSpacing, sameOrientation].every((same) => same(one.reference, other.reference))) return false;
  const [lower, upper] = one.kept[0]!.offsetMm < other.kept[0]!.offsetMm ? [one, other] : [other, one];
  const [lowerStep, upperStep] = [median(stepsOf(lower.kept)), median(stepsOf(upper.kept))];
  const { alongMm, asideMm } = placeAt(lower, upper.kept[0]!.positionMm);
  const gapMm = alongMm - (lower.kept.at(-1)!.offsetMm - lower.kept[0]!.offsetMm);
  const margin = lowerStep * STEP_TOLERANCE;
  if (Math.abs(lowerStep - upperStep) > margin || asideMm > Math.max(gapMm, lowerStep)) return false;
  if (Math.abs(gapMm - lowerStep) <= margin) return !mayTouch;
  return gapMm > lowerStep && gapMm <= SAME_REGION_MM;
}

/** Whether the groups' slices alternate along the stack, instead of lying group after group. */
export function areInterleaved(groups: readonly (readonly SliceToJudge[])[]): boolean {
  const stack = stackOf(groups.flat());
  if ('refusals' in stack) return false;
  const groupAt = groups.flatMap((slices, group) => slices.map(() => group));
  const order = stack.kept.map(({ at }) => groupAt[at]!);
  return order.filter((group, at) => at > 0 && group !== order[at - 1]).length >= groups.length;
}

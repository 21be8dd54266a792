/** The distances between the slices of a stack, along its normal. */
import type { GeometryProblem } from '../../../core/contract/library.ts';
import { largest, median } from './numbers.ts';
import { POSITION_TOLERANCE_MM } from './place.ts';
import type { Placed } from './types.ts';
import { at, listed, mm, problem, slices } from './words.ts';

const POSITION_TOLERANCE = 0.01;
/** More than this share of the slice distance is no jitter: the volume would be wrong. */
const IRREGULAR = 0.1;

/** Distances in mm from each slice to the next. */
export const stepsOf = (kept: readonly Pick<Placed, 'offsetMm'>[]): number[] =>
  kept.slice(1).map((slice, index) => slice.offsetMm - kept[index]!.offsetMm);

export interface UnevenSteps {
  /** How many slices are missing, by distances that are a multiple of the usual one. */
  readonly missing: number;
  readonly refusals: readonly GeometryProblem[];
  readonly warnings: readonly GeometryProblem[];
}

/** Gaps, irregular steps and jitter. @param meanStepMm over the whole extent */
export function findUnevenSteps(kept: readonly Placed[], meanStepMm: number): UnevenSteps {
  const steps = stepsOf(kept);
  const broken = findBrokenSteps(kept, steps);
  if (broken.refusals.length > 0) return { ...broken, warnings: [] };
  return { missing: 0, ...findJitter(kept, steps, meanStepMm) };
}

function findBrokenSteps(kept: readonly Placed[], steps: readonly number[]): Omit<UnevenSteps, 'warnings'> {
  const usual = median(steps);
  const gaps: string[] = [];
  const uneven: string[] = [];
  let missing = 0;
  steps.forEach((step, index) => {
    if (Math.abs(step - usual) <= usual * IRREGULAR) return;
    const times = Math.round(step / usual);
    const between = `between ${at(kept[index]!)} and ${at(kept[index + 1]!)}`;
    if (times < 2 || Math.abs(step - times * usual) > usual * IRREGULAR) uneven.push(`${mm(step)} mm ${between}`);
    else {
      missing += times - 1;
      gaps.push(between);
    }
  });
  const refusals: GeometryProblem[] = [];
  if (gaps.length > 0) refusals.push(problem('missing_slice', `${slices(missing)} missing ${listed(gaps)}.`));
  if (uneven.length > 0) {
    refusals.push(problem('irregular_spacing', `The slices are ${mm(usual)} mm apart, but ${listed(uneven)}.`));
  }
  return { missing, refusals };
}

function findJitter(
  kept: readonly Placed[],
  steps: readonly number[],
  meanStepMm: number,
): Pick<UnevenSteps, 'refusals' | 'warnings'> {
  const off = kept.map((slice, k) => Math.abs(slice.offsetMm - kept[0]!.offsetMm - k * meanStepMm));
  const beyond = (limit: number): string[] => kept.filter((_, k) => off[k]! > limit).map(at);
  const far = beyond(IRREGULAR * meanStepMm);
  if (far.length > 0) {
    const text = `The slices are not evenly spaced: ${listed(far)} are more than a tenth of the slice distance off.`;
    return { refusals: [problem('irregular_spacing', text)], warnings: [] };
  }
  const tolerance = Math.max(POSITION_TOLERANCE_MM, POSITION_TOLERANCE * meanStepMm);
  const jittery = beyond(tolerance);
  const worst = largest(steps.map((step) => Math.abs(step - meanStepMm)));
  if (jittery.length === 0 && worst <= tolerance) return { refusals: [], warnings: [] };
  const named = jittery.length > 0 ? `, most at ${listed(jittery)}` : '';
  const text = `The slice distance of ${mm(meanStepMm)} mm varies by up to ${mm(worst)} mm${named}.`;
  return { refusals: [], warnings: [problem('jitter', text)] };
}

/** What can be wrong with the grid of a series whose slices all have a place. Tolerances are those of how positions are written. */
import type { GeometryProblem, GeometryProblemCode } from '../../core/contract/library.ts';
import { dot, length, scale, subtract, type Vec3 } from '../../core/domain/geometry.ts';

/** Cosines are written with about six digits; 0.001 is 0.06 degrees. */
const COSINE_TOLERANCE = 1e-3;
const SPACING_TOLERANCE = 1e-3;
/** Positions are written with few digits: deviations up to this are no deviation. */
export const POSITION_TOLERANCE_MM = 0.01;
const POSITION_TOLERANCE = 0.01;
/** More than this share of the slice distance is no jitter: the volume would be wrong. */
const IRREGULAR = 0.1;
/** Volumes of lesions and liver are biased beyond it. */
const THICK_SLICES_MM = 5;
const COARSE_SLOPE_HU = 4;
const NAMED_SLICES = 6;

export interface Placed {
  readonly at: number;
  readonly name: string;
  readonly contentKey: string;
  readonly rows: number;
  readonly columns: number;
  readonly positionMm: Vec3;
  readonly i: Vec3;
  readonly j: Vec3;
  readonly spacing: readonly [number, number];
  /** Along the normal; set once the normal is known. */
  readonly offsetMm: number;
}

export const problem = (code: GeometryProblemCode, message: string): GeometryProblem => ({ code, message });

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_SLICES).join(', ');
  return names.length > NAMED_SLICES ? `${shown} and ${names.length - NAMED_SLICES} more` : shown;
}
const mm = (value: number): string => String(Number(value.toFixed(3)));
export const at = (slice: Placed): string => `${slice.name} (at ${mm(slice.offsetMm)} mm)`;
export const slices = (count: number): string => (count === 1 ? '1 slice' : `${count} slices`);

/** Slices that differ from the most of them in size, pixel spacing or orientation. */
export function findMixed(placed: readonly Placed[], reference: Placed): GeometryProblem[] {
  const problems: GeometryProblem[] = [];
  const add = (code: GeometryProblemCode, what: string, differs: (slice: Placed) => boolean): void => {
    const others = placed.filter(differs).map(({ name }) => name);
    if (others.length > 0)
      problems.push(
        problem(code, `${slices(others.length)} with another ${what} than the rest: ${listed(others.sort())}.`),
      );
  };
  const apart = (a: Vec3, b: Vec3): boolean => length(subtract(a, b)) > COSINE_TOLERANCE;
  add(
    'mixed_matrix',
    'number of rows or columns',
    ({ rows, columns }) => rows !== reference.rows || columns !== reference.columns,
  );
  add('mixed_spacing', 'pixel spacing', ({ spacing }) =>
    spacing.some((value, axis) => Math.abs(value / reference.spacing[axis]! - 1) > SPACING_TOLERANCE),
  );
  add('mixed_orientation', 'orientation', ({ i, j }) => apart(i, reference.i) || apart(j, reference.j));
  return problems;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Gaps, irregular steps and jitter along the normal. */
export function findUnevenSteps(
  kept: readonly Placed[],
  meanStepMm: number,
): { refusals: GeometryProblem[]; warnings: GeometryProblem[] } {
  const steps = kept.slice(1).map((slice, index) => slice.offsetMm - kept[index]!.offsetMm);
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
  if (refusals.length > 0) return { refusals, warnings: [] };

  const off = kept.map((slice, k) => ({
    slice,
    deviation: Math.abs(slice.offsetMm - kept[0]!.offsetMm - k * meanStepMm),
  }));
  const tolerance = Math.max(POSITION_TOLERANCE_MM, POSITION_TOLERANCE * meanStepMm);
  const beyond = (limit: number): string[] =>
    off.filter(({ deviation }) => deviation > limit).map(({ slice }) => at(slice));
  const far = beyond(IRREGULAR * meanStepMm);
  if (far.length > 0) {
    const text = `The slices are not evenly spaced: ${listed(far)} are more than a tenth of the slice distance off.`;
    return { refusals: [problem('irregular_spacing', text)], warnings: [] };
  }
  const jittery = beyond(tolerance);
  const unevenSteps = steps.some((step) => Math.abs(step - meanStepMm) > tolerance);
  if (jittery.length === 0 && !unevenSteps) return { refusals: [], warnings: [] };
  const worst = mm(Math.max(...steps.map((step) => Math.abs(step - meanStepMm))));
  const named = jittery.length > 0 ? `, most at ${listed(jittery)}` : '';
  const text = `The slice distance of ${mm(meanStepMm)} mm varies by up to ${worst} mm${named}.`;
  return { refusals: [], warnings: [problem('jitter', text)] };
}

/** Slices that move sideways along the stack: a tilted gantry when they do it steadily. */
export function findDrift(kept: readonly Placed[], normal: Vec3): GeometryProblem[] {
  const [first, last] = [kept[0]!, kept.at(-1)!];
  const sideways = (slice: Placed): Vec3 => {
    const offset = subtract(slice.positionMm, first.positionMm);
    return subtract(offset, scale(normal, dot(offset, normal)));
  };
  const limit = Math.min(...first.spacing) / 2;
  const shifted = kept.filter((slice) => length(sideways(slice)) > limit);
  if (shifted.length === 0) return [];
  const extent = last.offsetMm - first.offsetMm;
  const total = sideways(last);
  const steady = kept.every((slice) => {
    const expected = scale(total, (slice.offsetMm - first.offsetMm) / extent);
    return length(subtract(sideways(slice), expected)) <= limit;
  });
  if (!steady)
    return [problem('irregular_spacing', `Slices are shifted sideways against the first: ${listed(shifted.map(at))}.`)];
  const degrees = (Math.atan2(length(total), extent) * 180) / Math.PI;
  const text = `The slices are sheared by a gantry tilt of ${degrees.toFixed(1)} degrees, from ${at(first)} to ${at(last)}.`;
  return [problem('gantry_tilt', text)];
}

/** What makes volumes of a regular series less exact. */
export function findCoarse(
  input: readonly { readonly name: string; readonly slope: number; readonly lossy: boolean }[],
  stepMm: number,
): GeometryProblem[] {
  const problems: GeometryProblem[] = [];
  if (stepMm > THICK_SLICES_MM) {
    problems.push(
      problem(
        'thick_slices',
        `The slices are ${mm(stepMm)} mm apart: volumes are less exact beyond ${THICK_SLICES_MM} mm.`,
      ),
    );
  }
  const slope = Math.max(...input.map((slice) => Math.abs(slice.slope)));
  if (slope > COARSE_SLOPE_HU) {
    problems.push(
      problem(
        'coarse_intensity',
        `Intensities are stored in steps of ${mm(slope)} HU, too coarse to tell tissues apart.`,
      ),
    );
  }
  const lossy = input.filter((slice) => slice.lossy).map(({ name }) => name);
  if (lossy.length > 0) {
    const text = `${slices(lossy.length)} with lossy compression: intensities may differ from those measured: ${listed(lossy.sort())}.`;
    problems.push(problem('lossy_compression', text));
  }
  return problems;
}

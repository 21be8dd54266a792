/**
 * Whether the slices of a series make one regular volume, from their positions and orientations alone (PS3.3 C.7.6.2.1.1): never
 * from slice thickness, instance numbers or file order, which lie.
 */
import type { GeometryProblem } from '../../core/contract/library.ts';
import { findCoarse } from './geometry/coarse.ts';
import { findDrift } from './geometry/drift.ts';
import { stackOf } from './geometry/place.ts';
import { findUnevenSteps } from './geometry/steps.ts';
import type { Judgement, SliceToJudge } from './geometry/types.ts';
import { at, listed, problem, slices } from './geometry/words.ts';
import { regulariseStack } from './regularise.ts';

export type { Judgement, SliceToJudge } from './geometry/types.ts';

const refused = (problems: readonly GeometryProblem[], canResample: boolean): Judgement => ({
  geometry: null,
  status: 'refused',
  problems,
  order: [],
  canResample,
});

/**
 * Orders slices by position along row x column and says whether they make a regular volume. Spacing along the slices is the mean over the
 * extent. The result doesn't depend on the order of `input`.
 * @param input the slices of one series, at least one
 */
export function judgeGeometry(input: readonly SliceToJudge[]): Judgement {
  const stack = stackOf(input);
  if ('refusals' in stack) return refused(stack.refusals, false);
  const { reference, normal, kept, dropped } = stack;
  const [first, last] = [kept[0]!, kept.at(-1)!];
  const stepMm = (last.offsetMm - first.offsetMm) / (kept.length - 1);
  const uneven = findUnevenSteps(kept, stepMm);
  const refusals = [...uneven.refusals, ...findDrift(kept, normal)];
  if (refusals.length > 0) return refused(refusals, 'geometry' in regulariseStack(stack, input));

  const problems = [...uneven.warnings];
  if (dropped.length > 0) {
    const text = `${slices(dropped.length)} with the same position and pixels as another left out: ${listed(dropped.map(at))}.`;
    problems.push(problem('duplicate_position', text));
  }
  const volume = kept.map((slice) => input[slice.at]!);
  problems.push(...findCoarse(volume, stepMm));
  return {
    geometry: {
      dims: [reference.columns, reference.rows, kept.length],
      spacingMm: [reference.spacing[1], reference.spacing[0], stepMm],
      originMm: first.positionMm,
      direction: { i: reference.i, j: reference.j, k: normal },
    },
    status: problems.length > 0 ? 'warning' : 'regular',
    problems,
    order: kept.map((slice) => slice.at),
    canResample: false,
  };
}

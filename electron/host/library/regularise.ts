/** How slices that lie irregularly, or are sheared by a tilted gantry, are computed onto a regular grid. */
import type { GeometryProblem } from '../../core/contract/library.ts';
import { add, dot, scale, type VolumeGeometry } from '../../core/domain/geometry.ts';
import { findCoarse } from './geometry/coarse.ts';
import { measureDrift } from './geometry/drift.ts';
import { largest, median, smallest } from './geometry/numbers.ts';
import { POSITION_TOLERANCE_MM, stackOf, type Stack } from './geometry/place.ts';
import { findUnevenSteps, stepsOf } from './geometry/steps.ts';
import type { SliceToJudge } from './geometry/types.ts';
import { at, mm } from './geometry/words.ts';

/** Across a wider gap nothing is known of a lesion or a liver's edge. */
export const MAX_BRIDGED_MM = 10;
/** Of rows, columns or slices: a grid that grows more was asked for by wrong positions, and would not fit memory. */
const MAX_GROWTH = 4;
/** Shifts this close to a whole pixel are whole: positions are written with few digits, and interpolating blurs. */
const WHOLE_PIXEL = 0.01;

/** A slice that the grid is computed from. */
export interface Source {
  /** Place in the input. */
  readonly at: number;
  /** Fractional column and row of the grid at which the centre of the slice's first pixel lies. */
  readonly shift: readonly [number, number];
}

/** A slice of the grid: `(1 - weight) * lower + weight * upper`, each a place in `sources`; the same one where none is needed. */
export interface Blend {
  readonly lower: number;
  readonly upper: number;
  readonly weight: number;
}

export interface Regularised {
  readonly geometry: VolumeGeometry;
  /** By position along the normal. */
  readonly sources: readonly Source[];
  /** One per slice of the grid, in its order. */
  readonly blends: readonly Blend[];
  /** One sentence for the record. */
  readonly statement: string;
  /** What makes its volumes less exact, besides having been computed. */
  readonly problems: readonly GeometryProblem[];
}
export type Refusal = { readonly reason: string };

/**
 * A grid of the slices' own orientation and pixels, evenly spaced from the first slice to the last. The step is the lower quartile of the
 * distances between slices (that is the usual one where some slices are missing, and the finer one where there are two), adjusted to divide
 * the extent. The matrix grows so that no slice is cut. The result doesn't depend on the order of `input`.
 * @param input the slices of one volume, at least one
 */
export function regularise(input: readonly SliceToJudge[]): Regularised | Refusal {
  const stack = stackOf(input);
  return 'refusals' in stack ? { reason: stack.refusals[0]!.message } : regulariseStack(stack, input);
}

/** As `regularise`, for slices that are known to be a stack. */
export function regulariseStack(
  { reference, normal, kept }: Stack,
  input: readonly SliceToJudge[],
): Regularised | Refusal {
  const first = kept[0]!;
  const steps = stepsOf(kept);
  const wide = steps.findIndex((step) => step > MAX_BRIDGED_MM + POSITION_TOLERANCE_MM);
  if (wide >= 0) {
    const between = `between ${at(kept[wide]!)} and ${at(kept[wide + 1]!)}`;
    return { reason: `The gap of ${mm(steps[wide]!)} mm ${between} is wider than ${MAX_BRIDGED_MM} mm.` };
  }
  const offsets = kept.map(({ offsetMm }) => offsetMm - first.offsetMm);
  const extentMm = offsets.at(-1)!;
  const usualMm = [...steps].sort((a, b) => a - b)[Math.floor((steps.length - 1) / 4)]!;
  const count = Math.max(2, Math.round(extentMm / usualMm) + 1);
  const stepMm = extentMm / (count - 1);

  const drift = measureDrift(kept, normal);
  const straight = drift.shifted.length === 0;
  const [rowSpacing, columnSpacing] = reference.spacing;
  const shifts = drift.sidewaysMm.map((offset): readonly [number, number] =>
    straight ? [0, 0] : [whole(dot(offset, reference.i) / columnSpacing), whole(dot(offset, reference.j) / rowSpacing)],
  );
  const columns = grown(shifts.map(([column]) => column));
  const rows = grown(shifts.map(([, row]) => row));
  const dims = [reference.columns + columns.added, reference.rows + rows.added, count] as const;
  const before = [reference.columns, reference.rows, kept.length];
  if (dims.some((size, axis) => size > before[axis]! * MAX_GROWTH)) {
    return { reason: 'The slices lie too far apart, or too unevenly, for one grid that holds them all.' };
  }
  return {
    geometry: {
      dims,
      spacingMm: [columnSpacing, rowSpacing, stepMm],
      originMm: add(
        first.positionMm,
        add(scale(reference.i, columns.start * columnSpacing), scale(reference.j, rows.start * rowSpacing)),
      ),
      direction: { i: reference.i, j: reference.j, k: normal },
    },
    sources: kept.map((slice, k) => ({
      at: slice.at,
      shift: [shifts[k]![0] - columns.start, shifts[k]![1] - rows.start],
    })),
    blends: blendsAt(offsets, count, stepMm),
    statement: `Computed from slices ${traitsOf(kept, steps, drift).join(' and ')} onto a regular grid (linear interpolation).`,
    problems: findCoarse(
      kept.map((slice) => input[slice.at]!),
      median(steps),
    ),
  };
}

function whole(shift: number): number {
  const near = Math.round(shift);
  return Math.abs(shift - near) <= WHOLE_PIXEL ? near : shift;
}

/** First column (or row) of the grid against that of the first slice, and how many it has more. */
function grown(shifts: readonly number[]): { start: number; added: number } {
  const start = Math.floor(smallest(shifts));
  return { start, added: Math.ceil(largest(shifts)) - start };
}

function blendsAt(offsets: readonly number[], count: number, stepMm: number): Blend[] {
  let lower = 0;
  return Array.from({ length: count }, (_, k) => {
    const wantedMm = k * stepMm;
    while (lower < offsets.length - 2 && offsets[lower + 1]! <= wantedMm) lower++;
    const [beforeMm, afterMm] = [wantedMm - offsets[lower]!, offsets[lower + 1]! - wantedMm];
    if (beforeMm <= POSITION_TOLERANCE_MM) return { lower, upper: lower, weight: 0 };
    if (afterMm <= POSITION_TOLERANCE_MM) return { lower: lower + 1, upper: lower + 1, weight: 0 };
    return { lower, upper: lower + 1, weight: beforeMm / (beforeMm + afterMm) };
  });
}

function traitsOf(kept: Stack['kept'], steps: readonly number[], drift: ReturnType<typeof measureDrift>): string[] {
  const meanMm = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const { missing, refusals } = findUnevenSteps(kept, meanMm);
  const traits: string[] = [];
  if (drift.tiltDegrees !== null) traits.push(`tilted by ${drift.tiltDegrees.toFixed(1)} degrees`);
  else if (drift.shifted.length > 0) traits.push('shifted sideways');
  if (missing > 0) traits.push(`of which ${missing} ${missing === 1 ? 'is' : 'are'} missing`);
  if (refusals.some(({ code }) => code === 'irregular_spacing')) {
    traits.push(`${mm(smallest(steps))} to ${mm(largest(steps))} mm apart`);
  }
  return traits.length > 0 ? traits : [`${mm(meanMm)} mm apart`];
}

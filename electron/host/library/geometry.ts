/**
 * Judges whether the slices of a series make one regular volume, from their positions and orientations alone (PS3.3 C.7.6.2.1.1): never
 * from slice thickness, instance numbers or file order, which lie.
 */
import type { GeometryProblem, GeometryProblemCode, Series } from '../../core/contract/library.ts';
import {
  cross,
  dot,
  length,
  normalize,
  scale,
  subtract,
  type Vec3,
  type VolumeGeometry,
} from '../../core/domain/geometry.ts';
import type { SliceGeometry } from '../dicom/readTypes.ts';

export interface SliceToJudge {
  /** File name, by which problems name it. */
  readonly name: string;
  readonly slice: SliceGeometry;
  /** Equal for slices whose pixels give the same HU. */
  readonly contentKey: string;
  /** HU per stored unit. */
  readonly slope: number;
}

export interface Judgement {
  /** null when refused. */
  readonly geometry: VolumeGeometry | null;
  readonly status: Series['geometryStatus'];
  readonly problems: readonly GeometryProblem[];
  /** Places in the input of the slices of the volume, in volume order; empty when refused. */
  readonly order: readonly number[];
}

/** Cosines are written with about six digits; 0.001 is 0.06 degrees. */
const COSINE_TOLERANCE = 1e-3;
const SPACING_TOLERANCE = 1e-3;
/** Positions are written with few digits: deviations up to this are no deviation. */
const POSITION_TOLERANCE_MM = 0.01;
const POSITION_TOLERANCE = 0.01;
/** More than this share of the slice distance is no jitter: the volume would be wrong. */
const IRREGULAR = 0.1;
/** Volumes of lesions and liver are biased beyond it. */
const THICK_SLICES_MM = 5;
const COARSE_SLOPE_HU = 4;
const NAMED_SLICES = 6;

interface Placed {
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

const problem = (code: GeometryProblemCode, message: string): GeometryProblem => ({ code, message });
const refused = (problems: readonly GeometryProblem[]): Judgement => ({
  geometry: null,
  status: 'refused',
  problems,
  order: [],
});

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_SLICES).join(', ');
  return names.length > NAMED_SLICES ? `${shown} and ${names.length - NAMED_SLICES} more` : shown;
}
const mm = (value: number): string => String(Number(value.toFixed(3)));
const at = (slice: Placed): string => `${slice.name} (at ${mm(slice.offsetMm)} mm)`;
const slices = (count: number): string => (count === 1 ? '1 slice' : `${count} slices`);

/** The value most slices have; of equally frequent ones the smallest key, so that file order never decides. */
function mostCommon(placed: readonly Placed[], keyOf: (slice: Placed) => string): string {
  const counts = new Map<string, number>();
  for (const slice of placed) counts.set(keyOf(slice), (counts.get(keyOf(slice)) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]![0];
}

/** Unit and orthogonal cosines; null when they are too far from it to mean anything. */
function orthonormal(row: Vec3, column: Vec3): { i: Vec3; j: Vec3 } | null {
  if (Math.abs(length(row) - 1) > 0.01 || Math.abs(length(column) - 1) > 0.01) return null;
  const i = normalize(row);
  const skew = dot(i, column);
  if (Math.abs(skew) > 0.01) return null;
  return { i, j: normalize(subtract(column, scale(i, skew))) };
}

function place(input: readonly SliceToJudge[]): { placed: Placed[]; problems: GeometryProblem[] } {
  const placed: Placed[] = [];
  const missing = { position: [] as string[], orientation: [] as string[], spacing: [] as string[] };
  input.forEach(({ name, slice, contentKey }, index) => {
    const { positionMm, rowCosines, columnCosines, pixelSpacingMm: spacing, rows, columns } = slice;
    const axes = rowCosines && columnCosines && orthonormal(rowCosines, columnCosines);
    if (!positionMm) missing.position.push(name);
    if (!axes) missing.orientation.push(name);
    if (!spacing) missing.spacing.push(name);
    if (positionMm && axes && spacing) {
      placed.push({ at: index, name, contentKey, rows, columns, positionMm, ...axes, spacing, offsetMm: 0 });
    }
  });
  const problems: GeometryProblem[] = [];
  const add = (code: GeometryProblemCode, names: readonly string[], what: string): void => {
    if (names.length > 0) problems.push(problem(code, `${slices(names.length)} without ${what}: ${listed(names)}.`));
  };
  add('missing_position', missing.position, 'Image Position (Patient)');
  add('missing_orientation', missing.orientation, 'a valid Image Orientation (Patient)');
  add('mixed_spacing', missing.spacing, 'Pixel Spacing');
  return { placed, problems };
}

/** Slices that differ from the most of them in size, pixel spacing or orientation. */
function findMixed(placed: readonly Placed[], reference: Placed): GeometryProblem[] {
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

/** Slices with the mean look of the series; the one with the smallest key, whatever the order of the files. */
function referenceOf(placed: readonly Placed[]): Placed {
  const keyOf = ({ rows, columns, spacing, i, j }: Placed): string =>
    [rows, columns, ...spacing, ...i, ...j].map((value) => value.toFixed(4)).join(' ');
  const common = mostCommon(placed, keyOf);
  const exact = ({ i, j, spacing }: Placed): string => [...i, ...j, ...spacing].join(' ');
  return placed.filter((slice) => keyOf(slice) === common).sort((a, b) => (exact(a) < exact(b) ? -1 : 1))[0]!;
}

/** One slice per position: copies with identical pixels are dropped, different ones at one place are refused. */
function withoutDuplicates(sorted: readonly Placed[]): { kept: Placed[]; dropped: Placed[]; clashing: Placed[] } {
  const kept: Placed[] = [];
  const dropped: Placed[] = [];
  const clashing: Placed[] = [];
  for (const slice of sorted) {
    const before = kept.at(-1);
    if (!before || length(subtract(slice.positionMm, before.positionMm)) > POSITION_TOLERANCE_MM) kept.push(slice);
    else if (slice.contentKey === before.contentKey) dropped.push(slice);
    else clashing.push(before, slice);
  }
  return { kept, dropped, clashing: [...new Set(clashing)] };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Gaps, irregular steps and jitter along the normal. */
function findUnevenSteps(
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
function findDrift(kept: readonly Placed[], normal: Vec3): GeometryProblem[] {
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

function findCoarse(input: readonly SliceToJudge[], stepMm: number): GeometryProblem[] {
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
  return problems;
}

/**
 * Orders slices by position along row x column and says whether they make a regular volume. Spacing along the slices is the mean over the
 * extent. The result doesn't depend on the order of `input`.
 * @param input the slices of one series, at least one
 */
export function judgeGeometry(input: readonly SliceToJudge[]): Judgement {
  const { placed, problems: absent } = place(input);
  if (absent.length > 0) return refused(absent);
  const reference = referenceOf(placed);
  const mixed = findMixed(placed, reference);
  if (mixed.length > 0) return refused(mixed);

  const normal = cross(reference.i, reference.j);
  const sorted = placed
    .map((slice) => ({ ...slice, offsetMm: dot(slice.positionMm, normal) }))
    .sort((a, b) => a.offsetMm - b.offsetMm || (a.name < b.name ? -1 : 1));
  const { kept, dropped, clashing } = withoutDuplicates(sorted);
  if (clashing.length > 0) {
    return refused([
      problem('duplicate_position', `Several different slices are at the same position: ${listed(clashing.map(at))}.`),
    ]);
  }
  const [first, last] = [kept[0]!, kept.at(-1)!];
  if (kept.length < 2)
    return refused([problem('single_slice', `A volume needs several slices; there is only ${at(first)}.`)]);

  const stepMm = (last.offsetMm - first.offsetMm) / (kept.length - 1);
  const { refusals, warnings } = findUnevenSteps(kept, stepMm);
  const drift = findDrift(kept, normal);
  if (refusals.length + drift.length > 0) return refused([...refusals, ...drift]);
  if (dropped.length > 0) {
    warnings.push(
      problem(
        'duplicate_position',
        `${slices(dropped.length)} with the same position and pixels as another left out: ${listed(dropped.map(at))}.`,
      ),
    );
  }
  warnings.push(...findCoarse(input, stepMm));
  return {
    geometry: {
      dims: [reference.columns, reference.rows, kept.length],
      spacingMm: [reference.spacing[1], reference.spacing[0], stepMm],
      originMm: first.positionMm,
      direction: { i: reference.i, j: reference.j, k: normal },
    },
    status: warnings.length > 0 ? 'warning' : 'regular',
    problems: warnings,
    order: kept.map((slice) => slice.at),
  };
}

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
import {
  at,
  findCoarse,
  findDrift,
  findMixed,
  findUnevenSteps,
  listed,
  POSITION_TOLERANCE_MM,
  problem,
  slices,
  type Placed,
} from './geometryChecks.ts';

export interface SliceToJudge {
  /** File name, by which problems name it. */
  readonly name: string;
  readonly slice: SliceGeometry;
  /** Equal for slices whose pixels give the same HU. */
  readonly contentKey: string;
  /** HU per stored unit. */
  readonly slope: number;
  /** Whether values may differ from those that were measured. */
  readonly lossy: boolean;
}

export interface Judgement {
  /** null when refused. */
  readonly geometry: VolumeGeometry | null;
  readonly status: Series['geometryStatus'];
  readonly problems: readonly GeometryProblem[];
  /** Places in the input of the slices of the volume, in volume order; empty when refused. */
  readonly order: readonly number[];
}

const refused = (problems: readonly GeometryProblem[]): Judgement => ({
  geometry: null,
  status: 'refused',
  problems,
  order: [],
});

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

/** One of the slices that look like most of the series; always the same one, whatever the order of the files. */
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
    const near = (distance: number): boolean => distance <= POSITION_TOLERANCE_MM;
    if (!before || !near(slice.offsetMm - before.offsetMm)) kept.push(slice);
    else if (slice.contentKey === before.contentKey && near(length(subtract(slice.positionMm, before.positionMm)))) {
      dropped.push(slice);
    } else clashing.push(before, slice);
  }
  return { kept, dropped, clashing: [...new Set(clashing)] };
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

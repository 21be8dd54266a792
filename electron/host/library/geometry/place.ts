/** Where slices lie in the patient, and the stack that they make along their common normal. */
import type { GeometryProblem, GeometryProblemCode } from '../../../core/contract/library.ts';
import { cross, dot, length, normalize, scale, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import { findMixed, findMixedFrames } from './mixed.ts';
import type { Placed, SliceToJudge } from './types.ts';
import { at, listed, problem, slices } from './words.ts';

/** Positions are written with few digits: deviations up to this are no deviation. */
export const POSITION_TOLERANCE_MM = 0.01;
/** Cosines further from unit length, or from a right angle, mean nothing. */
const COSINE_ERROR = 0.01;

/** Slices of one plane and size, one per position. */
export interface Stack {
  /** One of those that look like most; always the same one, whatever the order of the files. */
  readonly reference: Placed;
  readonly normal: Vec3;
  /** By position along the normal; at least two. */
  readonly kept: readonly Placed[];
  /** At the place of a kept one, with the same pixels. */
  readonly dropped: readonly Placed[];
}

/** Unit and orthogonal cosines; null when they are too far from it to mean anything. */
function orthonormal(row: Vec3, column: Vec3): { i: Vec3; j: Vec3 } | null {
  if (!(Math.abs(length(row) - 1) <= COSINE_ERROR && Math.abs(length(column) - 1) <= COSINE_ERROR)) return null;
  const i = normalize(row);
  const skew = dot(i, column);
  if (Math.abs(skew) > COSINE_ERROR) return null;
  return { i, j: normalize(subtract(column, scale(i, skew))) };
}

/** @returns null when the slice has no place; its `offsetMm` is 0 */
export function placeSlice({ name, slice, contentKey }: SliceToJudge, index: number): Placed | null {
  const { positionMm, rowCosines, columnCosines, pixelSpacingMm: spacing, rows, columns } = slice;
  const axes = rowCosines && columnCosines && orthonormal(rowCosines, columnCosines);
  if (!positionMm || !axes || !spacing) return null;
  return { at: index, name, contentKey, rows, columns, positionMm, ...axes, spacing, offsetMm: 0 };
}

function findUnplaced(input: readonly SliceToJudge[]): GeometryProblem[] {
  const without = (
    code: GeometryProblemCode,
    what: string,
    lacks: (slice: SliceToJudge['slice']) => boolean,
  ): GeometryProblem[] => {
    const names = input.filter(({ slice }) => lacks(slice)).map(({ name }) => name);
    return names.length > 0 ? [problem(code, `${slices(names.length)} without ${what}: ${listed(names.sort())}.`)] : [];
  };
  return [
    ...without('missing_position', 'Image Position (Patient)', ({ positionMm }) => !positionMm),
    ...without(
      'missing_orientation',
      'a valid Image Orientation (Patient)',
      ({ rowCosines, columnCosines }) => !rowCosines || !columnCosines || !orthonormal(rowCosines, columnCosines),
    ),
    ...without('mixed_spacing', 'Pixel Spacing', ({ pixelSpacingMm }) => !pixelSpacingMm),
  ];
}

/** The value most slices have; of equally frequent ones the smallest key, so that file order never decides. */
function mostCommon(keys: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]![0];
}

function referenceOf(placed: readonly Placed[]): Placed {
  // As whole numbers, because -0.00001 and 0.00001 are the same cosine.
  const keys = placed.map(({ rows, columns, spacing, i, j }) =>
    [rows, columns, ...spacing, ...i, ...j].map((value) => Math.round(value * 1e4)).join(' '),
  );
  const common = mostCommon(keys);
  const exact = ({ i, j, spacing }: Placed): string => [...i, ...j, ...spacing].join(' ');
  return placed
    .filter((_, at) => keys[at] === common)
    .map((slice) => ({ slice, key: exact(slice) }))
    .reduce((least, each) => (each.key < least.key ? each : least)).slice;
}

/** One slice per position: copies with identical pixels are dropped, different ones at one place clash. */
function withoutDuplicates(sorted: readonly Placed[]): { kept: Placed[]; dropped: Placed[]; clashing: Placed[] } {
  const kept: Placed[] = [];
  const dropped: Placed[] = [];
  const clashing = new Set<Placed>();
  const near = (distance: number): boolean => distance <= POSITION_TOLERANCE_MM;
  for (const slice of sorted) {
    const before = kept.at(-1);
    if (!before || !near(slice.offsetMm - before.offsetMm)) kept.push(slice);
    else if (slice.contentKey === before.contentKey && near(length(subtract(slice.positionMm, before.positionMm)))) {
      dropped.push(slice);
    } else clashing.add(before).add(slice);
  }
  return { kept, dropped, clashing: [...clashing] };
}

/** @returns what keeps the slices from being a stack, instead, when something does */
export function stackOf(input: readonly SliceToJudge[]): Stack | { readonly refusals: readonly GeometryProblem[] } {
  const refusals = [...findMixedFrames(input), ...findUnplaced(input)];
  if (refusals.length > 0) return { refusals };
  const placed = input.flatMap((slice, index) => placeSlice(slice, index) ?? []);
  const reference = referenceOf(placed);
  const mixed = findMixed(placed, reference);
  if (mixed.length > 0) return { refusals: mixed };

  const normal = cross(reference.i, reference.j);
  const sorted = placed
    .map((slice) => ({ ...slice, offsetMm: dot(slice.positionMm, normal) }))
    .sort((a, b) => a.offsetMm - b.offsetMm || (a.name < b.name ? -1 : 1));
  const { kept, dropped, clashing } = withoutDuplicates(sorted);
  if (clashing.length > 0) {
    const text = `Several different slices are at the same position: ${listed(clashing.map(at))}.`;
    return { refusals: [problem('duplicate_position', text)] };
  }
  if (kept.length < 2) {
    const text = `A volume needs several slices; there is only ${at(kept[0]!)}.`;
    return { refusals: [problem('single_slice', text)] };
  }
  return { reference, normal, kept, dropped };
}

/** Slices that differ from the rest in what all slices of one volume share. */
import type { GeometryProblem, GeometryProblemCode } from '../../../core/contract/library.ts';
import { length, subtract, type Vec3 } from '../../../core/domain/geometry.ts';
import type { Placed, SliceToJudge } from './types.ts';
import { listed, problem, slices } from './words.ts';

/** Cosines are written with about six digits; 0.001 is 0.06 degrees. */
const COSINE_TOLERANCE = 1e-3;
const SPACING_TOLERANCE = 1e-3;

type Shape = Pick<Placed, 'rows' | 'columns' | 'spacing' | 'i' | 'j'>;

export const sameMatrix = (a: Shape, b: Shape): boolean => a.rows === b.rows && a.columns === b.columns;
export const sameSpacing = (a: Shape, b: Shape): boolean =>
  a.spacing.every((value, axis) => Math.abs(value / b.spacing[axis]! - 1) <= SPACING_TOLERANCE);
export function sameOrientation(a: Shape, b: Shape): boolean {
  const near = (u: Vec3, v: Vec3): boolean => length(subtract(u, v)) <= COSINE_TOLERANCE;
  return near(a.i, b.i) && near(a.j, b.j);
}

/** Positions in two frames of reference can't be compared (PS3.3 C.7.4.1.1.1). A blank UID says nothing. */
export function findMixedFrames(input: readonly SliceToJudge[]): GeometryProblem[] {
  const byFrame = Map.groupBy(
    input.filter(({ frameOfReferenceUid }) => frameOfReferenceUid !== ''),
    ({ frameOfReferenceUid }) => frameOfReferenceUid,
  );
  if (byFrame.size < 2) return [];
  const [, ...others] = [...byFrame].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1));
  const names = others.flatMap(([, each]) => each.map(({ name }) => name)).sort();
  const text = `${slices(names.length)} in another frame of reference than the rest, so that their positions can't be compared: ${listed(names)}.`;
  return [problem('mixed_frame_of_reference', text)];
}

/** Slices that differ from `reference` in size, pixel spacing or orientation. */
export function findMixed(placed: readonly Placed[], reference: Placed): GeometryProblem[] {
  const differing = (
    code: GeometryProblemCode,
    what: string,
    same: (a: Shape, b: Shape) => boolean,
  ): GeometryProblem[] => {
    const others = placed.filter((slice) => !same(slice, reference)).map(({ name }) => name);
    if (others.length === 0) return [];
    return [problem(code, `${slices(others.length)} with another ${what} than the rest: ${listed(others.sort())}.`)];
  };
  return [
    ...differing('mixed_matrix', 'number of rows or columns', sameMatrix),
    ...differing('mixed_spacing', 'pixel spacing', sameSpacing),
    ...differing('mixed_orientation', 'orientation', sameOrientation),
  ];
}

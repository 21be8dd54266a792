/** The little linear algebra the kernels need. */
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { cross, length, normalize, scale, subtract, dot } from '../../electron/core/domain/geometry.ts';

/** Solves a dense square system by Gauss elimination with row pivoting; destroys its input. null: singular. */
export function solve(matrix: Float64Array[], right: Float64Array): Float64Array | null {
  const size = right.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[pivot]![column]!)) pivot = row;
    }
    const pivotRow = matrix[pivot]!;
    if (!(Math.abs(pivotRow[column]!) > 1e-12)) return null;
    matrix[pivot] = matrix[column]!;
    matrix[column] = pivotRow;
    [right[pivot], right[column]] = [right[column]!, right[pivot]!];
    for (let row = column + 1; row < size; row++) {
      const target = matrix[row]!;
      const factor = target[column]! / pivotRow[column]!;
      if (factor === 0) continue;
      for (let n = column; n < size; n++) target[n]! -= factor * pivotRow[n]!;
      right[row]! -= factor * right[column]!;
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    const source = matrix[row]!;
    for (let n = row + 1; n < size; n++) right[row]! -= source[n]! * right[n]!;
    right[row]! /= source[row]!;
  }
  return right;
}

/** Three orthogonal unit vectors along which the offsets spread most, next and least. */
export function principalAxes(offsets: readonly Vec3[]): [Vec3, Vec3, Vec3] {
  const first = widest(offsets);
  const rest = offsets.map((offset) => subtract(offset, scale(first, dot(offset, first))));
  const second = perpendicularTo(first, widest(rest));
  return [first, second, normalize(cross(first, second))];
}

/** Dominant eigenvector of the scatter matrix, by squaring it: a fixed number of steps, no tuning. */
function widest(offsets: readonly Vec3[]): Vec3 {
  let m = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const offset of offsets) {
    m = m.map((value, n) => value + offset[Math.floor(n / 3) as 0 | 1 | 2] * offset[(n % 3) as 0 | 1 | 2]);
  }
  for (let step = 0; step < 40; step++) {
    const size = Math.max(...m.map(Math.abs));
    if (!(size > 0)) return [1, 0, 0];
    const s = m.map((value) => value / size);
    m = s.map((_, n) => {
      const [row, column] = [Math.floor(n / 3), n % 3];
      return s[row * 3]! * s[column]! + s[row * 3 + 1]! * s[3 + column]! + s[row * 3 + 2]! * s[6 + column]!;
    });
  }
  const columns: Vec3[] = [0, 1, 2].map((column) => [m[column]!, m[3 + column]!, m[6 + column]!]);
  return normalize(columns.reduce((best, column) => (length(column) > length(best) ? column : best)));
}

/** `vector` made exactly perpendicular to `axis`; any perpendicular when it has no such part. */
function perpendicularTo(axis: Vec3, vector: Vec3): Vec3 {
  const part = subtract(vector, scale(axis, dot(vector, axis)));
  if (length(part) > 1e-6) return normalize(part);
  const helper: Vec3 = Math.abs(axis[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  return normalize(cross(axis, helper));
}

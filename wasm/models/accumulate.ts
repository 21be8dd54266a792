/** Weighted means of overlapping patches, kept only for the planes that a patch can still reach. */
import type { ModelGrid } from './grid.ts';

type Dims = readonly [number, number, number];

/** Scores x rows x columns of one plane. */
export type Plane = Float32Array;

export interface Accumulator {
  /** Adds the scores (scores x voxels of the patch) of the patch at `start`. Along the first axis starts never go back. */
  add(start: Dims, scores: Float32Array): void;
  /** The mean of plane `index`, whose place is free for a later one afterwards. Each plane is taken once, in order. */
  take(index: number, target: Plane): void;
}

/** Floats that an accumulator holds. */
export const accumulatorLength = (grid: ModelGrid, patch: Dims, scoreCount: number): number =>
  Math.min(patch[0], grid[0].size) * (scoreCount + 1) * grid[1].size * grid[2].size;

export function createAccumulator(
  grid: ModelGrid,
  patch: Dims,
  scoreCount: number,
  weights: readonly [Float64Array, Float64Array, Float64Array],
): Accumulator {
  const [depth, rows, columns] = [grid[0].size, grid[1].size, grid[2].size];
  const kept = Math.min(patch[0], depth);
  const planeSize = rows * columns;
  const voxels = patch[0] * patch[1] * patch[2];
  const sums = Array.from({ length: kept }, () => new Float32Array(scoreCount * planeSize));
  const totals = Array.from({ length: kept }, () => new Float32Array(planeSize));

  function addRow(plane: number, row: number, start: number, from: number, weight: number, scores: Float32Array): void {
    const sum = sums[plane % kept]!;
    const total = totals[plane % kept]!;
    const end = Math.min(patch[2], columns - start);
    for (let c = Math.max(0, -start); c < end; c++) {
      const share = weight * weights[2][c]!;
      const at = row * columns + start + c;
      total[at]! += share;
      for (let score = 0; score < scoreCount; score++)
        sum[score * planeSize + at]! += share * scores[score * voxels + from + c]!;
    }
  }

  return {
    add(start, scores) {
      for (let a = 0; a < patch[0]; a++) {
        const plane = start[0] + a;
        if (plane < 0 || plane >= depth) continue;
        for (let b = 0; b < patch[1]; b++) {
          const row = start[1] + b;
          if (row < 0 || row >= rows) continue;
          const from = (a * patch[1] + b) * patch[2];
          addRow(plane, row, start[2], from, weights[0][a]! * weights[1][b]!, scores);
        }
      }
    },
    take(index, target) {
      const sum = sums[index % kept]!;
      const total = totals[index % kept]!;
      for (let score = 0; score < scoreCount; score++) {
        const first = score * planeSize;
        for (let at = 0; at < planeSize; at++) target[first + at] = sum[first + at]! / total[at]!;
      }
      sum.fill(0);
      total.fill(0);
    },
  };
}

/** Scores of the network's planes as segments on the voxels of the series. */
import { knownSegments, modelSegments, type ModelDescription } from '../../electron/core/domain/modelDescription.ts';
import type { Plane } from './accumulate.ts';
import { tapsIntoModel, type ModelGrid, type Taps } from './grid.ts';

/** The value of a segment in what a model finds: its place in `modelSegments`, from 1; 0 is none. */
export const foundValue = (segment: (typeof modelSegments)[number]): number => modelSegments.indexOf(segment) + 1;

/** The segment's value for the scores of one voxel. */
type Decision = (scores: Float64Array) => number;

function decisionOf(description: ModelDescription): Decision {
  const values = knownSegments(description).map(foundValue);
  if (description.decision.kind === 'argmax') {
    return (scores) => {
      let best = 0;
      for (let score = 1; score < scores.length; score++) if (scores[score]! > scores[best]!) best = score;
      return best === 0 ? 0 : values[best - 1]!;
    };
  }
  const { above } = description.decision;
  return (scores) => {
    for (let score = scores.length - 1; score >= 0; score--) if (scores[score]! > above) return values[score]!;
    return 0;
  };
}

export interface Decider {
  /** Decides the voxels of the series between the plane before and this one; planes come in order. */
  next(index: number, before: Plane, plane: Plane): void;
}

/** Indices of the series along the first axis, by the later of the two planes between which they lie. */
function indicesByPlane({ upper, lower, share }: Taps, planes: number): number[][] {
  const byPlane = Array.from({ length: planes }, (): number[] => []);
  for (let at = 0; at < upper.length; at++) byPlane[share[at]! > 0 ? upper[at]! : lower[at]!]!.push(at);
  return byPlane;
}

/**
 * The scores are interpolated linearly and decided on the series' own voxels, which is smoother than labels taken from the nearest voxel; only
 * two planes of them are ever needed.
 * @param found one byte a voxel of the series, in memory order; written once in every voxel
 */
export function createDecider(
  grid: ModelGrid,
  description: ModelDescription,
  scoreCount: number,
  found: Uint8Array,
): Decider {
  const [first, second, third] = grid;
  const taps = [tapsIntoModel(first), tapsIntoModel(second), tapsIntoModel(third)] as const;
  const byPlane = indicesByPlane(taps[0], first.size);
  const columns = third.size;
  const planeSize = second.size * columns;
  const decide = decisionOf(description);
  const scores = new Float64Array(scoreCount);
  /** Scores along one row of the series, still in the columns of the network. */
  const rowScores = new Float64Array(scoreCount * columns);

  function fillRow(sliceIndex: number, row: number, before: Plane, plane: Plane): void {
    const [upper, lower] = [taps[1].lower[row]! * columns, taps[1].upper[row]! * columns];
    const [between, down] = [taps[0].share[sliceIndex]!, taps[1].share[row]!];
    // A share of 0 leaves out the neighbour, which may be no plane yet.
    const [from, to] = between === 0 ? [plane, plane] : [before, plane];
    for (let at = 0; at < rowScores.length; at++) {
      const base = Math.floor(at / columns) * planeSize + (at % columns);
      const above = from[base + upper]! + (to[base + upper]! - from[base + upper]!) * between;
      const below = from[base + lower]! + (to[base + lower]! - from[base + lower]!) * between;
      rowScores[at] = above + (below - above) * down;
    }
  }

  function decideSlice(sliceIndex: number, before: Plane, plane: Plane): void {
    for (let row = 0; row < second.sourceSize; row++) {
      fillRow(sliceIndex, row, before, plane);
      const offset = sliceIndex * first.sourceStride + row * second.sourceStride;
      for (let column = 0; column < third.sourceSize; column++) {
        const [left, right] = [taps[2].lower[column]!, taps[2].upper[column]!];
        const along = taps[2].share[column]!;
        for (let score = 0; score < scoreCount; score++) {
          const value = rowScores[score * columns + left]!;
          scores[score] = value + (rowScores[score * columns + right]! - value) * along;
        }
        found[offset + column * third.sourceStride] = decide(scores);
      }
    }
  }

  return {
    next(index, before, plane) {
      for (const sliceIndex of byPlane[index]!) decideSlice(sliceIndex, before, plane);
    },
  };
}

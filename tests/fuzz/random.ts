/** Choices that depend on a seed alone. */
import { uniform } from '../../electron/host/sample/phantom/random.ts';

export interface Random {
  /** Uniform whole number in [0, below); 0 when nothing is below. */
  below(below: number): number;
  /** True so often of 1. */
  chance(share: number): boolean;
  pick<T>(values: readonly T[]): T;
}

/** The same for the same run and case, whatever came before. */
export function randomFor(runSeed: number, caseNumber: number): Random {
  const next = uniform((Math.imul(runSeed, 0x9e3779b1) ^ Math.imul(caseNumber + 1, 0x85ebca6b)) >>> 0);
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, chance: (share) => next() < share, pick: (values) => values[below(values.length)]! };
}

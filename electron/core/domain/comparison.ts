/** How a protocol compares a value with a threshold: inclusive and strict are different words, never a matter of taste. */
export const comparisons = ['at_least', 'more_than', 'less_than', 'at_most'] as const;
export type Comparison = (typeof comparisons)[number];

/** A comparison with its threshold. */
export interface Limit {
  readonly comparison: Comparison;
  readonly threshold: number;
}

/** Whether the unrounded value satisfies the limit. */
export function satisfies(value: number, { comparison, threshold }: Limit): boolean {
  switch (comparison) {
    case 'at_least':
      return value >= threshold;
    case 'more_than':
      return value > threshold;
    case 'less_than':
      return value < threshold;
    case 'at_most':
      return value <= threshold;
  }
}

/** Of lists that may be longer than a call may have arguments; not empty. */
export const smallest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
export const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

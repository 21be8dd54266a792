/** Axes of a chart. Pure. */

const STEPS = [1, 2, 2.5, 5, 10];
const WANTED = 5;

/** Round numbers that begin at or below the smallest value and end at or above the largest: at least two, some five. */
export function ticksBetween(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  // One value alone gets an axis of its own size around it.
  const span = high > low ? high - low : Math.max(Math.abs(low) * 0.1, 1);
  const power = 10 ** Math.floor(Math.log10(span / WANTED));
  const step = power * STEPS.find((each) => each * power * WANTED >= span)!;
  const first = Math.floor((high > low ? low : low - span / 2) / step);
  const last = Math.max(first + 1, Math.ceil((high > low ? high : high + span / 2) / step));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toFixed(decimals)));
}

/** Where a value lies between two ends of the picture, by an axis' ticks. */
export function place(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Heights of labels, moved apart so that they can be read, around where they belong. @param heights ascending */
export function apart(heights: readonly number[], gap: number): number[] {
  const moved: number[] = [];
  for (const height of heights) moved.push(Math.max(height, (moved.at(-1) ?? -Infinity) + gap));
  const shift = moved.reduce((sum, height, at) => sum + height - heights[at]!, 0) / Math.max(1, moved.length);
  return moved.map((height) => height - shift);
}

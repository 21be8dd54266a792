/** Axes of the time line: whole days across, round numbers up. */
import { dateOfDay, dayNumber } from './dates.ts';

/** A stretch without anything in it is drawn no longer than this, with a break in the axis, so that a late CT doesn't press all others together. */
const LONGEST_GAP_DAYS = 56;
/** Free days at both ends, so that no mark lies on the frame. */
const MARGIN_DAYS = 3;

export interface DayScale {
  readonly x: (date: string) => number;
  /** Where the axis leaves out days. */
  readonly breaks: readonly number[];
}

/**
 * Places dates from left to right, in proportion to their days but for breaks.
 * @param dates of everything that is drawn, at least one.
 */
export function dayScale(dates: readonly string[], fromPx: number, toPx: number): DayScale {
  const days = [...new Set(dates.map(dayNumber))].toSorted((a, b) => a - b);
  const place = new Map<number, number>();
  const broken: number[] = [];
  let at = MARGIN_DAYS;
  days.forEach((day, index) => {
    const gap = index === 0 ? 0 : day - days[index - 1]!;
    if (gap > LONGEST_GAP_DAYS) broken.push(at + LONGEST_GAP_DAYS / 2);
    at += Math.min(gap, LONGEST_GAP_DAYS);
    place.set(day, at);
  });
  const perDay = (toPx - fromPx) / (at + MARGIN_DAYS);
  return {
    x: (date) => fromPx + (place.get(dayNumber(date)) ?? 0) * perDay,
    breaks: broken.map((each) => fromPx + each * perDay),
  };
}

export interface ValueScale {
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Share of a plot above its highest and below a negative lowest value, for what is written there. */
const HEADROOM = 0.16;

/** A scale that holds all values and 0, with ticks at round numbers and room above for a line of text. */
export function valueScale(values: readonly number[], topPx: number, heightPx: number): ValueScale {
  const [lowest, highest] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = highest - lowest || 1;
  const [low, high] = [lowest < 0 ? lowest - span * HEADROOM : 0, highest + span * HEADROOM || 1];
  const rough = (high - low) / Math.max(2, Math.floor(heightPx / 30));
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9))!;
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  const perUnit = heightPx / (high - low);
  return {
    y: (value) => topPx + (high - value) * perUnit,
    ticks: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step),
  };
}

/** Roughly how wide a text is; charts are laid out without a font at hand. */
export const textWidthPx = (text: string, sizePx: number): number => text.length * sizePx * 0.56;

export interface Placed {
  readonly x: number;
  readonly row: number;
}

/**
 * Rows for labels that are centred at x, so that none lies on another: each takes the first row that is free there. Near the ends a label is
 * moved inwards.
 */
export function labelRows(
  labels: readonly { readonly x: number; readonly text: string }[],
  sizePx: number,
  fromPx: number,
  toPx: number,
): Placed[] {
  const ends: number[] = [];
  const placed = new Map<number, Placed>();
  const order = labels.map((_, index) => index).toSorted((a, b) => labels[a]!.x - labels[b]!.x);
  for (const index of order) {
    const { x, text } = labels[index]!;
    const half = textWidthPx(text, sizePx) / 2;
    const centre = Math.min(Math.max(x, fromPx + half), Math.max(toPx - half, fromPx + half));
    const free = ends.findIndex((end) => end + 8 <= centre - half);
    const row = free === -1 ? ends.length : free;
    ends[row] = centre + half;
    placed.set(index, { x: centre, row });
  }
  return labels.map((_, index) => placed.get(index)!);
}

/** Days that are ticked below the chart: those of the events, as far as there is room for them. */
export function dayTicks(
  dates: readonly string[],
  dayZero: string,
  scale: DayScale,
): { readonly x: number; readonly text: string }[] {
  const zero = dayNumber(dayZero);
  const ticks: { x: number; text: string }[] = [];
  const days = [...new Set(dates.map(dayNumber))].toSorted((a, b) => a - b);
  // Day 0 is never the one that is left out.
  for (const day of [zero, ...days.filter((each) => each !== zero)]) {
    if (!days.includes(day)) continue;
    const x = scale.x(dateOfDay(day));
    const text = String(day - zero).replace('-', '−');
    if (ticks.every((tick) => Math.abs(tick.x - x) >= (textWidthPx(tick.text, 11) + textWidthPx(text, 11)) / 2 + 6))
      ticks.push({ x, text });
  }
  return ticks.toSorted((a, b) => a.x - b.x);
}

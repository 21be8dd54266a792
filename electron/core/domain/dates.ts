/** Calendar days without clocks and time zones: a day is its number since 1970-01-01. */
import { DAYS_PER_WEEK } from './units.ts';

const MS_PER_DAY = 86_400_000;

/**
 * @param date `YYYY-MM-DD`
 * @throws RangeError when there is no such day.
 */
export function dayNumber(date: string): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date)
    throw new RangeError(`not a calendar date: ${date}`);
  return ms / MS_PER_DAY;
}

/** The inverse of `dayNumber`. */
export const dateOfDay = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** The day it is on this machine's clock and in its time zone. */
export function localDate(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** Weeks are whole calendar days / 7, unrounded. */
export function weeksOf(days: number): number {
  return days / DAYS_PER_WEEK;
}

/**
 * The item measured nearest to and not after `date`; when all are later, the earliest. Of two on the same day, the later in the list
 * (which was recorded later).
 */
export function nearestNotAfter<T extends { readonly date: string }>(items: readonly T[], date: string): T | undefined {
  const day = dayNumber(date);
  let before: T | undefined;
  let after: T | undefined;
  for (const item of items) {
    const at = dayNumber(item.date);
    if (at <= day) {
      if (!before || at >= dayNumber(before.date)) before = item;
    } else if (!after || at <= dayNumber(after.date)) after = item;
  }
  return before ?? after;
}

/** Calendar days without clocks and time zones: a day is its number since 1970-01-01. */
import { DAYS_PER_WEEK } from './units.ts';

/**
 * The Gregorian calendar as arithmetic, in eras of 400 years that begin on 1 March of year 0 (H. Hinnant, chrono-compatible low-level date
 * algorithms, 2013): a Date for each of thousands of visits would take longer than all the rest of an overview.
 */
const DAYS_PER_ERA = 146_097;
/** From 0000-03-01 to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468;

/**
 * @param date `YYYY-MM-DD`
 * @throws RangeError when there is no such day.
 */
export function dayNumber(date: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const [year, month, day] = [Number(parts?.[1]), Number(parts?.[2]), Number(parts?.[3])];
  const isDay = parts !== null && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDay) throw new RangeError(`not a calendar date: ${date}`);
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The inverse of `dayNumber`, for the years 0 to 9999. */
export function dateOfDay(day: number): string {
  const shifted = day + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1, 2)}`;
}

const digits = (value: number, count: number): string => String(value).padStart(count, '0');

/** The day it is on this machine's clock and in its time zone. */
export function localDate(at: Date): string {
  return `${at.getFullYear()}-${digits(at.getMonth() + 1, 2)}-${digits(at.getDate(), 2)}`;
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

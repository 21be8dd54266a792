/** Dates that move by whole days, and times that stay (PS3.15 E.3.6, modified dates): intervals are kept, days are not. */

const DAY_MS = 86_400_000;

/** YYYYMMDD moved by whole days; '' unless it is a day that exists. */
function shiftDay(day: string, days: number): string {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6, 8)];
  const time = new Date(`${year}-${month}-${date}T00:00:00Z`);
  if (Number.isNaN(time.getTime()) || time.getUTCDate() !== Number(date)) return '';
  const shifted = new Date(time.getTime() + days * DAY_MS);
  return Number.isNaN(shifted.getTime()) || shifted.getUTCFullYear() < 1 || shifted.getUTCFullYear() > 9999
    ? ''
    : shifted.toISOString().slice(0, 10).replaceAll('-', '');
}

/** DA, also with the dots of older files (PS3.5 6.2). @returns '' for what is no date */
export function shiftDate(value: string, days: number): string {
  const match = /^(\d{4})(\.?)(\d{2})\2(\d{2})$/.exec(value);
  return match ? shiftDay(`${match[1]!}${match[3]!}${match[4]!}`, days) : '';
}

/** DT: the day moves, time and offset from UTC stay. @returns '' for what is no date, and for a year or month alone, which can't be moved */
export function shiftDateTime(value: string, days: number): string {
  const match = /^(\d{8})((?:\d{2}){0,3}(?:\.\d{1,6})?(?:[+-]\d{4})?)$/.exec(value);
  const day = match && shiftDay(match[1]!, days);
  return day ? `${day}${match[2]!}` : '';
}

/** TM as it is; '' for what is no time. */
export const keepTime = (value: string): string => (/^\d{2}(:?\d{2}(:?\d{2}(\.\d{1,6})?)?)?$/.test(value) ? value : '');

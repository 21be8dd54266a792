/** Typed values of elements. What is not a value of its kind is absent, never guessed. */
import type { Elements } from './readElements.ts';
import { decodeText } from './readText.ts';

/** Letters, digits, blanks and underscores, as code strings have (PS3.5 6.2), at most 16. */
const cleanCode = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9 _]/g, '')
    .trim()
    .slice(0, 16);

export const code = (elements: Elements, tag: number): string => cleanCode(elements.ascii(tag));
export const codes = (elements: Elements, tag: number): string[] => elements.ascii(tag).split('\\').map(cleanCode);

/** '' unless it is one (PS3.5 section 9). */
export function uid(elements: Elements, tag: number): string {
  const text = elements.ascii(tag);
  return text.length <= 64 && /^\d+(\.\d+)+$/.test(text) ? text : '';
}

export function numbers(elements: Elements | undefined, tag: number, count: number): number[] | null {
  if (!elements?.has(tag)) return null;
  const values = elements.ascii(tag).split('\\');
  if (values.length !== count) return null;
  // No more than a decimal string can hold: Number also knows hexadecimal ones and Infinity.
  const parsed = values.map((value) => (/^\s*[-+.\dEe]+\s*$/.test(value) ? Number(value) : NaN));
  return parsed.every(Number.isFinite) ? parsed : null;
}
export const number = (elements: Elements | undefined, tag: number): number | null =>
  numbers(elements, tag, 1)?.[0] ?? null;

export function integer(elements: Elements | undefined, tag: number): number | null {
  const value = number(elements, tag);
  return Number.isSafeInteger(value) ? value : null;
}

/** DA, or the day of a DT, as `YYYY-MM-DD`; null unless it is a day that exists (PS3.5 6.2). */
export function day(elements: Elements, tag: number): string | null {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(elements.ascii(tag));
  if (!match) return null;
  const text = `${match[1]!}-${match[2]!}-${match[3]!}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** TM, or the time of a DT, in s of its day; null unless it is one (PS3.5 6.2). */
export function secondsOfDay(elements: Elements | undefined, tag: number): number | null {
  const match = /^(?:\d{8}(?=\d{2}))?(\d{2})(?::?(\d{2})(?::?(\d{2}(?:\.\d{0,6})?))?)?(?:[-+]\d{4})?$/.exec(
    elements?.ascii(tag) ?? '',
  );
  if (!match) return null;
  const [hours, minutes, seconds] = [1, 2, 3].map((at) => Number(match[at] ?? 0)) as [number, number, number];
  return hours < 24 && minutes < 60 && seconds < 61 ? hours * 3600 + minutes * 60 + seconds : null;
}

export const text = (elements: Elements, tag: number): string =>
  elements.has(tag) ? decodeText(elements.value(tag), elements.characterSets) : '';

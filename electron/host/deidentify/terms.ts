/** Free text is cleaned by what may stay, not by what must go: only words of CT protocols and the standard's own terms are kept. */
import { z } from 'zod';
import { readTable } from './attributes.ts';

const termsFile = z.strictObject({
  version: z.string(),
  source: z.string(),
  /** That make the number before them harmless. */
  units: z.array(z.string().min(1)),
  /** Whole words, as regular expressions: kernels, vertebrae. */
  patterns: z.array(z.string().min(1)),
  /** Lower case, separated by spaces, by kind. */
  words: z.record(z.string(), z.string()),
});

interface Terms {
  readonly words: ReadonlySet<string>;
  readonly pattern: RegExp;
  /** Finds a number with its unit (its first group), a number with points, or a word. */
  readonly scanner: RegExp;
}
let loaded: Terms | undefined;

function terms(): Terms {
  if (loaded) return loaded;
  const { units, patterns, words } = readTable('protocolTerms.json', termsFile);
  const unit = [...units].sort((a, b) => b.length - a.length).join('|');
  loaded = {
    words: new Set(Object.values(words).flatMap((list) => list.split(' ').map(folded))),
    pattern: new RegExp(`^(?:${patterns.join('|')})$`),
    scanner: new RegExp(
      `(?<![\\p{L}\\p{N}.,])(\\d{1,3}(?:[.,]\\d{1,3})? ?(?:${unit}))(?![\\p{L}\\p{N}])|\\d+(?:[.,]\\d+)+[\\p{L}\\p{N}]*|[\\p{L}\\p{N}]+\\+?`,
      'giu',
    ),
  };
  return loaded;
}

/** Without case and accents, so that "Portalvenös" and "PORTALVENOS" are one word. */
const folded = (word: string): string => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const isTerm = (word: string): boolean => terms().words.has(word) || terms().pattern.test(word);

/** Words of two letters and more in a text, folded. */
export const wordsOf = (text: string): string[] => (text.match(/[\p{L}\p{N}]{2,}/gu) ?? []).map(folded);

/**
 * @param text one value of a free-text attribute
 * @param names folded words that identify the patient: never kept, even where they are terms
 * @returns its harmless words and measures, or a number of one or two digits that is all there is; '' when nothing is left
 */
export function cleanText(text: string, names: ReadonlySet<string>): string {
  const tokens = [...text.matchAll(terms().scanner)].map(([token, measure]) => {
    const word = folded(token);
    // A letter alone may be an initial, unless it is all there is (the kernel "B").
    return { token, isHarmless: measure !== undefined || (word.length > 1 && isTerm(word) && !names.has(word)) };
  });
  const kept = tokens.flatMap(({ token, isHarmless }, at) => {
    // "3 phase"
    const isCount = /^\d$/.test(token) && tokens[at + 1]?.isHarmless === true;
    return isHarmless || isCount ? [token] : [];
  });
  if (kept.length > 0) return kept.join(' ');
  const whole = text.trim();
  const isKernel = /^\p{L}$/u.test(whole) && isTerm(folded(whole));
  return isKernel || /^\d{1,2}$/.test(whole) ? whole : '';
}

/** A code string (PS3.5 6.2) stays when every part of it is a term or a number of one or two digits; otherwise it becomes ''. */
export function cleanCode(text: string): string {
  const value = text.trim();
  if (!/^[A-Z0-9 _.+\-/]{1,16}$/.test(value)) return '';
  const parts = value.split(/[ _.+\-/]+/).filter((part) => part !== '');
  return parts.every((part) => /^\d{1,2}$/.test(part) || isTerm(part.toLowerCase())) ? value : '';
}

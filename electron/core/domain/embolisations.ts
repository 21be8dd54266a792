/**
 * Which of a subject's embolisations a number counts from. One rule for windows, function tests and growth: the first embolisation that isn't
 * before the baseline CT (day 0 may be the day of the baseline); a later one is a re-embolisation, which is named beside the number. A
 * person may count growth from another one.
 */
import type { Embolisation, Subject, TimePointKind } from '../contract/trial.ts';
import { daysBetween } from './dates.ts';

interface Dated {
  /** `YYYY-MM-DD` */
  readonly date: string;
}

const byDate = <T extends Dated>(embolisations: readonly T[]): T[] =>
  embolisations.toSorted((a, b) => a.date.localeCompare(b.date));

/**
 * The embolisation that counts (day 0); without one since the baseline CT the last one before it, so that its days can still be told.
 * @param baselineDate day of the baseline CT, null without one: every embolisation is taken.
 */
export function firstEmbolisation<T extends Dated>(
  embolisations: readonly T[],
  baselineDate: string | null = null,
): T | undefined {
  const ordered = byDate(embolisations);
  return ordered.find(({ date }) => baselineDate === null || date >= baselineDate) ?? ordered.at(-1);
}

/** Day of the baseline CT; null without one. */
export const baselineDateOf = (timePoints: readonly (Dated & { readonly kind: TimePointKind })[]): string | null =>
  timePoints.find(({ kind }) => kind === 'baseline')?.date ?? null;

/** Calendar days from the embolisation that counts to a date, negative before it; null without one. */
export function daysFromEmbolisation(
  { embolisations, timePoints }: Pick<Subject, 'embolisations' | 'timePoints'>,
  date: string,
): number | null {
  const embolisation = firstEmbolisation(embolisations, baselineDateOf(timePoints));
  return embolisation ? daysBetween(embolisation.date, date) : null;
}

export interface GrowthPair {
  readonly fromDate: string;
  readonly toDate: string;
  /** Of the subject; null without one. */
  readonly baselineDate: string | null;
}

export interface GrowthEmbolisation<T> {
  readonly embolisation: T | null;
  /** Before it, but after the first CT: growth can't be counted from `embolisation` alone then. */
  readonly earlier: readonly T[];
  /** After it and before the second CT. */
  readonly later: readonly T[];
}

/**
 * The embolisation that growth between two CTs counts from, and those that had a part in it.
 * @param chosen what a person counts from instead of the rule's one; it must be one of `embolisations`.
 */
export function growthEmbolisation<T extends Dated>(
  embolisations: readonly T[],
  { fromDate, toDate, baselineDate }: GrowthPair,
  chosen?: T,
): GrowthEmbolisation<T> {
  const start = baselineDate !== null && baselineDate < fromDate ? baselineDate : fromDate;
  const counted = chosen ?? firstEmbolisation(embolisations, start);
  if (!counted) return { embolisation: null, earlier: [], later: [] };
  const ordered = byDate(embolisations);
  const at = ordered.indexOf(counted);
  return {
    embolisation: counted,
    earlier: ordered.slice(0, at).filter(({ date }) => date >= fromDate),
    later: ordered.slice(at + 1).filter(({ date }) => date < toDate),
  };
}

const kindNames: Readonly<Record<Embolisation['kind'], string>> = { pve: 'PVE', pve_hve: 'PVE/HVE', hve: 'HVE' };

type Named = Pick<Embolisation, 'date' | 'kind'>;

/** `PVE/HVE of 2026-03-02` */
export const embolisationName = ({ kind, date }: Named): string => `${kindNames[kind]} of ${date}`;

/** One sentence: what growth counts from, how long before the second CT, and what lies between. */
export function embolisationStatement(
  embolisation: Named | null,
  later: readonly Named[],
  toDate: string,
  chosenBy: 'rule' | 'person',
): string {
  if (!embolisation) return 'No embolisation is recorded.';
  const days = daysBetween(embolisation.date, toDate);
  const when =
    days > 0
      ? `${days} ${days === 1 ? 'day' : 'days'} before the second CT`
      : days === 0
        ? 'on the day of the second CT'
        : `${-days} ${days === -1 ? 'day' : 'days'} after the second CT`;
  const choice = chosenBy === 'person' ? ', as chosen' : '';
  const between =
    later.length === 0 ? '' : `; before the second CT there was also ${later.map(embolisationName).join(' and ')}`;
  return `Counted from the ${embolisationName(embolisation)}${choice}, ${when}${between}.`;
}

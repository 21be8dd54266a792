/** Entries of one subject, or of all in one query, put in the hands of whom they belong to. */
import type { Database } from 'better-sqlite3';

/** A subject's id; null: all subjects. */
export type Whose = string | null;

/** Which entries don't count any more, and which took the place of a former one. */
export interface Corrected {
  readonly former: ReadonlySet<string>;
  readonly current: ReadonlySet<string>;
}

/** Of one subject's entries. */
type Order<T> = (a: T, b: T) => number;

interface Entries<Row, T> {
  /** From one table with an `id` and a `subject_id`; without a condition on it. */
  readonly select: string;
  readonly where?: string;
  readonly make: (row: Row, isCorrected: boolean) => T;
  readonly order: Order<T>;
}

/** Those that count. */
export function countingEntries<Row extends { readonly id: string; readonly subjectId: string }, T>(
  db: Database,
  whose: Whose,
  { former, current }: Corrected,
  { select, where = 'TRUE', make, order }: Entries<Row, T>,
): ReadonlyMap<string, T[]> {
  const ofOne = whose === null ? '' : 'AND subject_id = ?';
  const rows = db.prepare<string[], Row>(`${select} WHERE ${where} ${ofOne}`).all(...(whose === null ? [] : [whose]));
  return bySubject(rows, (row) => (former.has(row.id) ? null : make(row, current.has(row.id))), order);
}

/**
 * Sorted here and not by the query: SQLite would sort the rows of all subjects at once, which takes as long as reading them.
 * @param make null leaves the row out
 */
export function bySubject<Row extends { readonly subjectId: string }, T>(
  rows: readonly Row[],
  make: (row: Row) => T | null,
  order: Order<T>,
): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const made = make(row);
    if (made === null) continue;
    const before = found.get(row.subjectId);
    if (before === undefined) found.set(row.subjectId, [made]);
    else before.push(made);
  }
  for (const entries of found.values()) if (entries.length > 1) entries.sort(order);
  return found;
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By date; of one day, the one recorded last comes last (ids tell the time they were made at). */
export const byDateAndId = (
  a: { readonly date: string; readonly id: string },
  b: { readonly date: string; readonly id: string },
): number => compareText(a.date, b.date) || compareText(a.id, b.id);

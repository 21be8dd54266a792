/** Entries of one subject, or of all in one query, put in the hands of whom they belong to. */
import type { Database } from 'better-sqlite3';

/** A subject's id; null: all subjects. */
export type Whose = string | null;

/** Of one subject's entries. */
export type Order<T> = (a: T, b: T) => number;

/**
 * Sorted here and not by the query: SQLite would sort the rows of all subjects at once, which takes as long as reading them.
 * @param select without a condition on the subject, with `subject_id AS subjectId`
 * @param make null leaves the row out
 */
export function bySubject<Row extends { readonly subjectId: string }, T>(
  db: Database,
  whose: Whose,
  { select, where = 'TRUE', order }: { readonly select: string; readonly where?: string; readonly order: Order<T> },
  make: (row: Row) => T | null,
): ReadonlyMap<string, T[]> {
  const rows = db
    .prepare<string[], Row>(`${select} WHERE ${where} ${whose === null ? '' : 'AND subject_id = ?'}`)
    .all(...(whose === null ? [] : [whose]));
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

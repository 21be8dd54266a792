/** Entries of one subject, or of all in one query, put in the hands of whom they belong to. */
import type { Database } from 'better-sqlite3';

/** A subject's id; null: all subjects. */
export type Whose = string | null;

/**
 * @param select up to and including FROM, with `subject_id AS subjectId`
 * @param order by what, within one subject
 * @param make null leaves the row out
 */
export function bySubject<Row extends { readonly subjectId: string }, T>(
  db: Database,
  whose: Whose,
  { select, where = 'TRUE', order }: { readonly select: string; readonly where?: string; readonly order: string },
  make: (row: Row) => T | null,
): ReadonlyMap<string, T[]> {
  const one = whose === null ? '' : 'AND subject_id = ?';
  const rows = db
    .prepare<string[], Row>(`${select} WHERE ${where} ${one} ORDER BY subject_id, ${order}`)
    .iterate(...(whose === null ? [] : [whose]));
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const made = make(row);
    if (made === null) continue;
    const before = found.get(row.subjectId);
    if (before === undefined) found.set(row.subjectId, [made]);
    else before.push(made);
  }
  return found;
}

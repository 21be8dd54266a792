import type { Database, Statement } from 'better-sqlite3';

const statements = new WeakMap<Database, Map<string, Statement>>();

/**
 * The same statement each time, for what is asked once a row: SQLite's memory of a statement is only given back when its object is collected,
 * which a long loop doesn't wait for.
 */
export function prepared<P extends unknown[], R = unknown>(db: Database, sql: string): Statement<P, R> {
  const known = statements.get(db) ?? new Map<string, Statement>();
  statements.set(db, known);
  const statement = known.get(sql) ?? db.prepare(sql);
  known.set(sql, statement);
  return statement as unknown as Statement<P, R>;
}

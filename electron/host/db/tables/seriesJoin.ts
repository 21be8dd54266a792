import type { Database } from 'better-sqlite3';

/** The key under which files with this key are looked at. */
export function effectiveKey(db: Database, groupingKey: string): string {
  const joined = db
    .prepare<[string], string>('SELECT joined_key FROM series_join WHERE grouping_key = ?')
    .pluck()
    .get(groupingKey);
  return joined ?? groupingKey;
}

/** The keys that were joined to this one. */
export function keysJoinedTo(db: Database, joinedKey: string): string[] {
  return db
    .prepare<[string], string>('SELECT grouping_key FROM series_join WHERE joined_key = ? ORDER BY grouping_key')
    .pluck()
    .all(joinedKey);
}

export function insertJoin(db: Database, groupingKey: string, joinedKey: string): void {
  db.prepare('INSERT INTO series_join (grouping_key, joined_key) VALUES (?, ?)').run(groupingKey, joinedKey);
}

export function removeJoins(db: Database, joinedKey: string): void {
  db.prepare('DELETE FROM series_join WHERE joined_key = ?').run(joinedKey);
}

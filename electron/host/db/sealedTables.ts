/** Which tables the trail holds on to, row by row, and how a row of any of them is named and read. */
import type { Database } from 'better-sqlite3';

export interface SealedTable {
  readonly name: string;
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
}

/** The trail itself: the chain holds it. */
const THE_TRAIL = new Set(['audit', 'row_seal']);

/** Every table but the trail's own. @throws for a table without a primary key, whose rows have no name that lasts */
export function sealedTables(db: Database): SealedTable[] {
  const names = db
    .prepare<[], string>(
      `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all();
  return names.filter((name) => !THE_TRAIL.has(name)).map((name) => ({ name, key: keyOf(db, name) }));
}

function keyOf(db: Database, table: string): string[] {
  const key = db
    .prepare<[string], string>(`SELECT name FROM pragma_table_info(?, 'main') WHERE pk > 0 ORDER BY pk`)
    .pluck()
    .all(table);
  if (key.length === 0) throw new Error(`the table ${table} has no primary key`);
  return key;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quotedList = (names: readonly string[]): string => names.map(quoted).join(', ');

import type { Database } from 'better-sqlite3';
import { quoted } from '../sealedTables.ts';

export const countRows = (db: Database, table: string): number =>
  db
    .prepare<[], number>(`SELECT count(*) FROM main.${quoted(table)}`)
    .pluck()
    .get()!;

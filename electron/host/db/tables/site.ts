import type { Database } from 'better-sqlite3';
import type { Site } from '../../../core/contract/trial.ts';

/** By code. */
export const allSites = (db: Database): Site[] =>
  db.prepare<[], Site>('SELECT id, code, name, created_at AS createdAt FROM site ORDER BY code').all();

export function insertSite(db: Database, row: Site): void {
  db.prepare('INSERT INTO site (id, code, name, created_at) VALUES (@id, @code, @name, @createdAt)').run(row);
}

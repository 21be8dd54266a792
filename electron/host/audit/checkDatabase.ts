/** The database is whole, and its own rules (tables, keys, triggers) are the ones that this program gave it. */
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { APPLICATION_ID } from '../db/applicationId.ts';
import { migrations } from '../db/migrations.ts';
import type { Check, Problem } from './verification.ts';

export const checkDatabase: Check = async ({ db, progress }) => {
  await progress('database', 0, 1);
  const problem = headerProblem(db) ?? schemaProblem(db);
  if (problem !== null) return problem;
  const [fault] = db.prepare<[], string>('PRAGMA integrity_check(1)').pluck().all();
  // Its text may quote what is stored, which is nothing for a screen.
  if (fault !== 'ok') return 'The database is damaged: its pages and indexes contradict each other.';
  await progress('database', 1, 1);
  return null;
};

/** What the file says of itself, by which the next program that opens it would be misled. */
function headerProblem(db: Database): Problem {
  const isOurs = db.pragma('application_id', { simple: true }) === APPLICATION_ID;
  const isThisVersion = db.pragma('user_version', { simple: true }) === migrations.length;
  return isOurs && isThisVersion ? null : 'The version that the database says it has is not the one that it was given.';
}

function schemaProblem(db: Database): Problem {
  const [expected, actual] = [(madeByMigrations ??= schemaOfMigrations()), schemaOf(db)];
  for (const [name, sql] of expected) {
    const found = actual.get(name);
    if (found === undefined) return `The ${name} of the database was taken away.`;
    if (found !== sql) return `The ${name} of the database is not the one that this program made.`;
  }
  for (const name of actual.keys())
    if (!expected.has(name)) return `The ${name} of the database was put there by another program.`;
  return null;
}

/** The same each time. */
let madeByMigrations: ReadonlyMap<string, string> | undefined;

function schemaOfMigrations(): ReadonlyMap<string, string> {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = OFF');
  for (const { sql } of migrations) db.exec(sql);
  return schemaOf(db);
}

/** By kind and name; layout and comments don't count. */
function schemaOf(db: Database): Map<string, string> {
  const rows = db
    .prepare<[], { name: string; sql: string | null }>(
      `SELECT type || ' ' || name AS name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'`,
    )
    .all();
  return new Map(rows.map(({ name, sql }) => [name, (sql ?? '').replaceAll(/--[^\n]*/g, '').replaceAll(/\s+/g, '')]));
}

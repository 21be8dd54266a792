import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { existsSync, statSync } from 'node:fs';
import { RemnantError } from '../../core/contract/errors.ts';
import type { DataFolder } from '../context.ts';
import { APPLICATION_ID } from './applicationId.ts';
import { migrate, migrations } from './migrations.ts';
import type { MigratedBy, Migration } from './migrations.ts';
import { sqliteCode } from './sqliteCode.ts';

const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the database and brings its schema up to date; makes it when there is none.
 * @throws RemnantError 'refused' when it was written by a newer version or isn't ours, 'io' when it can't be read.
 */
export function openDatabase(folder: DataFolder, by: MigratedBy, steps: readonly Migration[] = migrations): Database {
  const file = folder.databaseFile;
  const isNew = !existsSync(file) || statSync(file).size === 0;
  let db: Database | undefined;
  try {
    db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
    if (!isNew) refuseForeign(db);
    configure(db);
    migrate(db, folder, steps, APPLICATION_ID, by);
    return db;
  } catch (error) {
    db?.close();
    const code = sqliteCode(error);
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) {
      throw new RemnantError('io', `The database ${file} is damaged or isn't a database; restore it from a backup.`, {
        cause: error,
      });
    }
    if (code !== undefined) {
      throw new RemnantError('io', `The database ${file} can't be opened (${code}).`, { cause: error });
    }
    throw error;
  }
}

function refuseForeign(db: Database): void {
  const applicationId = db.pragma('application_id', { simple: true });
  if (applicationId === APPLICATION_ID) return;
  // A process killed before the first migration was committed leaves a file without any table.
  if (applicationId === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) return;
  throw new RemnantError(
    'refused',
    `The file ${db.name} is the database of another program; choose another data folder.`,
  );
}

function configure(db: Database): void {
  db.pragma('journal_mode = WAL');
  // FULL: what was acknowledged survives a power cut, not only a crash of the program.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // Without it REPLACE would delete rows of append-only tables behind their triggers.
  db.pragma('recursive_triggers = ON');
  db.pragma('trusted_schema = OFF');
}

/** Numbered steps from an empty file to the current schema. A step that was released is never edited; changes are new steps. */
import type { Database } from 'better-sqlite3';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import { sealMigrated, unheldRows } from '../audit/sealMigrated.ts';
import type { Identity } from '../audit/trail.ts';
import type { DataFolder } from '../context.ts';
import { accountsSchema } from './schema/accounts.ts';
import { auditSchema } from './schema/audit.ts';
import { discardedReadingsSchema } from './schema/discardedReadings.ts';
import { embolisationDetailsSchema } from './schema/embolisationDetails.ts';
import { exportKindsSchema } from './schema/exportKinds.ts';
import { exportsSchema } from './schema/exports.ts';
import { functionTestsSchema } from './schema/functionTests.ts';
import { lesionsSchema } from './schema/lesions.ts';
import { librarySchema } from './schema/library.ts';
import { librarySlicesSchema } from './schema/librarySlices.ts';
import { modelsSchema } from './schema/models.ts';
import { outcomesSchema } from './schema/outcomes.ts';
import { recordEntriesSchema } from './schema/recordEntries.ts';
import { readingsSchema } from './schema/readings.ts';
import { resultUncertaintySchema } from './schema/resultUncertainty.ts';
import { packagesSchema } from './schema/packages.ts';
import { resultsSchema } from './schema/results.ts';
import { rowSealsSchema } from './schema/rowSeals.ts';
import { segmentationSchema } from './schema/segmentation.ts';
import { settingsSchema } from './schema/settings.ts';
import { trialSchema } from './schema/trial.ts';

/** Step n takes a database from `user_version` n - 1 to n. */
export interface Migration {
  readonly title: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  {
    title: 'library, trial record, segmentations, results, exports and audit trail',
    sql: [auditSchema, librarySchema, segmentationSchema, trialSchema, resultsSchema, exportsSchema].join('\n'),
  },
  {
    title: 'files and slices apart, several volumes in one series, joins, phases; settings',
    sql: [librarySlicesSchema, settingsSchema].join('\n'),
  },
  { title: 'lesions with a state', sql: lesionsSchema },
  { title: 'liver function tests', sql: functionTestsSchema },
  { title: 'models of the person', sql: modelsSchema },
  { title: 'outcomes', sql: outcomesSchema },
  { title: 'how an embolisation was done', sql: embolisationDetailsSchema },
  { title: 'exports of any kind', sql: exportKindsSchema },
  { title: 'uncertainty of results, embolisation of growth, protocol files', sql: resultUncertaintySchema },
  { title: 'packages that were handed out', sql: packagesSchema },
  { title: 'accounts', sql: accountsSchema },
  { title: 'readings, signatures, adjudication', sql: readingsSchema },
  { title: 'seals of all rows, filters of the trail', sql: rowSealsSchema },
  { title: 'sites, items of subjects, corrections of entries', sql: recordEntriesSchema },
  { title: 'second readings that were discarded', sql: discardedReadingsSchema },
];

/** Where the copies made before a migration are kept. */
export const backupsFolder = (folder: DataFolder): string => join(folder.root, 'backups');

/** In whose name the trail says that rows were brought to another form. */
export interface MigratedBy {
  readonly identity: Identity;
  readonly now: () => Date;
}

/**
 * Runs the missing steps in one transaction, with a copy of an existing database kept before them. The rows that they change are sealed anew;
 * those that didn't hold before keep the seal that shows it.
 * @throws RemnantError 'refused' when the database is newer than this program; 'io' when a step fails, with nothing changed.
 */
export function migrate(
  db: Database,
  folder: DataFolder,
  steps: readonly Migration[],
  applicationId: number,
  by: MigratedBy,
): void {
  const current = schemaVersion(db);
  if (current > steps.length) {
    throw new RemnantError(
      'refused',
      `The data folder ${folder.root} was written by a newer version of Remnant (database version ${current}, this one reads up to ${steps.length}); update Remnant.`,
    );
  }
  if (current === steps.length) return;
  const copy = current > 0 ? keepCopy(db, folder, current) : null;
  // A step that rebuilds a table needs the keys off, which SQLite only allows outside a transaction; they are checked as a whole instead.
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      const before = unheldRows(db);
      for (let version = current + 1; version <= steps.length; version++) runStep(db, steps[version - 1]!, version);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${steps.length}`);
      sealMigrated(db, by, { from: current, to: steps.length, unheld: before });
    }).exclusive();
  } catch (error) {
    const kept = copy === null ? '' : ` A copy is kept in ${copy}.`;
    throw new RemnantError(
      'io',
      `The database couldn't be brought to version ${steps.length}; nothing was changed.${kept}`,
      { cause: error },
    );
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

export const schemaVersion = (db: Database): number => Number(db.pragma('user_version', { simple: true }));

function runStep(db: Database, step: Migration, version: number): void {
  db.exec(step.sql);
  const broken = db.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) throw new Error(`${broken.length} rows point to nothing after migration ${version}`);
}

/** A whole, consistent copy (VACUUM INTO reads the write-ahead log too). A half-written one of a killed process is replaced. */
function keepCopy(db: Database, folder: DataFolder, version: number): string {
  mkdirSync(backupsFolder(folder), { recursive: true });
  const file = join(backupsFolder(folder), `remnant-before-version-${version + 1}.sqlite`);
  if (existsSync(file)) rmSync(file);
  db.prepare('VACUUM INTO ?').run(file);
  return file;
}

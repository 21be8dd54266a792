/** Seals what a migration has changed. */
import type { Database } from 'better-sqlite3';
import { compareRows } from './differences.ts';
import type { Difference } from './differences.ts';
import { appendSealed } from './seals.ts';
import { appendEntry } from './trail.ts';
import type { Identity } from './trail.ts';

const NAMED_ROWS = 20;

const nameOf = ({ tableName, rowKey }: Difference): string => `${tableName} ${rowKey}`;

/** Rows that are not what the trail says, by table and key; none in a database from before rows were sealed. */
export function unheldRows(db: Database): ReadonlySet<string> {
  return hasSeals(db) ? new Set(differences(db).map(nameOf)) : new Set();
}

export interface MigratedFromTo {
  readonly from: number;
  readonly to: number;
  /** As `unheldRows` found them before. */
  readonly unheld: ReadonlySet<string>;
}

/** A new database with nothing in it has nothing to say. */
export function sealMigrated(
  db: Database,
  { identity, now }: { readonly identity: Identity; readonly now: () => Date },
  { from, to, unheld }: MigratedFromTo,
): void {
  if (!hasSeals(db)) return;
  const seals = differences(db).filter((each) => !unheld.has(nameOf(each)));
  if (from === 0 && seals.length === 0) return;
  const record = {
    action: from === 0 ? 'create' : 'migrate',
    entity: 'database',
    entityId: 'database',
    ...(from > 0 && { oldValue: { version: from } }),
    newValue: {
      version: to,
      sealedRows: seals.length,
      ...(unheld.size > 0 && { rowsThatDidNotHold: unheld.size, firstOfThem: [...unheld].slice(0, NAMED_ROWS) }),
    },
  };
  appendSealed(db, seals, (rowsSha256) => appendEntry(db, identity, now(), record, rowsSha256));
}

const differences = (db: Database): Difference[] => [...compareRows(db)].flatMap((page) => page.differences);

const hasSeals = (db: Database): boolean =>
  db.prepare(`SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = 'row_seal'`).get() !== undefined;

/**
 * Seals: the digest of every row that a change has touched, held by the last entry of that change. Triggers of the connection note the rows,
 * whatever table they are in, and refuse any that is written outside a change, so that no table and no statement can be forgotten.
 */
import type { Database } from 'better-sqlite3';
import { createHash } from 'node:crypto';
import type { AuditRecord } from '../context.ts';
import { quoted, quotedList, sealedTables } from '../db/sealedTables.ts';
import type { SealedTable } from '../db/sealedTables.ts';
import { prepared } from '../db/prepared.ts';
import { insertRowSeals } from '../db/tables/rowSeal.ts';
import type { RowSeal } from '../db/tables/rowSeal.ts';
import { rowDigest } from './rowDigest.ts';
import type { Row } from './rowDigest.ts';

/** Notes which rows of which tables are written. */
export interface RowWatch {
  /** To be called at the begin of a transaction: until `end`, or its rollback, sealed tables can be written. */
  begin(): void;
  /** What was written since, as it is now. */
  end(): RowSeal[];
}

/** From now on this connection writes to sealed tables only between `begin` and `end`. */
export function watchRows(db: Database): RowWatch {
  const tables = new Map(sealedTables(db).map((table) => [table.name, table]));
  db.exec(`
    CREATE TEMP TABLE changed_row (table_name TEXT NOT NULL, row_key TEXT NOT NULL, PRIMARY KEY (table_name, row_key)) WITHOUT ROWID;
    CREATE TEMP TABLE open_change (only_row INTEGER PRIMARY KEY);
    ${[...tables.values()].map(watchTable).join('\n')}`);
  const begin = db.prepare('INSERT INTO open_change VALUES (1)');
  const changed = db.prepare<[], Omit<RowSeal, 'sha256'>>(
    'SELECT table_name AS tableName, row_key AS rowKey FROM changed_row ORDER BY table_name, row_key',
  );
  return {
    begin: () => {
      begin.run();
    },
    end: () => {
      const seals = changed.all().map(({ tableName, rowKey }) => {
        const sha256 = currentDigest(db, tables.get(tableName)!, rowKey);
        return { tableName, rowKey, sha256 };
      });
      db.exec('DELETE FROM open_change; DELETE FROM changed_row');
      return seals;
    },
  };
}

function watchTable({ name, key }: SealedTable): string {
  const text = `'${name.replaceAll("'", "''")}'`;
  const keyOf = (row: 'OLD' | 'NEW'): string =>
    `json_array(${key.map((column) => `${row}.${quoted(column)}`).join(', ')})`;
  const note = (row: 'OLD' | 'NEW'): string =>
    `INSERT INTO changed_row VALUES (${text}, ${keyOf(row)}) ON CONFLICT DO NOTHING;`;
  const trigger = (event: string, notes: string): string =>
    `CREATE TEMP TRIGGER ${quoted(`watch_${event}_${name}`)} AFTER ${event} ON main.${quoted(name)} BEGIN
       SELECT RAISE(ABORT, 'rows are written by a change only') WHERE NOT EXISTS (SELECT 1 FROM open_change);
       ${notes}
     END;`;
  return [
    trigger('INSERT', note('NEW')),
    trigger('UPDATE', `${note('OLD')} ${note('NEW')}`),
    trigger('DELETE', note('OLD')),
  ].join('\n');
}

/**
 * Runs `work` inside the transaction that the caller has begun, and appends what it recorded.
 * @param append appends one entry and gives its sequence; `rowsSha256` is the digest of the seals that it holds
 * @throws Error when rows were changed and nothing was recorded
 */
export function sealedChange<T>(
  db: Database,
  watch: RowWatch,
  work: (record: (entry: AuditRecord) => void) => T,
  append: (entry: AuditRecord, rowsSha256: string | null) => number,
): T {
  const records: AuditRecord[] = [];
  watch.begin();
  // A copy, because work may go on with what it recorded.
  const result = work((entry) => records.push(structuredClone(entry)));
  const seals = watch.end();
  const last = records.pop();
  for (const entry of records) append(entry, null);
  if (last !== undefined) appendSealed(db, seals, (rowsSha256) => append(last, rowsSha256));
  else if (seals.length > 0) throw new Error('rows were changed without an entry of the trail');
  return result;
}

/** Appends one entry with the seals that it holds. */
export function appendSealed(
  db: Database,
  seals: readonly RowSeal[],
  append: (rowsSha256: string | null) => number,
): void {
  insertRowSeals(db, append(seals.length === 0 ? null : sealsDigest(seals)), seals);
}

/** null for a row that isn't there. */
export function currentDigest(db: Database, { name, key }: SealedTable, rowKey: string): Buffer | null {
  const where = key.map((column) => `${quoted(column)} = ?`).join(' AND ');
  const row = prepared<unknown[], Row>(db, `SELECT * FROM main.${quoted(name)} WHERE ${where}`).get(
    ...(JSON.parse(rowKey) as unknown[]),
  );
  return row === undefined ? null : rowDigest(row);
}

/** SHA-256 (hex) over the seals of one entry, which are in the order of their tables and keys. */
export function sealsDigest(seals: readonly RowSeal[]): string {
  const hash = createHash('sha256');
  for (const { tableName, rowKey, sha256 } of seals)
    hash.update(`${JSON.stringify([tableName, rowKey, sha256?.toString('hex') ?? null])}\n`);
  return hash.digest('hex');
}

/** All rows of a table with their keys, in the order of the key, page by page. */
export function* pagesOfRows(
  db: Database,
  table: SealedTable,
  size: number,
): Generator<{ rowKey: string; row: Row }[]> {
  const { name, key } = table;
  const columns = quotedList(key);
  const select = (where: string): string =>
    `SELECT * FROM main.${quoted(name)} ${where} ORDER BY ${columns} LIMIT ${size}`;
  const next = db.prepare<unknown[], Row>(select(`WHERE (${columns}) > (${key.map(() => '?').join(', ')})`));
  let rows = db.prepare<[], Row>(select('')).all();
  while (rows.length > 0) {
    const keys = rows.map((row) => key.map((column) => row[column]!));
    yield rows.map((row, at) => ({ rowKey: JSON.stringify(keys[at]), row }));
    rows = rows.length < size ? [] : next.all(...keys.at(-1)!);
  }
}

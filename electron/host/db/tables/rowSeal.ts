import type { Database } from 'better-sqlite3';
import { prepared } from '../prepared.ts';

/** A row's digest as an entry of the trail has it; null for a row that was removed. */
export interface RowSeal {
  readonly tableName: string;
  /** JSON array of the primary key. */
  readonly rowKey: string;
  readonly sha256: Buffer | null;
}

const columns = 'table_name AS tableName, row_key AS rowKey, sha256';

export function insertRowSeals(db: Database, sequence: number, seals: readonly RowSeal[]): void {
  const insert = prepared(
    db,
    'INSERT INTO row_seal (table_name, row_key, sequence, sha256) VALUES (@tableName, @rowKey, @sequence, @sha256)',
  );
  for (const seal of seals) insert.run({ ...seal, sequence });
}

/** Those of the entries after `after` up to `last`, in the order in which an entry's digest takes them. */
export function rowSealsOfEntries(
  db: Database,
  after: number,
  last: number,
): readonly (RowSeal & { readonly sequence: number })[] {
  return db
    .prepare<[number, number], RowSeal & { sequence: number }>(
      `SELECT sequence, ${columns} FROM row_seal WHERE sequence > ? AND sequence <= ? ORDER BY sequence, table_name, row_key`,
    )
    .all(after, last);
}

/** The first entry beyond the end of the chain that seals claim to belong to. */
export function sealBeyond(db: Database, last: number): number | undefined {
  return db
    .prepare<[number], number>('SELECT sequence FROM row_seal WHERE sequence > ? ORDER BY sequence LIMIT 1')
    .pluck()
    .get(last);
}

/** undefined for a row that was never sealed. */
export const lastSeal = (db: Database, tableName: string, rowKey: string): Buffer | null | undefined =>
  prepared<[string, string], Buffer | null>(
    db,
    'SELECT sha256 FROM row_seal WHERE table_name = ? AND row_key = ? ORDER BY sequence DESC LIMIT 1',
  )
    .pluck()
    .get(tableName, rowKey);

/** The newest seal of every row that is there by the trail, by key after `after`. */
export function livingSeals(db: Database, tableName: string, after: string, limit: number): string[] {
  return db
    .prepare<[string, string, number], string>(
      `SELECT row_key FROM row_seal AS newest WHERE table_name = ? AND row_key > ? AND sha256 IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM row_seal AS later WHERE later.table_name = newest.table_name
           AND later.row_key = newest.row_key AND later.sequence > newest.sequence)
       ORDER BY row_key LIMIT ?`,
    )
    .pluck()
    .all(tableName, after, limit);
}

/** Every table that the trail has a seal of. */
export function sealedTableNames(db: Database): string[] {
  return db.prepare<[], string>('SELECT DISTINCT table_name FROM row_seal ORDER BY table_name').pluck().all();
}

/** The last entry that sealed the row; 0 when none did. */
export const lastSealSequence = (db: Database, tableName: string, rowKey: string): number =>
  db
    .prepare<[string, string], number>(
      'SELECT coalesce(max(sequence), 0) FROM row_seal WHERE table_name = ? AND row_key = ?',
    )
    .pluck()
    .get(tableName, rowKey)!;

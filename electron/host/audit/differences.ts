/** Compares every row of the record with what the trail says it was last. */
import type { Database } from 'better-sqlite3';
import { sealedTables } from '../db/sealedTables.ts';
import type { SealedTable } from '../db/sealedTables.ts';
import { lastSeal, livingSeals, sealedTableNames } from '../db/tables/rowSeal.ts';
import type { RowSeal } from '../db/tables/rowSeal.ts';
import { rowDigest } from './rowDigest.ts';
import { currentDigest, pagesOfRows } from './seals.ts';

const PAGE = 500;

export interface Difference extends RowSeal {
  /** 'unknown': the trail has no such row, or one that was removed. */
  readonly kind: 'unknown' | 'changed' | 'missing';
}

/** Page by page: how many rows were compared, and which of them differ. `sha256` is that of the row as it is now. */
export interface ComparedRows {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Each page is read at once, so that the record may go on changing between them. */
export function* compareRows(db: Database): Generator<ComparedRows> {
  const tables = new Map(sealedTables(db).map((table) => [table.name, table]));
  for (const table of tables.values()) yield* compareTable(db, table);
  for (const name of new Set([...tables.keys(), ...sealedTableNames(db)]))
    yield* findMissing(db, name, tables.get(name));
}

function* compareTable(db: Database, table: SealedTable): Generator<ComparedRows> {
  for (const page of pagesOfRows(db, table, PAGE)) {
    const differences: Difference[] = [];
    for (const { rowKey, row } of page) {
      const [sealed, sha256] = [lastSeal(db, table.name, rowKey), rowDigest(row)];
      if (sealed?.equals(sha256) === true) continue;
      differences.push({ tableName: table.name, rowKey, sha256, kind: sealed ? 'changed' : 'unknown' });
    }
    yield { compared: page.length, differences };
  }
}

function* findMissing(db: Database, name: string, table: SealedTable | undefined): Generator<ComparedRows> {
  for (let after = '', keys = livingSeals(db, name, after, PAGE); keys.length > 0;) {
    const gone = keys.filter((rowKey) => table === undefined || currentDigest(db, table, rowKey) === null);
    yield {
      compared: 0,
      differences: gone.map((rowKey) => ({ tableName: name, rowKey, sha256: null, kind: 'missing' })),
    };
    after = keys.at(-1)!;
    keys = livingSeals(db, name, after, PAGE);
  }
}

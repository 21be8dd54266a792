/** Every row of every table is what the trail says it was last. */
import type { Database } from 'better-sqlite3';
import { sealedTables } from '../db/sealedTables.ts';
import { countRows } from '../db/tables/anyTable.ts';
import { lastSealSequence } from '../db/tables/rowSeal.ts';
import { compareRows } from './differences.ts';
import type { Difference } from './differences.ts';
import type { Check } from './verification.ts';

export const checkRows: Check = async ({ db, checked, progress }) => {
  const total = sealedTables(db).reduce((sum, { name }) => sum + countRows(db, name), 0);
  for (const { compared, differences } of compareRows(db)) {
    const [first] = differences;
    if (first !== undefined) return sentence(db, first);
    checked.rows += compared;
    await progress('rows', checked.rows, total);
  }
  return null;
};

function sentence(db: Database, { tableName, rowKey, kind }: Difference): string {
  const row = `${(JSON.parse(rowKey) as unknown[]).join(' ')} of the table ${tableName}`;
  const sequence = lastSealSequence(db, tableName, rowKey);
  switch (kind) {
    case 'changed':
      return `The row ${row} was changed behind the audit trail's back: it is not what entry ${sequence} stored.`;
    case 'missing':
      return `The row ${row} was removed behind the audit trail's back: entry ${sequence} stored it.`;
    case 'unknown':
      return `The row ${row} was put there behind the audit trail's back: no entry stored it.`;
  }
}

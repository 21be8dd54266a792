/** The numbers of a result and of a growth have the same columns in two tables. */
import type { Database } from 'better-sqlite3';
import type { ResultValue } from '../../../core/contract/results.ts';
import { resultValue } from '../../../core/contract/results.ts';
import { parseJson } from '../json.ts';

type Owner = 'result' | 'growth';

interface StoredValue extends Omit<ResultValue, 'formulas'> {
  formulas: string;
}

/** In the order in which they were computed. */
export function valuesOf(db: Database, owner: Owner, ownerId: string): ResultValue[] {
  return db
    .prepare<[string], StoredValue>(
      `SELECT quantity, name, value, printed, reason, ucum AS unit, formulas_json AS formulas
       FROM ${owner}_value WHERE ${owner}_id = ? ORDER BY position`,
    )
    .all(ownerId)
    .map((row) => resultValue.parse({ ...row, formulas: parseJson(row.formulas) }));
}

export function insertValues(db: Database, owner: Owner, ownerId: string, values: readonly ResultValue[]): void {
  const insert = db.prepare(
    `INSERT INTO ${owner}_value (${owner}_id, position, quantity, name, value, printed, ucum, reason, formulas_json)
     VALUES (@ownerId, @position, @quantity, @name, @value, @printed, @unit, @reason, @formulas)`,
  );
  values.forEach((value, position) =>
    insert.run({ ...value, ownerId, position, formulas: JSON.stringify(value.formulas) }),
  );
}

/** The numbers of a result and of a growth have the same columns in two tables. */
import type { Database } from 'better-sqlite3';
import type { ResultValue } from '../../../core/contract/results.ts';
import { resultValue } from '../../../core/contract/results.ts';
import { parseJson } from '../json.ts';

type Owner = 'result' | 'growth';

interface StoredValue extends Omit<ResultValue, 'formulas' | 'uncertainty' | 'inputs'> {
  formulas: string;
  uncertainty: string | null;
  inputs: string | null;
}

/** In the order in which they were computed. */
export function valuesOf(db: Database, owner: Owner, ownerId: string): ResultValue[] {
  return db
    .prepare<[string], StoredValue>(
      `SELECT quantity, name, value, printed, reason, ucum AS unit, formulas_json AS formulas,
         uncertainty_json AS uncertainty, inputs_json AS inputs
       FROM ${owner}_value WHERE ${owner}_id = ? ORDER BY position`,
    )
    .all(ownerId)
    .map((row) =>
      resultValue.parse({
        ...row,
        formulas: parseJson(row.formulas),
        uncertainty: row.uncertainty === null ? null : parseJson(row.uncertainty),
        inputs: row.inputs === null ? [] : parseJson(row.inputs),
      }),
    );
}

export function insertValues(db: Database, owner: Owner, ownerId: string, values: readonly ResultValue[]): void {
  const insert = db.prepare(
    `INSERT INTO ${owner}_value (${owner}_id, position, quantity, name, value, printed, ucum, reason, formulas_json,
       uncertainty_json, inputs_json)
     VALUES (@ownerId, @position, @quantity, @name, @value, @printed, @unit, @reason, @formulas, @uncertainty, @inputs)`,
  );
  values.forEach((value, position) =>
    insert.run({
      ...value,
      ownerId,
      position,
      formulas: JSON.stringify(value.formulas),
      uncertainty: value.uncertainty && JSON.stringify(value.uncertainty),
      inputs: JSON.stringify(value.inputs),
    }),
  );
}

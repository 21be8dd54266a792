import type { Database } from 'better-sqlite3';
import type { Growth } from '../../../core/contract/results.ts';
import { insertValues, valuesOf } from './resultValue.ts';

/** Growth as stored: between two results, so between two revisions. */
export interface GrowthRow extends Omit<Growth, 'fromTimePointId' | 'toTimePointId' | 'fromDate' | 'toDate'> {
  readonly subjectId: string;
  readonly fromResultId: string;
  readonly toResultId: string;
  readonly computedAt: string;
  readonly inputs: unknown;
  readonly inputsSha256: string;
}

type Key = Pick<GrowthRow, 'fromResultId' | 'toResultId' | 'inputsSha256'>;
type Found = Pick<GrowthRow, 'id' | 'values'>;

/** Id and numbers of the row of exactly these two results and inputs. */
export function findGrowth(db: Database, key: Key): Found | undefined {
  const id = db
    .prepare<[Key], string>(
      `SELECT id FROM growth
       WHERE from_result_id = @fromResultId AND to_result_id = @toResultId AND inputs_sha256 = @inputsSha256`,
    )
    .pluck()
    .get(key);
  return id === undefined ? undefined : { id, values: valuesOf(db, 'growth', id) };
}

export function insertGrowth(db: Database, { values, embolisation, ...row }: GrowthRow): void {
  db.prepare(
    `INSERT INTO growth (id, subject_id, from_result_id, to_result_id, embolisation_id, embolisation_date, embolisation_kind,
       embolisation_chosen_by, later_embolisations_json, statement, days_since_embolisation, days_between, computed_at, inputs_json,
       inputs_sha256)
     VALUES (@id, @subjectId, @fromResultId, @toResultId, @embolisationId, @embolisationDate, @embolisationKind,
       @embolisationChosenBy, @laterEmbolisations, @statement, @daysSinceEmbolisation, @daysBetween, @computedAt, @inputs,
       @inputsSha256)`,
  ).run({
    ...row,
    embolisationId: embolisation?.id ?? null,
    embolisationDate: embolisation?.date ?? null,
    embolisationKind: embolisation?.kind ?? null,
    laterEmbolisations: JSON.stringify(row.laterEmbolisations),
    inputs: JSON.stringify(row.inputs),
  });
  insertValues(db, 'growth', row.id, values);
}

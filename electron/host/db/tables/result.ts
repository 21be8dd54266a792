import type { Database } from 'better-sqlite3';
import type { Result } from '../../../core/contract/results.ts';
import { result } from '../../../core/contract/results.ts';
import { parseJson } from '../json.ts';
import { insertValues, valuesOf } from './resultValue.ts';

/** A result with what proves it: everything that went in, the digest of that, and the ids of all formulas. */
export interface ResultRow extends Result {
  readonly subjectId: string;
  readonly formulas: readonly string[];
  readonly inputs: unknown;
  readonly inputsSha256: string;
}

type StoredResult = Record<
  'id' | 'verdicts' | 'warnings' | 'inputs' | 'formulas' | 'subjectId' | 'inputsSha256',
  string
>;

/** The row of exactly this revision and these inputs. */
export function findResult(
  db: Database,
  key: Pick<ResultRow, 'timePointId' | 'revisionId' | 'inputsSha256'>,
): ResultRow | undefined {
  const row = db
    .prepare<[typeof key], StoredResult>(
      `SELECT id, subject_id AS subjectId, time_point_id AS timePointId, kind, date, series_id AS seriesId, revision_id AS revisionId,
         computed_at AS computedAt, protocol_id AS protocolId, protocol_version AS protocolVersion, formulas_json AS formulas,
         inputs_json AS inputs, inputs_sha256 AS inputsSha256, verdicts_json AS verdicts, warnings_json AS warnings
       FROM result WHERE time_point_id = @timePointId AND revision_id = @revisionId AND inputs_sha256 = @inputsSha256`,
    )
    .get(key);
  if (row === undefined) return undefined;
  const shown = result.parse({
    ...row,
    values: valuesOf(db, 'result', row.id),
    verdicts: parseJson(row.verdicts),
    warnings: parseJson(row.warnings),
  });
  const { subjectId, inputsSha256 } = row;
  return {
    ...shown,
    subjectId,
    inputsSha256,
    inputs: parseJson(row.inputs),
    formulas: parseJson(row.formulas) as string[],
  };
}

export function insertResult(db: Database, { values, ...row }: ResultRow): void {
  db.prepare(
    `INSERT INTO result (id, subject_id, time_point_id, kind, date, series_id, revision_id, computed_at, protocol_id, protocol_version,
       formulas_json, inputs_json, inputs_sha256, verdicts_json, warnings_json)
     VALUES (@id, @subjectId, @timePointId, @kind, @date, @seriesId, @revisionId, @computedAt, @protocolId, @protocolVersion,
       @formulas, @inputs, @inputsSha256, @verdicts, @warnings)`,
  ).run({
    ...row,
    formulas: JSON.stringify(row.formulas),
    inputs: JSON.stringify(row.inputs),
    verdicts: JSON.stringify(row.verdicts),
    warnings: JSON.stringify(row.warnings),
  });
  insertValues(db, 'result', row.id, values);
}

import type { Database } from 'better-sqlite3';
import type { FunctionTest } from '../../../core/contract/trial.ts';

/** By date; of one day, the one recorded last comes last. */
export function functionTestsOf(db: Database, subjectId: string): FunctionTest[] {
  return db
    .prepare<[string], FunctionTest>(
      `SELECT id, date, uptake_pct_per_min AS uptakePctPerMin, flr_share_pct AS flrSharePct, note, recorded_at AS recordedAt
       FROM function_test WHERE subject_id = ? ORDER BY date, id`,
    )
    .all(subjectId);
}

export function insertFunctionTest(db: Database, subjectId: string, row: FunctionTest): void {
  db.prepare(
    `INSERT INTO function_test (id, subject_id, date, uptake_pct_per_min, flr_share_pct, note, recorded_at)
     VALUES (@id, @subjectId, @date, @uptakePctPerMin, @flrSharePct, @note, @recordedAt)`,
  ).run({ ...row, subjectId });
}

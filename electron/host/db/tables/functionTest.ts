import type { Database } from 'better-sqlite3';
import type { FunctionTest } from '../../../core/contract/trial.ts';
import { byDateAndId, bySubject, ofSubjects, type Whose } from './bySubject.ts';
import type { Corrected } from './correction.ts';

type StoredFunctionTest = Omit<FunctionTest, 'corrected'> & { readonly subjectId: string };

/** Those that count. By date; of one day, the one recorded last comes last. */
export function functionTestsOf(
  db: Database,
  whose: Whose,
  { former, current }: Corrected,
): ReadonlyMap<string, FunctionTest[]> {
  const { sql, parameters } = ofSubjects(
    whose,
    `SELECT id, subject_id AS subjectId, date, uptake_pct_per_min AS uptakePctPerMin, flr_share_pct AS flrSharePct, tracer,
       activity_mbq AS activityMbq, note, recorded_at AS recordedAt
     FROM function_test`,
  );
  return bySubject(
    db.prepare<string[], StoredFunctionTest>(sql).all(...parameters),
    ({ id, date, uptakePctPerMin, flrSharePct, tracer, activityMbq, note, recordedAt }) =>
      former.has(id)
        ? null
        : { id, date, uptakePctPerMin, flrSharePct, tracer, activityMbq, note, recordedAt, corrected: current.has(id) },
    byDateAndId,
  );
}

export function insertFunctionTest(db: Database, subjectId: string, row: FunctionTest): void {
  db.prepare(
    `INSERT INTO function_test (id, subject_id, date, uptake_pct_per_min, flr_share_pct, tracer, activity_mbq, note, recorded_at)
     VALUES (@id, @subjectId, @date, @uptakePctPerMin, @flrSharePct, @tracer, @activityMbq, @note, @recordedAt)`,
  ).run({ ...row, subjectId });
}

import type { Database } from 'better-sqlite3';
import type { FunctionTest } from '../../../core/contract/trial.ts';
import { byDateAndId, countingEntries, type Corrected, type Whose } from './bySubject.ts';

type StoredFunctionTest = Omit<FunctionTest, 'corrected'> & { readonly subjectId: string };

/** Those that count. By date; of one day, the one recorded last comes last. */
export const functionTestsOf = (
  db: Database,
  whose: Whose,
  corrected: Corrected,
): ReadonlyMap<string, FunctionTest[]> =>
  countingEntries<StoredFunctionTest, FunctionTest>(db, whose, corrected, {
    select: `SELECT id, subject_id AS subjectId, date, uptake_pct_per_min AS uptakePctPerMin, flr_share_pct AS flrSharePct, tracer,
       activity_mbq AS activityMbq, note, recorded_at AS recordedAt
     FROM function_test`,
    make: ({ id, date, uptakePctPerMin, flrSharePct, tracer, activityMbq, note, recordedAt }, isCorrected) => {
      return { id, date, uptakePctPerMin, flrSharePct, tracer, activityMbq, note, recordedAt, corrected: isCorrected };
    },
    order: byDateAndId,
  });

export function insertFunctionTest(db: Database, subjectId: string, row: FunctionTest): void {
  db.prepare(
    `INSERT INTO function_test (id, subject_id, date, uptake_pct_per_min, flr_share_pct, tracer, activity_mbq, note, recorded_at)
     VALUES (@id, @subjectId, @date, @uptakePctPerMin, @flrSharePct, @tracer, @activityMbq, @note, @recordedAt)`,
  ).run({ ...row, subjectId });
}

import type { Database } from 'better-sqlite3';
import type { Outcome } from '../../../core/contract/trial.ts';
import { compareText, countingEntries, type Corrected, type Whose } from './bySubject.ts';

type StoredOutcome = Omit<Outcome, 'corrected' | 'resectable'> & {
  readonly subjectId: string;
  readonly resectable: number;
};

/** The one that counts, as the only one of its subject. */
export const outcomesOf = (db: Database, whose: Whose, corrected: Corrected): ReadonlyMap<string, Outcome[]> =>
  countingEntries<StoredOutcome, Outcome>(db, whose, corrected, {
    select: `SELECT id, subject_id AS subjectId, decision_date AS decisionDate, resectable, reason, resection_date AS resectionDate,
       specimen_weight_g AS specimenWeightG, phlf_grade AS phlfGrade, status_90_days AS status90Days, note,
       change_reason AS changeReason, recorded_at AS recordedAt
     FROM outcome`,
    make: (row, isCorrected) => ({
      id: row.id,
      recordedAt: row.recordedAt,
      corrected: isCorrected,
      decisionDate: row.decisionDate,
      resectable: row.resectable === 1,
      reason: row.reason,
      resectionDate: row.resectionDate,
      specimenWeightG: row.specimenWeightG,
      phlfGrade: row.phlfGrade,
      status90Days: row.status90Days,
      note: row.note,
      changeReason: row.changeReason,
    }),
    order: (a, b) => compareText(a.id, b.id),
  });

export function insertOutcome(db: Database, subjectId: string, row: Outcome): void {
  db.prepare(
    `INSERT INTO outcome (id, subject_id, decision_date, resectable, reason, resection_date, specimen_weight_g, phlf_grade,
       status_90_days, note, change_reason, recorded_at)
     VALUES (@id, @subjectId, @decisionDate, @resectable, @reason, @resectionDate, @specimenWeightG, @phlfGrade,
       @status90Days, @note, @changeReason, @recordedAt)`,
  ).run({ ...row, subjectId, resectable: row.resectable ? 1 : 0 });
}

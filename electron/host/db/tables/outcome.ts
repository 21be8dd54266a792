import type { Database } from 'better-sqlite3';
import { outcome } from '../../../core/contract/trial.ts';
import type { Outcome } from '../../../core/contract/trial.ts';

/** The one that counts: recorded last. */
export function outcomeOf(db: Database, subjectId: string): Outcome | null {
  const row = db
    .prepare<[string], Record<keyof Outcome, unknown>>(
      `SELECT id, decision_date AS decisionDate, resectable, reason, resection_date AS resectionDate,
         specimen_weight_g AS specimenWeightG, phlf_grade AS phlfGrade, status_90_days AS status90Days, note,
         change_reason AS changeReason, recorded_at AS recordedAt
       FROM outcome WHERE subject_id = ? ORDER BY id DESC LIMIT 1`,
    )
    .get(subjectId);
  return row ? outcome.parse({ ...row, resectable: row.resectable === 1 }) : null;
}

export function insertOutcome(db: Database, subjectId: string, row: Outcome): void {
  db.prepare(
    `INSERT INTO outcome (id, subject_id, decision_date, resectable, reason, resection_date, specimen_weight_g, phlf_grade,
       status_90_days, note, change_reason, recorded_at)
     VALUES (@id, @subjectId, @decisionDate, @resectable, @reason, @resectionDate, @specimenWeightG, @phlfGrade,
       @status90Days, @note, @changeReason, @recordedAt)`,
  ).run({ ...row, subjectId, resectable: row.resectable ? 1 : 0 });
}

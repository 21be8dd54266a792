import type { Database } from 'better-sqlite3';
import type { Outcome } from '../../../core/contract/trial.ts';
import { bySubject, compareText, ofSubjects, type Whose } from './bySubject.ts';
import type { Corrected } from './correction.ts';

type StoredOutcome = Omit<Outcome, 'corrected' | 'resectable'> & {
  readonly subjectId: string;
  readonly resectable: number;
};

/** The one that counts, as the only one of its subject. */
export function outcomesOf(db: Database, whose: Whose, { former, current }: Corrected): ReadonlyMap<string, Outcome[]> {
  const { sql, parameters } = ofSubjects(
    whose,
    `SELECT id, subject_id AS subjectId, decision_date AS decisionDate, resectable, reason, resection_date AS resectionDate,
       specimen_weight_g AS specimenWeightG, phlf_grade AS phlfGrade, status_90_days AS status90Days, note,
       change_reason AS changeReason, recorded_at AS recordedAt
     FROM outcome`,
  );
  return bySubject(
    db.prepare<string[], StoredOutcome>(sql).all(...parameters),
    (row) =>
      former.has(row.id)
        ? null
        : {
            id: row.id,
            recordedAt: row.recordedAt,
            corrected: current.has(row.id),
            decisionDate: row.decisionDate,
            resectable: row.resectable === 1,
            reason: row.reason,
            resectionDate: row.resectionDate,
            specimenWeightG: row.specimenWeightG,
            phlfGrade: row.phlfGrade,
            status90Days: row.status90Days,
            note: row.note,
            changeReason: row.changeReason,
          },
    (a, b) => compareText(a.id, b.id),
  );
}

export function insertOutcome(db: Database, subjectId: string, row: Outcome): void {
  db.prepare(
    `INSERT INTO outcome (id, subject_id, decision_date, resectable, reason, resection_date, specimen_weight_g, phlf_grade,
       status_90_days, note, change_reason, recorded_at)
     VALUES (@id, @subjectId, @decisionDate, @resectable, @reason, @resectionDate, @specimenWeightG, @phlfGrade,
       @status90Days, @note, @changeReason, @recordedAt)`,
  ).run({ ...row, subjectId, resectable: row.resectable ? 1 : 0 });
}

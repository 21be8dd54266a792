import type { Database } from 'better-sqlite3';
import type { Subject } from '../../../core/contract/trial.ts';

export type MeasureRow = Subject['measures'][number];

/** By date; of one day, the one recorded last comes last. */
export function measuresOf(db: Database, subjectId: string): MeasureRow[] {
  return db
    .prepare<[string], MeasureRow>(
      `SELECT id, date, height_cm AS heightCm, weight_kg AS weightKg, recorded_at AS recordedAt
       FROM subject_measure WHERE subject_id = ? ORDER BY date, id`,
    )
    .all(subjectId);
}

export function insertMeasure(db: Database, subjectId: string, row: MeasureRow): void {
  db.prepare(
    `INSERT INTO subject_measure (id, subject_id, date, height_cm, weight_kg, recorded_at)
     VALUES (@id, @subjectId, @date, @heightCm, @weightKg, @recordedAt)`,
  ).run({ ...row, subjectId });
}

import type { Database } from 'better-sqlite3';
import type { Measure } from '../../../core/contract/trial.ts';
import { byDateAndId, bySubject, ofSubjects, type Whose } from './bySubject.ts';
import type { Corrected } from './correction.ts';

type StoredMeasure = Omit<Measure, 'corrected'> & { readonly subjectId: string };

/** Those that count. By date; of one day, the one recorded last comes last. */
export function measuresOf(db: Database, whose: Whose, { former, current }: Corrected): ReadonlyMap<string, Measure[]> {
  const { sql, parameters } = ofSubjects(
    whose,
    `SELECT id, subject_id AS subjectId, date, height_cm AS heightCm, weight_kg AS weightKg, recorded_at AS recordedAt
     FROM subject_measure`,
  );
  return bySubject(
    db.prepare<string[], StoredMeasure>(sql).all(...parameters),
    ({ id, date, heightCm, weightKg, recordedAt }) =>
      former.has(id) ? null : { id, date, heightCm, weightKg, recordedAt, corrected: current.has(id) },
    byDateAndId,
  );
}

export function insertMeasure(db: Database, subjectId: string, row: Measure): void {
  const { id, date, heightCm, weightKg, recordedAt } = row;
  db.prepare(
    `INSERT INTO subject_measure (id, subject_id, date, height_cm, weight_kg, recorded_at)
     VALUES (@id, @subjectId, @date, @heightCm, @weightKg, @recordedAt)`,
  ).run({ id, subjectId, date, heightCm, weightKg, recordedAt });
}

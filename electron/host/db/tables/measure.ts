import type { Database } from 'better-sqlite3';
import type { Measure } from '../../../core/contract/trial.ts';
import { byDateAndId, countingEntries, type Corrected, type Whose } from './bySubject.ts';

type StoredMeasure = Omit<Measure, 'corrected'> & { readonly subjectId: string };

/** Those that count. By date; of one day, the one recorded last comes last. */
export const measuresOf = (db: Database, whose: Whose, corrected: Corrected): ReadonlyMap<string, Measure[]> =>
  countingEntries<StoredMeasure, Measure>(db, whose, corrected, {
    select: `SELECT id, subject_id AS subjectId, date, height_cm AS heightCm, weight_kg AS weightKg, recorded_at AS recordedAt
     FROM subject_measure`,
    make: ({ id, date, heightCm, weightKg, recordedAt }, isCorrected) => {
      return { id, date, heightCm, weightKg, recordedAt, corrected: isCorrected };
    },
    order: byDateAndId,
  });

export function insertMeasure(db: Database, subjectId: string, row: Measure): void {
  const { id, date, heightCm, weightKg, recordedAt } = row;
  db.prepare(
    `INSERT INTO subject_measure (id, subject_id, date, height_cm, weight_kg, recorded_at)
     VALUES (@id, @subjectId, @date, @heightCm, @weightKg, @recordedAt)`,
  ).run({ id, subjectId, date, heightCm, weightKg, recordedAt });
}

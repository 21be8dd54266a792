import type { Database } from 'better-sqlite3';
import type { TimePoint, TimePointKind } from '../../../core/contract/trial.ts';
import { byDateAndId, countingEntries, type Corrected, type Whose } from './bySubject.ts';

type StoredTimePoint = Omit<TimePoint, 'corrected'> & { readonly subjectId: string };

interface TakenBy {
  readonly id: string;
  readonly kind: TimePointKind;
  readonly subjectCode: string;
}

/** By date. Removed ones are left out, here and below. */
export const timePointsOf = (db: Database, whose: Whose, corrected: Corrected): ReadonlyMap<string, TimePoint[]> =>
  countingEntries<StoredTimePoint, TimePoint>(db, whose, corrected, {
    select: `SELECT id, subject_id AS subjectId, kind, date, series_id AS seriesId, quality, note, recorded_at AS recordedAt
     FROM time_point`,
    where: 'removed_at IS NULL',
    make: ({ id, kind, date, seriesId, quality, note, recordedAt }, isCorrected) => {
      return { id, kind, date, seriesId, quality, note, recordedAt, corrected: isCorrected };
    },
    order: byDateAndId,
  });

/** The time point that a series is the CT of, and whose it is. */
export function timePointOfSeries(db: Database, seriesId: string): TakenBy | undefined {
  return db
    .prepare<[string], TakenBy>(
      `SELECT time_point.id, kind, code AS subjectCode
       FROM time_point JOIN subject ON subject.id = subject_id WHERE series_id = ? AND removed_at IS NULL`,
    )
    .get(seriesId);
}

export function insertTimePoint(db: Database, subjectId: string, row: TimePoint): void {
  db.prepare(
    `INSERT INTO time_point (id, subject_id, kind, date, series_id, quality, note, recorded_at)
     VALUES (@id, @subjectId, @kind, @date, @seriesId, @quality, @note, @recordedAt)`,
  ).run({ ...row, subjectId });
}

export function updateTimePoint(db: Database, row: TimePoint): void {
  db.prepare(
    `UPDATE time_point SET date = @date, series_id = @seriesId, quality = @quality, note = @note, recorded_at = @recordedAt
     WHERE id = @id AND kind = @kind`,
  ).run(row);
}

export function markTimePointRemoved(db: Database, timePointId: string, removedAt: string): void {
  db.prepare('UPDATE time_point SET removed_at = ? WHERE id = ?').run(removedAt, timePointId);
}

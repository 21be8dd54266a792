import type { Database } from 'better-sqlite3';
import type { TimePoint, TimePointKind } from '../../../core/contract/trial.ts';

const select = `SELECT id, kind, date, series_id AS seriesId, recorded_at AS recordedAt FROM time_point`;

interface TakenBy {
  readonly id: string;
  readonly kind: TimePointKind;
  readonly subjectCode: string;
}

/** By date. Removed ones are left out, here and below. */
export function timePointsOf(db: Database, subjectId: string): TimePoint[] {
  return db
    .prepare<[string], TimePoint>(`${select} WHERE subject_id = ? AND removed_at IS NULL ORDER BY date, id`)
    .all(subjectId);
}

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
    `INSERT INTO time_point (id, subject_id, kind, date, series_id, recorded_at)
     VALUES (@id, @subjectId, @kind, @date, @seriesId, @recordedAt)`,
  ).run({ ...row, subjectId });
}

export function updateTimePoint(db: Database, row: TimePoint): void {
  db.prepare('UPDATE time_point SET date = @date, series_id = @seriesId, recorded_at = @recordedAt WHERE id = @id').run(
    row,
  );
}

export function markTimePointRemoved(db: Database, timePointId: string, removedAt: string): void {
  db.prepare('UPDATE time_point SET removed_at = ? WHERE id = ?').run(removedAt, timePointId);
}

import type { Database } from 'better-sqlite3';

export interface SegmentationRow {
  readonly id: string;
  readonly seriesId: string;
  readonly createdAt: string;
}

const select = 'SELECT id, series_id AS seriesId, created_at AS createdAt FROM segmentation';

export function findSegmentation(db: Database, segmentationId: string): SegmentationRow | undefined {
  return db.prepare<[string], SegmentationRow>(`${select} WHERE id = ?`).get(segmentationId);
}

/** Whether any reader has drawn on the series. */
export function isDrawnOn(db: Database, seriesId: string): boolean {
  const found = db
    .prepare<[string], number>(
      `SELECT EXISTS (SELECT 1 FROM segmentation JOIN revision ON segmentation_id = segmentation.id WHERE series_id = ?)`,
    )
    .pluck()
    .get(seriesId);
  return found === 1;
}

/** Oldest first, without those of discarded readings. */
export function allSegmentations(db: Database): SegmentationRow[] {
  return db
    .prepare<[], SegmentationRow>(
      `${select} WHERE id NOT IN (SELECT segmentation_id FROM reading JOIN reading_discard ON reading_id = reading.id) ORDER BY id`,
    )
    .all();
}

export function insertSegmentation(db: Database, row: SegmentationRow): void {
  db.prepare('INSERT INTO segmentation (id, series_id, created_at) VALUES (@id, @seriesId, @createdAt)').run(row);
}

import type { Database } from 'better-sqlite3';

/** A file of a series whose pixels could not be used. */
export interface UnreadableFileRow {
  readonly groupingKey: string;
  /** '' when it is blank. */
  readonly sopInstanceUid: string;
  readonly fileName: string;
  readonly reason: string;
}

export function insertUnreadableFile(db: Database, row: UnreadableFileRow): void {
  db.prepare(
    `INSERT INTO unreadable_file (grouping_key, sop_instance_uid, file_name, reason)
     VALUES (@groupingKey, @sopInstanceUid, @fileName, @reason)
     ON CONFLICT DO UPDATE SET reason = excluded.reason`,
  ).run(row);
}

/** Of files with this grouping key, or one that was joined to it, except those that came whole since. */
export function listUnreadableFiles(db: Database, groupingKey: string): UnreadableFileRow[] {
  return db
    .prepare<[string, string], UnreadableFileRow>(
      `SELECT grouping_key AS groupingKey, sop_instance_uid AS sopInstanceUid, file_name AS fileName, reason FROM unreadable_file
       WHERE (grouping_key = ? OR grouping_key IN (SELECT grouping_key FROM series_join WHERE joined_key = ?))
         AND NOT EXISTS (SELECT 1 FROM file WHERE file.sop_instance_uid = unreadable_file.sop_instance_uid)
       ORDER BY file_name`,
    )
    .all(groupingKey, groupingKey);
}

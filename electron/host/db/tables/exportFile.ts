import type { Database } from 'better-sqlite3';
import type { ExportFile } from '../../../core/contract/exports.ts';

export type ExportKind =
  | 'results_csv'
  | 'audit_csv'
  | 'audit_jsonl'
  | 'report_pdf'
  | 'overview_pdf'
  | 'package'
  | `segmentation_${SegmentationFormatKind}`;
type SegmentationFormatKind = 'seg' | 'seg_labelmap' | 'nifti' | 'nrrd' | 'stl' | 'obj' | 'sr' | 'png' | 'sc';

export interface ExportFileRow extends Omit<ExportFile, 'url'> {
  readonly kind: ExportKind;
  readonly subjectId: string | null;
  readonly revisionId: string | null;
}

export function findExportFile(db: Database, exportId: string): ExportFileRow | undefined {
  return db
    .prepare<[string], ExportFileRow>(
      `SELECT id, created_at AS createdAt, kind, subject_id AS subjectId, revision_id AS revisionId, file_name AS fileName, path,
         byte_count AS byteCount, sha256
       FROM export_file WHERE id = ?`,
    )
    .get(exportId);
}

export function insertExportFile(db: Database, row: ExportFileRow): void {
  db.prepare(
    `INSERT INTO export_file (id, created_at, kind, subject_id, revision_id, file_name, path, byte_count, sha256)
     VALUES (@id, @createdAt, @kind, @subjectId, @revisionId, @fileName, @path, @byteCount, @sha256)`,
  ).run(row);
}

/** Path of the newest export of a kind that is not older than `since`, relative to the data folder. */
export function lastExportSince(
  db: Database,
  key: Pick<ExportFileRow, 'kind' | 'subjectId' | 'revisionId'> & { readonly since: string },
): string | undefined {
  return db
    .prepare<[typeof key], string>(
      `SELECT path FROM export_file
       WHERE kind = @kind AND subject_id IS @subjectId AND revision_id IS @revisionId AND created_at >= @since
       ORDER BY created_at DESC LIMIT 1`,
    )
    .pluck()
    .get(key);
}

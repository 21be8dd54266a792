import type { Database } from 'better-sqlite3';
import { submittedPackage, type SubmittedPackage } from '../../../core/contract/package.ts';

export interface PackageRow extends Omit<SubmittedPackage, 'url'> {
  /** null for a package that was written elsewhere than below `exports/`. */
  readonly exportFileId: string | null;
}

interface StoredPackage extends Omit<PackageRow, 'withCt'> {
  readonly withCt: number;
}

/** Newest first. */
export function packagesOf(db: Database, subjectId: string): SubmittedPackage[] {
  return db
    .prepare<[string], StoredPackage>(
      `SELECT id, subject_id AS subjectId, created_at AS createdAt, name, form, byte_count AS byteCount,
         manifest_sha256 AS manifestSha256, key_fingerprint AS keyFingerprint, with_ct AS withCt, missing_count AS missingCount,
         incomplete_reason AS incompleteReason, replaces_id AS replacesId, replace_reason AS replaceReason,
         export_file_id AS exportFileId
       FROM package WHERE subject_id = ? ORDER BY id DESC`,
    )
    .all(subjectId)
    .map(({ exportFileId, ...row }) =>
      submittedPackage.parse({
        ...row,
        withCt: row.withCt === 1,
        url: exportFileId === null ? null : `/blob/export/${exportFileId}`,
      }),
    );
}

export function insertPackage(db: Database, row: PackageRow): void {
  db.prepare(
    `INSERT INTO package (id, subject_id, created_at, name, form, byte_count, manifest_sha256, key_fingerprint, with_ct,
       missing_count, incomplete_reason, replaces_id, replace_reason, export_file_id)
     VALUES (@id, @subjectId, @createdAt, @name, @form, @byteCount, @manifestSha256, @keyFingerprint, @withCt,
       @missingCount, @incompleteReason, @replacesId, @replaceReason, @exportFileId)`,
  ).run({ ...row, withCt: row.withCt ? 1 : 0 });
}

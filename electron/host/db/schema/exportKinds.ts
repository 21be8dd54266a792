/** Any kind of file may be exported: which ones there are is known in one place, `tables/exportFile.ts`, and not also by a constraint. */
export const exportKindsSchema = /* sql */ `
CREATE TABLE export_file_of_any_kind (
  id TEXT PRIMARY KEY,
  created_at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> '' AND kind NOT GLOB '*[^a-z_]*'),
  subject_id TEXT REFERENCES subject (id),
  revision_id TEXT REFERENCES revision (id),
  file_name TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  byte_count INTEGER NOT NULL CHECK (byte_count > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT;
INSERT INTO export_file_of_any_kind SELECT id, created_at, kind, subject_id, revision_id, file_name, path, byte_count, sha256 FROM export_file;
DROP TRIGGER export_file_no_update;
DROP TRIGGER export_file_no_delete;
DROP TABLE export_file;
ALTER TABLE export_file_of_any_kind RENAME TO export_file;
CREATE TRIGGER export_file_no_update BEFORE UPDATE ON export_file BEGIN SELECT RAISE(ABORT, 'export rows are never changed'); END;
CREATE TRIGGER export_file_no_delete BEFORE DELETE ON export_file BEGIN SELECT RAISE(ABORT, 'export rows are never removed'); END;
`;

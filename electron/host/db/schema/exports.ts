/** One row per file that was written below exports/, after it was read back and compared. The file may be taken away; the row stays. */
export const exportsSchema = `
CREATE TABLE export_file (
  id TEXT PRIMARY KEY,
  created_at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('results_csv', 'segmentation_seg', 'segmentation_nifti')),
  subject_id TEXT REFERENCES subject (id),
  revision_id TEXT REFERENCES revision (id),
  file_name TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  byte_count INTEGER NOT NULL CHECK (byte_count > 0),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT;
CREATE TRIGGER export_file_no_update BEFORE UPDATE ON export_file BEGIN SELECT RAISE(ABORT, 'export rows are never changed'); END;
CREATE TRIGGER export_file_no_delete BEFORE DELETE ON export_file BEGIN SELECT RAISE(ABORT, 'export rows are never removed'); END;
`;

/** One row per package that was handed out, after it was read back and verified. Rows are never changed: a correction is a new package. */
export const packagesSchema = /* sql */ `
CREATE TABLE package (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  created_at TEXT NOT NULL,
  name TEXT NOT NULL,
  form TEXT NOT NULL CHECK (form IN ('folder', 'zip', 'encrypted')),
  byte_count INTEGER NOT NULL CHECK (byte_count > 0),
  manifest_sha256 TEXT NOT NULL CHECK (length(manifest_sha256) = 64),
  key_fingerprint TEXT NOT NULL CHECK (length(key_fingerprint) = 64),
  with_ct INTEGER NOT NULL CHECK (with_ct IN (0, 1)),
  missing_count INTEGER NOT NULL CHECK (missing_count >= 0),
  incomplete_reason TEXT,
  replaces_id TEXT REFERENCES package (id),
  replace_reason TEXT,
  export_file_id TEXT REFERENCES export_file (id),
  CHECK ((missing_count = 0) = (incomplete_reason IS NULL)),
  CHECK ((replaces_id IS NULL) = (replace_reason IS NULL))
) STRICT;
CREATE INDEX package_of_subject ON package (subject_id, created_at);
CREATE TRIGGER package_no_update BEFORE UPDATE ON package BEGIN SELECT RAISE(ABORT, 'packages are never changed'); END;
CREATE TRIGGER package_no_delete BEFORE DELETE ON package BEGIN SELECT RAISE(ABORT, 'packages are never removed'); END;
`;

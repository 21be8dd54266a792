/** Append-only: a revision is the whole labelmap (run-length form, gzipped) and what made it. The head is the highest number. */
export const segmentationSchema = `
CREATE TABLE segmentation (
  id TEXT PRIMARY KEY,
  series_id TEXT NOT NULL UNIQUE REFERENCES series (id),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE revision (
  id TEXT PRIMARY KEY,
  segmentation_id TEXT NOT NULL REFERENCES segmentation (id),
  parent_revision_id TEXT UNIQUE REFERENCES revision (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  created_at TEXT NOT NULL,
  action TEXT NOT NULL CHECK (json_valid(action)),
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  cut TEXT CHECK (json_valid(cut)),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  runs BLOB NOT NULL,
  UNIQUE (segmentation_id, number),
  CHECK ((number = 1) = (parent_revision_id IS NULL))
) STRICT;

CREATE TRIGGER revision_refuses_update BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;

CREATE TRIGGER revision_refuses_delete BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
`;

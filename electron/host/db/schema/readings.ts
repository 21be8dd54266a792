/**
 * A series may have several segmentations: each is the work of one reader in one version. What was drawn before there were readings is the
 * first reading of its series, in draft, and keeps its id; whoever goes on with it becomes its reader.
 *
 * Rows are never changed or removed. The state of a reading is the last of its changes; only a reader may be filled in.
 */
export const readingsSchema = /* sql */ `
CREATE TABLE segmentation_of_many (
  id TEXT PRIMARY KEY,
  series_id TEXT NOT NULL REFERENCES series (id),
  created_at TEXT NOT NULL
) STRICT;
INSERT INTO segmentation_of_many (id, series_id, created_at) SELECT id, series_id, created_at FROM segmentation;
DROP TABLE segmentation;
ALTER TABLE segmentation_of_many RENAME TO segmentation;
CREATE INDEX segmentation_of_series ON segmentation (series_id);

CREATE TABLE reading (
  id TEXT PRIMARY KEY,
  series_id TEXT NOT NULL REFERENCES series (id),
  segmentation_id TEXT NOT NULL UNIQUE REFERENCES segmentation (id),
  ordinal TEXT NOT NULL CHECK (ordinal IN ('first', 'second', 'adjudication')),
  version INTEGER NOT NULL CHECK (version >= 1),
  supersedes_id TEXT UNIQUE REFERENCES reading (id),
  reason TEXT,
  created_at TEXT NOT NULL,
  reader_account_id TEXT,
  reader_user TEXT,
  reader_name TEXT,
  reader_role TEXT,
  UNIQUE (series_id, ordinal, version),
  CHECK ((version = 1) = (supersedes_id IS NULL)),
  CHECK ((version = 1) = (reason IS NULL)),
  CHECK ((reader_user IS NULL) = (reader_name IS NULL) AND (reader_user IS NULL) = (reader_role IS NULL))
) STRICT;
INSERT INTO reading (id, series_id, segmentation_id, ordinal, version, created_at)
  SELECT id, series_id, id, 'first', 1, created_at FROM segmentation;

CREATE TABLE reading_change (
  reading_id TEXT NOT NULL REFERENCES reading (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  state TEXT NOT NULL CHECK (state IN ('draft', 'reviewed', 'signed', 'locked')),
  account_id TEXT,
  user TEXT NOT NULL,
  printed_name TEXT NOT NULL,
  role TEXT NOT NULL,
  at TEXT NOT NULL,
  utc_offset_minutes INTEGER NOT NULL,
  PRIMARY KEY (reading_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE signature (
  id TEXT PRIMARY KEY,
  reading_id TEXT NOT NULL REFERENCES reading (id),
  revision_id TEXT NOT NULL REFERENCES revision (id),
  result_id TEXT NOT NULL REFERENCES result (id),
  protocol_id TEXT NOT NULL,
  protocol_version TEXT NOT NULL,
  account_id TEXT,
  user TEXT NOT NULL,
  printed_name TEXT NOT NULL,
  role TEXT NOT NULL,
  signed_at TEXT NOT NULL,
  utc_offset_minutes INTEGER NOT NULL,
  meaning TEXT NOT NULL,
  statement TEXT NOT NULL,
  text TEXT NOT NULL CHECK (json_valid(text)),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT;
CREATE INDEX signature_of_reading ON signature (reading_id);

CREATE TABLE adjudication (
  id TEXT PRIMARY KEY,
  series_id TEXT NOT NULL REFERENCES series (id),
  choice TEXT NOT NULL CHECK (choice IN ('first', 'second', 'new')),
  reading_id TEXT NOT NULL REFERENCES reading (id),
  reason TEXT NOT NULL,
  account_id TEXT,
  user TEXT NOT NULL,
  printed_name TEXT NOT NULL,
  role TEXT NOT NULL,
  at TEXT NOT NULL,
  utc_offset_minutes INTEGER NOT NULL
) STRICT;
CREATE INDEX adjudication_of_series ON adjudication (series_id);

CREATE TRIGGER reading_only_takes_a_reader BEFORE UPDATE ON reading
WHEN OLD.reader_account_id IS NOT NULL OR OLD.id <> NEW.id OR OLD.series_id <> NEW.series_id
  OR OLD.segmentation_id <> NEW.segmentation_id OR OLD.ordinal <> NEW.ordinal OR OLD.version <> NEW.version
  OR OLD.supersedes_id IS NOT NEW.supersedes_id OR OLD.reason IS NOT NEW.reason OR OLD.created_at <> NEW.created_at
BEGIN SELECT RAISE(ABORT, 'a reading is never changed'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'a reading is never removed'); END;
CREATE TRIGGER reading_change_no_update BEFORE UPDATE ON reading_change BEGIN SELECT RAISE(ABORT, 'states are never changed'); END;
CREATE TRIGGER reading_change_no_delete BEFORE DELETE ON reading_change BEGIN SELECT RAISE(ABORT, 'states are never removed'); END;
CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END;
CREATE TRIGGER signature_no_delete BEFORE DELETE ON signature BEGIN SELECT RAISE(ABORT, 'a signature is never removed'); END;
CREATE TRIGGER adjudication_no_update BEFORE UPDATE ON adjudication BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER adjudication_no_delete BEFORE DELETE ON adjudication BEGIN SELECT RAISE(ABORT, 'a decision is never removed'); END;
`;

/**
 * A second reading that was begun by mistake can be discarded as long as nothing of it is signed. Its rows stay as they are; another second
 * reading may begin after it, so that ordinal and version are one reading's only among those that weren't discarded.
 */
export const discardedReadingsSchema = /* sql */ `
CREATE TABLE reading_discard (
  reading_id TEXT PRIMARY KEY REFERENCES reading (id),
  reason TEXT NOT NULL,
  account_id TEXT,
  user TEXT NOT NULL,
  printed_name TEXT NOT NULL,
  role TEXT NOT NULL,
  at TEXT NOT NULL,
  utc_offset_minutes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reading_of_many (
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
  CHECK ((version = 1) = (supersedes_id IS NULL)),
  CHECK ((version = 1) = (reason IS NULL)),
  CHECK ((reader_user IS NULL) = (reader_name IS NULL) AND (reader_user IS NULL) = (reader_role IS NULL))
) STRICT;
INSERT INTO reading_of_many (id, series_id, segmentation_id, ordinal, version, supersedes_id, reason, created_at,
    reader_account_id, reader_user, reader_name, reader_role)
  SELECT id, series_id, segmentation_id, ordinal, version, supersedes_id, reason, created_at,
    reader_account_id, reader_user, reader_name, reader_role FROM reading;
DROP TRIGGER reading_only_takes_a_reader;
DROP TRIGGER reading_no_delete;
DROP TABLE reading;
ALTER TABLE reading_of_many RENAME TO reading;
CREATE INDEX reading_of_series ON reading (series_id, ordinal, version);

CREATE TRIGGER reading_is_the_only_one BEFORE INSERT ON reading
WHEN EXISTS (
  SELECT 1 FROM reading WHERE series_id = NEW.series_id AND ordinal = NEW.ordinal AND version = NEW.version
    AND id NOT IN (SELECT reading_id FROM reading_discard)
)
BEGIN SELECT RAISE(ABORT, 'there is such a reading already'); END;
CREATE TRIGGER reading_only_takes_a_reader BEFORE UPDATE ON reading
WHEN OLD.reader_account_id IS NOT NULL OR OLD.id <> NEW.id OR OLD.series_id <> NEW.series_id
  OR OLD.segmentation_id <> NEW.segmentation_id OR OLD.ordinal <> NEW.ordinal OR OLD.version <> NEW.version
  OR OLD.supersedes_id IS NOT NEW.supersedes_id OR OLD.reason IS NOT NEW.reason OR OLD.created_at <> NEW.created_at
BEGIN SELECT RAISE(ABORT, 'a reading is never changed'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'a reading is never removed'); END;
CREATE TRIGGER reading_discard_of_second BEFORE INSERT ON reading_discard
WHEN (SELECT ordinal FROM reading WHERE id = NEW.reading_id) <> 'second'
  OR EXISTS (SELECT 1 FROM signature WHERE reading_id = NEW.reading_id)
BEGIN SELECT RAISE(ABORT, 'only a second reading that nobody has signed is discarded'); END;
CREATE TRIGGER signature_of_what_is_kept BEFORE INSERT ON signature
WHEN EXISTS (SELECT 1 FROM reading_discard WHERE reading_id = NEW.reading_id)
BEGIN SELECT RAISE(ABORT, 'a discarded reading is never signed'); END;
CREATE TRIGGER reading_discard_no_update BEFORE UPDATE ON reading_discard BEGIN SELECT RAISE(ABORT, 'what was discarded stays so'); END;
CREATE TRIGGER reading_discard_no_delete BEFORE DELETE ON reading_discard BEGIN SELECT RAISE(ABORT, 'what was discarded stays so'); END;
`;

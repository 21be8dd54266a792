/**
 * Step 2 of the library: a file may hold several slices (multi-frame CT), a Series Instance UID several volumes, and a volume the files of
 * several Series Instance UIDs. So files and slices are tables of their own, and a series is what `library/regroup.ts` makes of the slices
 * with one grouping key.
 */
export const librarySlicesSchema = /* sql */ `
-- facts holds what the file says of its series (tables/file.ts: SeriesFacts), so that a series can be made of any set of files.
-- copy counts files with the same SOP Instance UID but other content, from 0. path is relative to the data folder with '/', or the
-- absolute path of a file that was indexed in place.
CREATE TABLE file (
  id TEXT PRIMARY KEY NOT NULL,
  study_id TEXT NOT NULL REFERENCES study(id),
  grouping_key TEXT NOT NULL,
  series_instance_uid TEXT NOT NULL,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  sop_instance_uid TEXT NOT NULL,
  sop_class_uid TEXT NOT NULL,
  copy INTEGER NOT NULL CHECK (copy >= 0),
  file_name TEXT NOT NULL,
  path TEXT NOT NULL,
  in_place INTEGER NOT NULL CHECK (in_place IN (0, 1)),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  byte_count INTEGER NOT NULL,
  UNIQUE (sop_instance_uid, copy),
  UNIQUE (sop_instance_uid, sha256)
) STRICT;
CREATE INDEX file_by_grouping_key ON file(grouping_key);

-- header holds what reading the pixels and judging the geometry need (tables/slice.ts), so that files are parsed once.
-- slice_index is the place in the volume; null for a slice that is not part of it. frame counts from 0.
CREATE TABLE slice (
  id TEXT PRIMARY KEY NOT NULL,
  file_id TEXT NOT NULL REFERENCES file(id),
  frame INTEGER NOT NULL CHECK (frame >= 0),
  series_id TEXT NOT NULL REFERENCES series(id),
  pixel_sha256 TEXT NOT NULL CHECK (length(pixel_sha256) = 64),
  header TEXT NOT NULL CHECK (json_valid(header)),
  slice_index INTEGER,
  UNIQUE (file_id, frame)
) STRICT;
CREATE INDEX slice_by_series ON slice(series_id, slice_index);

INSERT INTO file
  SELECT instance.id, study_id, grouping_key, series_instance_uid,
         json_object('modality', modality, 'description', description, 'seriesNumber', series_number, 'acquisitionDate', acquisition_date,
                     'patientPosition', patient_position, 'frameOfReferenceUid', frame_of_reference_uid,
                     'sample', json(iif(sample, 'true', 'false'))),
         sop_instance_uid, sop_class_uid, 0, file_name, path, 0, sha256, byte_count
  FROM instance JOIN series ON series.id = instance.series_id;
INSERT INTO slice SELECT id, id, 0, series_id, pixel_sha256, header, slice_index FROM instance;
DROP TABLE instance;

-- The grouping key is no longer unique: SQLite needs a new table for that.
CREATE TABLE series_2 (
  id TEXT PRIMARY KEY NOT NULL,
  study_id TEXT NOT NULL REFERENCES study(id),
  grouping_key TEXT NOT NULL,
  series_instance_uid TEXT NOT NULL,
  modality TEXT NOT NULL,
  description TEXT NOT NULL,
  series_number INTEGER,
  acquisition_date TEXT,
  imported_at TEXT NOT NULL,
  instance_count INTEGER NOT NULL,
  geometry TEXT CHECK (geometry IS NULL OR json_valid(geometry)),
  geometry_status TEXT NOT NULL CHECK (geometry_status IN ('regular', 'warning', 'refused')),
  problems TEXT NOT NULL CHECK (json_valid(problems)),
  lossy INTEGER NOT NULL CHECK (lossy IN (0, 1)),
  patient_position TEXT NOT NULL,
  frame_of_reference_uid TEXT NOT NULL,
  sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
  part TEXT NOT NULL DEFAULT '',
  reformat INTEGER NOT NULL DEFAULT 0 CHECK (reformat IN (0, 1)),
  phase_proposed TEXT CHECK (phase_proposed IN ('native', 'arterial', 'portal_venous', 'delayed')),
  phase_basis TEXT NOT NULL DEFAULT '',
  phase_measured INTEGER NOT NULL DEFAULT 0 CHECK (phase_measured IN (0, 1)),
  phase_confirmed TEXT CHECK (phase_confirmed IN ('native', 'arterial', 'portal_venous', 'delayed')),
  can_resample INTEGER NOT NULL DEFAULT 0 CHECK (can_resample IN (0, 1)),
  derived_from TEXT REFERENCES series(id),
  derived_kind TEXT CHECK (derived_kind IN ('regular_grid', 'half_size')),
  derived_statement TEXT,
  CHECK (geometry IS NOT NULL OR geometry_status = 'refused'),
  CHECK ((derived_from IS NULL) = (derived_kind IS NULL) AND (derived_from IS NULL) = (derived_statement IS NULL))
) STRICT;
INSERT INTO series_2 (id, study_id, grouping_key, series_instance_uid, modality, description, series_number, acquisition_date, imported_at,
                      instance_count, geometry, geometry_status, problems, lossy, patient_position, frame_of_reference_uid, sample)
  SELECT id, study_id, grouping_key, series_instance_uid, modality, description, series_number, acquisition_date, imported_at,
         instance_count, geometry, geometry_status, problems, lossy, patient_position, frame_of_reference_uid, sample
  FROM series;
DROP TABLE series;
ALTER TABLE series_2 RENAME TO series;
CREATE INDEX series_by_study ON series(study_id);
CREATE INDEX series_by_grouping_key ON series(grouping_key);
CREATE UNIQUE INDEX series_derived_once ON series(derived_from, derived_kind) WHERE derived_from IS NOT NULL;

-- A join gives the files of one grouping key to another one.
CREATE TABLE series_join (
  grouping_key TEXT PRIMARY KEY NOT NULL,
  joined_key TEXT NOT NULL
) STRICT;

-- Files of a series whose pixels could not be used: its volume may lack their slices. One that comes whole
-- later no longer counts.
CREATE TABLE unreadable_file (
  grouping_key TEXT NOT NULL,
  sop_instance_uid TEXT NOT NULL,
  file_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (grouping_key, sop_instance_uid, file_name)
) STRICT;

CREATE TABLE import_file (
  import_report_id TEXT NOT NULL REFERENCES import_report(id),
  ordinal INTEGER NOT NULL,
  path TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('imported', 'already_there', 'skipped', 'put_aside', 'conflict')),
  reason TEXT NOT NULL,
  PRIMARY KEY (import_report_id, ordinal)
) STRICT;
INSERT INTO import_file SELECT import_report_id, ordinal, path, 'skipped', reason FROM import_skipped_file;
DROP TABLE import_skipped_file;
`;

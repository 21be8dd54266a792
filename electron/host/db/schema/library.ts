/**
 * Studies, series and their files. A series' geometry is judged at import and kept as JSON (contract: `volumeGeometry`, `geometryProblem`).
 * `grouping_key` is the Series Instance UID, or study and folder where the file has none.
 */
export const librarySchema = /* sql */ `
CREATE TABLE study (
  id TEXT PRIMARY KEY NOT NULL,
  study_instance_uid TEXT NOT NULL UNIQUE,
  patient_label TEXT NOT NULL,
  study_date TEXT,
  description TEXT NOT NULL,
  imported_at TEXT NOT NULL
) STRICT;

CREATE TABLE series (
  id TEXT PRIMARY KEY NOT NULL,
  study_id TEXT NOT NULL REFERENCES study(id),
  grouping_key TEXT NOT NULL UNIQUE,
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
  CHECK (geometry IS NOT NULL OR geometry_status = 'refused')
) STRICT;
CREATE INDEX series_by_study ON series(study_id);

-- path is relative to the data folder. slice_index is the place in the volume; null for a file that is not part of it.
-- header holds what reading the pixels and judging the geometry need (dicom/read.ts: ImageHeader), so that files are parsed once.
CREATE TABLE instance (
  id TEXT PRIMARY KEY NOT NULL,
  series_id TEXT NOT NULL REFERENCES series(id),
  sop_instance_uid TEXT NOT NULL UNIQUE,
  sop_class_uid TEXT NOT NULL,
  file_name TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  pixel_sha256 TEXT NOT NULL CHECK (length(pixel_sha256) = 64),
  byte_count INTEGER NOT NULL,
  header TEXT NOT NULL CHECK (json_valid(header)),
  slice_index INTEGER
) STRICT;
CREATE INDEX instance_by_series ON instance(series_id, slice_index);

CREATE TABLE import_report (
  id TEXT PRIMARY KEY NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
  sources TEXT NOT NULL CHECK (json_valid(sources)),
  imported INTEGER NOT NULL,
  already_there INTEGER NOT NULL
) STRICT;

CREATE TABLE import_skipped_file (
  import_report_id TEXT NOT NULL REFERENCES import_report(id),
  ordinal INTEGER NOT NULL,
  path TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (import_report_id, ordinal)
) STRICT;

CREATE TABLE import_series (
  import_report_id TEXT NOT NULL REFERENCES import_report(id),
  series_id TEXT NOT NULL REFERENCES series(id),
  PRIMARY KEY (import_report_id, series_id)
) STRICT;
`;

/**
 * The trial record. A time point that is removed stays as a row (`removed_at`), because results that were computed for it stay too;
 * the rules of uniqueness hold among those that are not removed.
 */
export const trialSchema = `
CREATE TABLE subject (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  sex TEXT NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown')),
  liver_quality TEXT NOT NULL CHECK (liver_quality IN ('normal', 'chemotherapy_damaged', 'cirrhosis')),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE subject_measure (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  date TEXT NOT NULL,
  height_cm REAL NOT NULL,
  weight_kg REAL NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX subject_measure_of_subject ON subject_measure (subject_id, date);

CREATE TABLE embolisation (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  date TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pve', 'pve_hve', 'hve')),
  portal_branches TEXT NOT NULL CHECK (json_valid(portal_branches)),
  hepatic_veins TEXT NOT NULL CHECK (json_valid(hepatic_veins)),
  materials TEXT NOT NULL CHECK (json_valid(materials)),
  note TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX embolisation_of_subject ON embolisation (subject_id, date);

CREATE TABLE time_point (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  kind TEXT NOT NULL CHECK (kind IN ('baseline', 'w1', 'w3', 'w6', 'preoperative', 'unscheduled')),
  date TEXT NOT NULL,
  series_id TEXT NOT NULL REFERENCES series (id),
  recorded_at TEXT NOT NULL,
  removed_at TEXT
) STRICT;
CREATE UNIQUE INDEX time_point_of_series ON time_point (series_id) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX time_point_scheduled_once ON time_point (subject_id, kind) WHERE removed_at IS NULL AND kind <> 'unscheduled';
CREATE INDEX time_point_of_subject ON time_point (subject_id, date) WHERE removed_at IS NULL;
`;

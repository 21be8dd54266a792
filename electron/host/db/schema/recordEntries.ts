/**
 * The record's corrections. Entries of measures, embolisations, function tests and outcomes are never changed: a correction puts a new row in
 * the place of a former one, or strikes it out. A subject and a time point hold what counts now; their former states are in `correction`.
 */
export const recordEntriesSchema = /* sql */ `
CREATE TABLE site (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

ALTER TABLE subject ADD COLUMN site_id TEXT REFERENCES site (id);
ALTER TABLE subject ADD COLUMN protocol_id TEXT NOT NULL DEFAULT 'dragon2';
ALTER TABLE subject ADD COLUMN year_of_birth INTEGER;
ALTER TABLE subject ADD COLUMN planned_resection TEXT CHECK (planned_resection IS NULL OR json_valid(planned_resection));
ALTER TABLE subject ADD COLUMN earlier_procedures TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(earlier_procedures));

ALTER TABLE time_point ADD COLUMN quality TEXT CHECK (quality IN ('good', 'sufficient', 'poor', 'not_measurable'));
ALTER TABLE time_point ADD COLUMN note TEXT NOT NULL DEFAULT '';

ALTER TABLE function_test ADD COLUMN tracer TEXT NOT NULL DEFAULT 'mebrofenin_99mtc' CHECK (tracer IN ('mebrofenin_99mtc', 'other'));
ALTER TABLE function_test ADD COLUMN activity_mbq REAL;

CREATE TABLE correction (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  entity TEXT NOT NULL CHECK (entity IN ('subject', 'subject_measure', 'embolisation', 'function_test', 'outcome', 'time_point')),
  entry_id TEXT NOT NULL,
  -- NULL: struck out; the same as entry_id for a subject or time point, which keep theirs.
  replacement_id TEXT,
  former TEXT NOT NULL CHECK (json_valid(former)),
  replacement TEXT CHECK (replacement IS NULL OR json_valid(replacement)),
  -- NULL only where none was asked for: another CT assigned to a time point.
  reason TEXT,
  corrected_at TEXT NOT NULL,
  corrected_by TEXT NOT NULL,
  CHECK ((replacement_id IS NULL) = (replacement IS NULL))
) STRICT;
CREATE INDEX correction_of_subject ON correction (subject_id, id);
CREATE UNIQUE INDEX correction_once ON correction (entry_id) WHERE replacement_id IS NULL OR replacement_id <> entry_id;

INSERT INTO correction
SELECT id, subject_id, 'outcome', former_id, id, former, current, change_reason, recorded_at, 'unknown'
FROM (
  SELECT id, subject_id, change_reason, recorded_at, current,
    lag(id) OVER of_subject AS former_id, lag(current) OVER of_subject AS former
  FROM (
    SELECT id, subject_id, change_reason, recorded_at,
      json_object('id', id, 'decisionDate', decision_date, 'resectable', json(iif(resectable, 'true', 'false')), 'reason', reason,
        'resectionDate', resection_date, 'specimenWeightG', specimen_weight_g, 'phlfGrade', phlf_grade,
        'status90Days', status_90_days, 'note', note, 'changeReason', change_reason, 'recordedAt', recorded_at) AS current
    FROM outcome
  )
  WINDOW of_subject AS (PARTITION BY subject_id ORDER BY id)
)
WHERE former_id IS NOT NULL;

CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction BEGIN SELECT RAISE(ABORT, 'corrections are never changed'); END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction BEGIN SELECT RAISE(ABORT, 'corrections are never removed'); END;
CREATE TRIGGER subject_no_delete BEFORE DELETE ON subject BEGIN SELECT RAISE(ABORT, 'subjects are never removed'); END;
CREATE TRIGGER time_point_no_delete BEFORE DELETE ON time_point BEGIN SELECT RAISE(ABORT, 'time points are never removed'); END;
CREATE TRIGGER subject_measure_no_update BEFORE UPDATE ON subject_measure BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER subject_measure_no_delete BEFORE DELETE ON subject_measure BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER embolisation_no_update BEFORE UPDATE ON embolisation BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER embolisation_no_delete BEFORE DELETE ON embolisation BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER function_test_no_update BEFORE UPDATE ON function_test BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER function_test_no_delete BEFORE DELETE ON function_test BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
`;

/**
 * Results are never changed or removed: a new revision, measure, embolisation or formula version makes new rows, and which row is current
 * is derived. A result names the time point it was computed for without a foreign key, so that it outlives a time point that is removed.
 */
export const resultsSchema = `
CREATE TABLE result (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  time_point_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  date TEXT NOT NULL,
  series_id TEXT NOT NULL REFERENCES series (id),
  revision_id TEXT NOT NULL REFERENCES revision (id),
  computed_at TEXT NOT NULL,
  protocol_id TEXT NOT NULL,
  protocol_version TEXT NOT NULL,
  formulas_json TEXT NOT NULL CHECK (json_valid(formulas_json)),
  inputs_json TEXT NOT NULL CHECK (json_valid(inputs_json)),
  inputs_sha256 TEXT NOT NULL CHECK (length(inputs_sha256) = 64),
  verdicts_json TEXT NOT NULL CHECK (json_valid(verdicts_json)),
  warnings_json TEXT NOT NULL CHECK (json_valid(warnings_json)),
  UNIQUE (time_point_id, revision_id, inputs_sha256)
) STRICT;
CREATE INDEX result_of_subject ON result (subject_id);

CREATE TABLE result_value (
  result_id TEXT NOT NULL REFERENCES result (id),
  position INTEGER NOT NULL,
  quantity TEXT NOT NULL,
  name TEXT NOT NULL,
  value REAL,
  printed TEXT,
  ucum TEXT NOT NULL,
  reason TEXT,
  formulas_json TEXT NOT NULL CHECK (json_valid(formulas_json)),
  PRIMARY KEY (result_id, quantity),
  CHECK ((value IS NULL) = (reason IS NOT NULL)),
  CHECK ((value IS NULL) = (printed IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE growth (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  from_result_id TEXT NOT NULL REFERENCES result (id),
  to_result_id TEXT NOT NULL REFERENCES result (id),
  embolisation_id TEXT,
  embolisation_date TEXT,
  days_since_embolisation INTEGER,
  days_between INTEGER NOT NULL,
  computed_at TEXT NOT NULL,
  inputs_json TEXT NOT NULL CHECK (json_valid(inputs_json)),
  inputs_sha256 TEXT NOT NULL CHECK (length(inputs_sha256) = 64),
  UNIQUE (from_result_id, to_result_id, inputs_sha256),
  CHECK ((embolisation_id IS NULL) = (embolisation_date IS NULL))
) STRICT;
CREATE INDEX growth_of_subject ON growth (subject_id);

CREATE TABLE growth_value (
  growth_id TEXT NOT NULL REFERENCES growth (id),
  position INTEGER NOT NULL,
  quantity TEXT NOT NULL,
  name TEXT NOT NULL,
  value REAL,
  printed TEXT,
  ucum TEXT NOT NULL,
  reason TEXT,
  formulas_json TEXT NOT NULL CHECK (json_valid(formulas_json)),
  PRIMARY KEY (growth_id, quantity),
  CHECK ((value IS NULL) = (reason IS NOT NULL)),
  CHECK ((value IS NULL) = (printed IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER result_no_update BEFORE UPDATE ON result BEGIN SELECT RAISE(ABORT, 'results are never changed'); END;
CREATE TRIGGER result_no_delete BEFORE DELETE ON result BEGIN SELECT RAISE(ABORT, 'results are never removed'); END;
CREATE TRIGGER result_value_no_update BEFORE UPDATE ON result_value BEGIN SELECT RAISE(ABORT, 'results are never changed'); END;
CREATE TRIGGER result_value_no_delete BEFORE DELETE ON result_value BEGIN SELECT RAISE(ABORT, 'results are never removed'); END;
CREATE TRIGGER growth_no_update BEFORE UPDATE ON growth BEGIN SELECT RAISE(ABORT, 'results are never changed'); END;
CREATE TRIGGER growth_no_delete BEFORE DELETE ON growth BEGIN SELECT RAISE(ABORT, 'results are never removed'); END;
CREATE TRIGGER growth_value_no_update BEFORE UPDATE ON growth_value BEGIN SELECT RAISE(ABORT, 'results are never changed'); END;
CREATE TRIGGER growth_value_no_delete BEFORE DELETE ON growth_value BEGIN SELECT RAISE(ABORT, 'results are never removed'); END;
`;

/** What became of a subject. A correction is a new row with its reason; the newest counts, none is ever changed. */
export const outcomesSchema = /* sql */ `
CREATE TABLE outcome (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  decision_date TEXT NOT NULL,
  resectable INTEGER NOT NULL CHECK (resectable IN (0, 1)),
  reason TEXT,
  resection_date TEXT,
  specimen_weight_g REAL,
  phlf_grade TEXT CHECK (phlf_grade IN ('none', 'A', 'B', 'C')),
  status_90_days TEXT CHECK (status_90_days IN ('alive', 'dead')),
  note TEXT NOT NULL,
  change_reason TEXT,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX outcome_of_subject ON outcome (subject_id, id);

CREATE TRIGGER outcome_no_update BEFORE UPDATE ON outcome BEGIN SELECT RAISE(ABORT, 'outcomes are never changed'); END;
CREATE TRIGGER outcome_no_delete BEFORE DELETE ON outcome BEGIN SELECT RAISE(ABORT, 'outcomes are never removed'); END;
`;

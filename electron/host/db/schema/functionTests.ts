/** Liver function tests (99mTc-mebrofenin scintigraphy): as measured; what follows from them is in the results. */
export const functionTestsSchema = /* sql */ `
CREATE TABLE function_test (
  id TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL REFERENCES subject (id),
  date TEXT NOT NULL,
  uptake_pct_per_min REAL NOT NULL,
  flr_share_pct REAL NOT NULL,
  note TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX function_test_of_subject ON function_test (subject_id, date);
`;

/** How sure each value is and what it was computed from; which embolisation growth counts from, by kind, by whom, and which others lie between. */
export const resultUncertaintySchema = /* sql */ `
ALTER TABLE result_value ADD COLUMN uncertainty_json TEXT CHECK (uncertainty_json IS NULL OR json_valid(uncertainty_json));
ALTER TABLE result_value ADD COLUMN inputs_json TEXT CHECK (inputs_json IS NULL OR json_valid(inputs_json));
ALTER TABLE growth_value ADD COLUMN uncertainty_json TEXT CHECK (uncertainty_json IS NULL OR json_valid(uncertainty_json));
ALTER TABLE growth_value ADD COLUMN inputs_json TEXT CHECK (inputs_json IS NULL OR json_valid(inputs_json));
ALTER TABLE growth ADD COLUMN embolisation_kind TEXT;
ALTER TABLE growth ADD COLUMN embolisation_chosen_by TEXT NOT NULL DEFAULT 'rule' CHECK (embolisation_chosen_by IN ('rule', 'person'));
ALTER TABLE growth ADD COLUMN later_embolisations_json TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(later_embolisations_json));
ALTER TABLE growth ADD COLUMN statement TEXT;

CREATE TABLE protocol_file (
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  source TEXT NOT NULL CHECK (source IN ('program', 'site')),
  file_name TEXT NOT NULL,
  loaded_at TEXT NOT NULL,
  content_json TEXT NOT NULL CHECK (json_valid(content_json)),
  PRIMARY KEY (id, version, sha256)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER protocol_file_no_update BEFORE UPDATE ON protocol_file BEGIN SELECT RAISE(ABORT, 'protocol files are never changed'); END;
CREATE TRIGGER protocol_file_no_delete BEFORE DELETE ON protocol_file BEGIN SELECT RAISE(ABORT, 'protocol files are never removed'); END;
`;

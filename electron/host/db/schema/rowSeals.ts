/**
 * What every row of the record was when the trail last spoke of it. A seal names the entry that it belongs to, and that entry has the digest
 * of its seals, so that the chain holds them too. `sha256` is NULL for a row that was removed.
 */
export const rowSealsSchema = /* sql */ `
ALTER TABLE audit ADD COLUMN rows_sha256 TEXT CHECK (rows_sha256 IS NULL OR length(rows_sha256) = 64);

CREATE TABLE row_seal (
  table_name TEXT NOT NULL,
  row_key TEXT NOT NULL CHECK (json_valid(row_key)),
  sequence INTEGER NOT NULL REFERENCES audit (sequence),
  sha256 BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
  PRIMARY KEY (table_name, row_key, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_seal_of_entry ON row_seal (sequence);

CREATE TRIGGER row_seal_refuses_update BEFORE UPDATE ON row_seal
BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END;
CREATE TRIGGER row_seal_refuses_delete BEFORE DELETE ON row_seal
BEGIN SELECT RAISE(ABORT, 'a seal is never removed'); END;

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_user ON audit (user);
CREATE INDEX audit_action ON audit (action);
`;

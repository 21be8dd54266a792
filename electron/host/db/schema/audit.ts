/** The hash chain. Sequences have no gaps and rows never change: the triggers refuse it to this program, the chain shows it of any other. */
export const auditSchema = `
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  utc_offset_minutes INTEGER NOT NULL,
  user TEXT NOT NULL,
  role TEXT NOT NULL,
  workstation TEXT NOT NULL,
  version TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  old_value TEXT,
  new_value TEXT,
  reason TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE INDEX audit_of_entity ON audit (entity, entity_id);

CREATE TRIGGER audit_appends BEFORE INSERT ON audit
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit trail only grows, one entry after the other'); END;

CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END;

CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is never deleted'); END;
`;

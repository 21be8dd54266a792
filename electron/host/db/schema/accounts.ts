/** Who may sign in (contract: `accounts`). An account is disabled, never deleted: the trail and signatures name it. */
export const accountsSchema = /* sql */ `
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL UNIQUE COLLATE NOCASE,
  printed_name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('reader', 'interventional_radiologist', 'site_staff', 'monitor', 'administrator')),
  created_at TEXT NOT NULL,
  disabled_at TEXT,
  password_hash TEXT NOT NULL,
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
  failed_tries INTEGER NOT NULL DEFAULT 0 CHECK (failed_tries >= 0),
  last_failed_at TEXT
) STRICT;

CREATE TRIGGER account_refuses_delete BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'an account is disabled, never deleted'); END;

CREATE TRIGGER account_keeps_its_name BEFORE UPDATE OF id, user, created_at ON account
BEGIN SELECT RAISE(ABORT, 'an account keeps its login name'); END;
`;

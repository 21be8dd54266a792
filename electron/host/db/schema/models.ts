/** Models of the person (contract: `models`); their files are below `models/`, named by their hash. */
export const modelsSchema = /* sql */ `
CREATE TABLE model (
  id TEXT PRIMARY KEY,
  added_at TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  byte_size INTEGER NOT NULL CHECK (byte_size > 0),
  description TEXT NOT NULL CHECK (json_valid(description)),
  channels INTEGER NOT NULL CHECK (channels > 0),
  seconds_per_patch REAL NOT NULL,
  peak_bytes REAL NOT NULL,
  UNIQUE (sha256, description)
) STRICT;
`;

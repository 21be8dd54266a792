/** One row: what the site has decided (contract: `settings`). */
export const settingsSchema = /* sql */ `
CREATE TABLE settings (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
`;

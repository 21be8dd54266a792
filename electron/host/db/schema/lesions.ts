/**
 * Step 3: lesions with a state. A revision holds the list as of its labels; NULL for revisions from before, whose tumour was all subtracted.
 * The table keeps which number a lesion has, for good: numbers of lesions that are gone are never given again.
 */
export const lesionsSchema = /* sql */ `
ALTER TABLE revision ADD COLUMN lesions TEXT CHECK (lesions IS NULL OR json_valid(lesions));

CREATE TABLE lesion (
  id TEXT PRIMARY KEY NOT NULL,
  segmentation_id TEXT NOT NULL REFERENCES segmentation (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  UNIQUE (segmentation_id, number)
) STRICT;

CREATE TRIGGER lesion_refuses_update BEFORE UPDATE ON lesion
BEGIN SELECT RAISE(ABORT, 'a lesion keeps its number'); END;

CREATE TRIGGER lesion_refuses_delete BEFORE DELETE ON lesion
BEGIN SELECT RAISE(ABORT, 'a lesion keeps its number'); END;
`;

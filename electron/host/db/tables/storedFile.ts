import type { Database } from 'better-sqlite3';

/** A file outside the database that a row of it vouches for. */
export interface StoredFile {
  readonly id: string;
  readonly kind: 'original' | 'export' | 'model';
  /** Relative to the data folder with '/'; absolute for one that is left where it was found. */
  readonly path: string;
  readonly inPlace: 0 | 1;
  /** Whether a person may take it out of the folder. */
  readonly mayBeTaken: 0 | 1;
  readonly sha256: string;
}

export const storedFiles = (db: Database): StoredFile[] =>
  db
    .prepare<[], StoredFile>(
      `SELECT id, 'original' AS kind, path, in_place AS inPlace, 0 AS mayBeTaken, sha256 FROM file
       UNION ALL SELECT id, 'export', path, 0, 1, sha256 FROM export_file
       UNION ALL SELECT id, 'model', 'models/' || substr(sha256, 1, 2) || '/' || sha256 || '.onnx', 0, 0, sha256 FROM model
       ORDER BY 2, 1`,
    )
    .all();

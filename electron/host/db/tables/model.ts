import type { Database } from 'better-sqlite3';
import { model, type Model } from '../../../core/contract/models.ts';
import { parseJson } from '../json.ts';

type Row = Omit<Model, 'description'> & { readonly description: string };

const select = `SELECT id, added_at AS addedAt, sha256, byte_size AS byteSize, description, channels,
  seconds_per_patch AS secondsPerPatch, peak_bytes AS peakBytes FROM model`;

const fromRow = (row: Row): Model => model.parse({ ...row, description: parseJson(row.description) });

/** Oldest first. */
export const allModels = (db: Database): Model[] => db.prepare<[], Row>(`${select} ORDER BY id`).all().map(fromRow);

export function findModel(db: Database, modelId: string): Model | undefined {
  const row = db.prepare<[string], Row>(`${select} WHERE id = ?`).get(modelId);
  return row && fromRow(row);
}

export function insertModel(db: Database, { description, ...rest }: Model): void {
  db.prepare(
    `INSERT INTO model (id, added_at, sha256, byte_size, description, channels, seconds_per_patch, peak_bytes)
     VALUES (@id, @addedAt, @sha256, @byteSize, @description, @channels, @secondsPerPatch, @peakBytes)`,
  ).run({ ...rest, description: JSON.stringify(description) });
}

export function deleteModel(db: Database, modelId: string): void {
  db.prepare('DELETE FROM model WHERE id = ?').run(modelId);
}

import type { Database } from 'better-sqlite3';
import { revision } from '../../../core/contract/segmentation.ts';
import type { Revision } from '../../../core/contract/segmentation.ts';
import { parseJson } from '../json.ts';

interface StoredRevision {
  id: string;
  segmentationId: string;
  parentRevisionId: string | null;
  number: number;
  createdAt: string;
  action: string;
  counts: string;
  cut: string | null;
  lesions: string | null;
  sha256: string;
}

const select = `SELECT id, segmentation_id AS segmentationId, parent_revision_id AS parentRevisionId, number, created_at AS createdAt,
  action, counts, cut, lesions, sha256 FROM revision`;

const fromStored = (row: StoredRevision): Revision =>
  revision.parse({
    ...row,
    action: parseJson(row.action),
    counts: parseJson(row.counts),
    cut: row.cut === null ? null : parseJson(row.cut),
    lesions: row.lesions === null ? null : parseJson(row.lesions),
  });

export function findRevision(db: Database, revisionId: string): Revision | undefined {
  const row = db.prepare<[string], StoredRevision>(`${select} WHERE id = ?`).get(revisionId);
  return row && fromStored(row);
}

export function headRevision(db: Database, segmentationId: string): Revision | null {
  const row = db
    .prepare<[string], StoredRevision>(`${select} WHERE segmentation_id = ? ORDER BY number DESC LIMIT 1`)
    .get(segmentationId);
  return row === undefined ? null : fromStored(row);
}

/** Newest first. */
export function revisionsOf(db: Database, segmentationId: string): Revision[] {
  return db
    .prepare<[string], StoredRevision>(`${select} WHERE segmentation_id = ? ORDER BY number DESC`)
    .all(segmentationId)
    .map(fromStored);
}

export function listRevisionIds(db: Database): string[] {
  return db.prepare<[], string>('SELECT id FROM revision ORDER BY segmentation_id, number').pluck().all();
}

/** The gzipped run-length labelmap. */
export function revisionRuns(db: Database, revisionId: string): Buffer | undefined {
  return db.prepare<[string], Buffer>('SELECT runs FROM revision WHERE id = ?').pluck().get(revisionId);
}

export function insertRevision(db: Database, row: Revision, runs: Uint8Array): void {
  db.prepare(
    `INSERT INTO revision (id, segmentation_id, parent_revision_id, number, created_at, action, counts, cut, lesions, sha256, runs)
     VALUES (@id, @segmentationId, @parentRevisionId, @number, @createdAt, @action, @counts, @cut, @lesions, @sha256, @runs)`,
  ).run({
    ...row,
    action: JSON.stringify(row.action),
    counts: JSON.stringify(row.counts),
    cut: row.cut === null ? null : JSON.stringify(row.cut),
    lesions: row.lesions === null ? null : JSON.stringify(row.lesions),
    runs,
  });
}

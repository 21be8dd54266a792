import type { Database } from 'better-sqlite3';
import { embolisation, unknownDetails } from '../../../core/contract/trial.ts';
import type { Embolisation } from '../../../core/contract/trial.ts';
import { parseJson } from '../json.ts';

interface StoredEmbolisation {
  id: string;
  date: string;
  kind: string;
  portalBranches: string;
  hepaticVeins: string;
  materials: string;
  note: string;
  details: string | null;
  recordedAt: string;
}

/** By date. */
export function embolisationsOf(db: Database, subjectId: string): Embolisation[] {
  return db
    .prepare<[string], StoredEmbolisation>(
      `SELECT id, date, kind, portal_branches AS portalBranches, hepatic_veins AS hepaticVeins, materials, note,
         details, recorded_at AS recordedAt
       FROM embolisation WHERE subject_id = ? ORDER BY date, id`,
    )
    .all(subjectId)
    .map((row) =>
      embolisation.parse({
        ...row,
        portalBranches: parseJson(row.portalBranches),
        hepaticVeins: parseJson(row.hepaticVeins),
        materials: parseJson(row.materials),
        details: row.details === null ? unknownDetails : parseJson(row.details),
      }),
    );
}

export function insertEmbolisation(db: Database, subjectId: string, row: Embolisation): void {
  db.prepare(
    `INSERT INTO embolisation (id, subject_id, date, kind, portal_branches, hepatic_veins, materials, note, details,
       recorded_at)
     VALUES (@id, @subjectId, @date, @kind, @portalBranches, @hepaticVeins, @materials, @note, @details,
       @recordedAt)`,
  ).run({
    ...row,
    subjectId,
    portalBranches: JSON.stringify(row.portalBranches),
    hepaticVeins: JSON.stringify(row.hepaticVeins),
    materials: JSON.stringify(row.materials),
    details: JSON.stringify(row.details),
  });
}

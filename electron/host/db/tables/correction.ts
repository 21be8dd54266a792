import type { Database } from 'better-sqlite3';
import { correction } from '../../../core/contract/trial.ts';
import type { Correction } from '../../../core/contract/trial.ts';
import { parseJson } from '../json.ts';
import type { Corrected, Whose } from './bySubject.ts';

export function correctedEntries(db: Database, whose: Whose): Corrected {
  const rows = db
    .prepare<string[], { entryId: string; replacementId: string | null }>(
      `SELECT entry_id AS entryId, replacement_id AS replacementId FROM correction
       ${whose === null ? '' : 'WHERE subject_id = ?'}`,
    )
    .all(...(whose === null ? [] : [whose]));
  const [former, current] = [new Set<string>(), new Set<string>()];
  for (const { entryId, replacementId } of rows) {
    if (replacementId !== entryId) former.add(entryId);
    if (replacementId !== null) current.add(replacementId);
  }
  return { former, current };
}

type StoredCorrection = Omit<Correction, 'former' | 'replacement'> & { former: string; replacement: string | null };

/** Newest first. */
export function correctionsOf(db: Database, subjectId: string): Correction[] {
  return db
    .prepare<[string], StoredCorrection>(
      `SELECT id, entity, entry_id AS entryId, former, replacement, reason, corrected_at AS correctedAt,
         corrected_by AS correctedBy
       FROM correction WHERE subject_id = ? ORDER BY id DESC`,
    )
    .all(subjectId)
    .map((row) =>
      correction.parse({
        ...row,
        former: parseJson(row.former),
        replacement: row.replacement === null ? null : parseJson(row.replacement),
      }),
    );
}

/** Has the code belonged to another subject once? It would be mistaken for that one's in older papers. */
export function wasCodeOfAnother(db: Database, code: string, subjectId: string | null): boolean {
  return (
    db
      .prepare<[string, string | null]>(
        `SELECT 1 FROM correction WHERE entity = 'subject' AND former ->> '$.code' = ? AND subject_id IS NOT ?`,
      )
      .get(code, subjectId) !== undefined
  );
}

export interface CorrectionRow extends Correction {
  readonly subjectId: string;
  readonly replacementId: string | null;
}

export function insertCorrection(db: Database, row: CorrectionRow): void {
  db.prepare(
    `INSERT INTO correction (id, subject_id, entity, entry_id, replacement_id, former, replacement, reason, corrected_at,
       corrected_by)
     VALUES (@id, @subjectId, @entity, @entryId, @replacementId, @former, @replacement, @reason, @correctedAt, @correctedBy)`,
  ).run({
    ...row,
    former: JSON.stringify(row.former),
    replacement: row.replacement === null ? null : JSON.stringify(row.replacement),
  });
}

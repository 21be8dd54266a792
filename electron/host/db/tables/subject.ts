import type { Database } from 'better-sqlite3';
import type { Subject } from '../../../core/contract/trial.ts';
import { parseJson } from '../json.ts';
import type { Whose } from './bySubject.ts';
import { correctedEntries } from './correction.ts';
import { embolisationsOf } from './embolisation.ts';
import { functionTestsOf } from './functionTest.ts';
import { measuresOf } from './measure.ts';
import { outcomesOf } from './outcome.ts';
import { timePointsOf } from './timePoint.ts';

/** What is recorded of the subject itself. */
export type SubjectRow = Pick<
  Subject,
  | 'id'
  | 'code'
  | 'siteId'
  | 'protocolId'
  | 'sex'
  | 'liverQuality'
  | 'yearOfBirth'
  | 'plannedResection'
  | 'earlierProcedures'
  | 'createdAt'
>;

type StoredSubject = Omit<SubjectRow, 'plannedResection' | 'earlierProcedures'> & {
  readonly plannedResection: string | null;
  readonly earlierProcedures: string;
};

const select = `SELECT id, code, site_id AS siteId, protocol_id AS protocolId, sex, liver_quality AS liverQuality,
  year_of_birth AS yearOfBirth, planned_resection AS plannedResection, earlier_procedures AS earlierProcedures,
  created_at AS createdAt FROM subject`;

const rowOf = (stored: StoredSubject): SubjectRow => ({
  ...stored,
  plannedResection:
    stored.plannedResection === null ? null : (parseJson(stored.plannedResection) as Subject['plannedResection']),
  earlierProcedures: parseJson(stored.earlierProcedures) as Subject['earlierProcedures'],
});

/** Six queries, however many subjects there are. */
function whole(db: Database, whose: Whose, stored: readonly StoredSubject[]): Subject[] {
  const corrected = correctedEntries(db, whose);
  const measures = measuresOf(db, whose, corrected);
  const embolisations = embolisationsOf(db, whose, corrected);
  const functionTests = functionTestsOf(db, whose, corrected);
  const timePoints = timePointsOf(db, whose, corrected);
  const outcomes = outcomesOf(db, whose, corrected);
  return stored.map((each) => ({
    ...rowOf(each),
    corrected: corrected.current.has(each.id),
    measures: measures.get(each.id) ?? [],
    embolisations: embolisations.get(each.id) ?? [],
    functionTests: functionTests.get(each.id) ?? [],
    timePoints: timePoints.get(each.id) ?? [],
    outcome: outcomes.get(each.id)?.at(-1) ?? null,
  }));
}

export function findSubject(db: Database, subjectId: string): Subject | undefined {
  const row = db.prepare<[string], StoredSubject>(`${select} WHERE id = ?`).get(subjectId);
  return row && whole(db, subjectId, [row])[0];
}

export function subjectIdOfCode(db: Database, code: string): string | undefined {
  return db.prepare<[string], string>('SELECT id FROM subject WHERE code = ?').pluck().get(code);
}

/** By code. */
export const allSubjects = (db: Database): Subject[] =>
  whole(db, null, db.prepare<[], StoredSubject>(`${select} ORDER BY code`).all());

const bound = (row: SubjectRow) => ({
  ...row,
  plannedResection: row.plannedResection === null ? null : JSON.stringify(row.plannedResection),
  earlierProcedures: JSON.stringify(row.earlierProcedures),
});

export function insertSubject(db: Database, row: SubjectRow): void {
  db.prepare(
    `INSERT INTO subject (id, code, site_id, protocol_id, sex, liver_quality, year_of_birth, planned_resection,
       earlier_procedures, created_at)
     VALUES (@id, @code, @siteId, @protocolId, @sex, @liverQuality, @yearOfBirth, @plannedResection, @earlierProcedures,
       @createdAt)`,
  ).run(bound(row));
}

export function updateSubject(db: Database, row: SubjectRow): void {
  db.prepare(
    `UPDATE subject SET code = @code, site_id = @siteId, protocol_id = @protocolId, sex = @sex, liver_quality = @liverQuality,
       year_of_birth = @yearOfBirth, planned_resection = @plannedResection, earlier_procedures = @earlierProcedures
     WHERE id = @id`,
  ).run(bound(row));
}

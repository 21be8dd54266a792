import type { Database } from 'better-sqlite3';
import { subject } from '../../../core/contract/trial.ts';
import type { Subject } from '../../../core/contract/trial.ts';
import { embolisationsOf } from './embolisation.ts';
import { functionTestsOf } from './functionTest.ts';
import { measuresOf } from './measure.ts';
import { outcomeOf } from './outcome.ts';
import { timePointsOf } from './timePoint.ts';

export type SubjectRow = Pick<Subject, 'id' | 'code' | 'sex' | 'liverQuality' | 'createdAt'>;

interface StoredSubject {
  id: string;
  code: string;
  sex: string;
  liverQuality: string;
  createdAt: string;
}

const select = 'SELECT id, code, sex, liver_quality AS liverQuality, created_at AS createdAt FROM subject';

const whole = (db: Database, row: StoredSubject): Subject =>
  subject.parse({
    ...row,
    measures: measuresOf(db, row.id),
    embolisations: embolisationsOf(db, row.id),
    functionTests: functionTestsOf(db, row.id),
    timePoints: timePointsOf(db, row.id),
    outcome: outcomeOf(db, row.id),
  });

export function findSubject(db: Database, subjectId: string): Subject | undefined {
  const row = db.prepare<[string], StoredSubject>(`${select} WHERE id = ?`).get(subjectId);
  return row && whole(db, row);
}

export function hasSubjectCode(db: Database, code: string): boolean {
  return db.prepare('SELECT 1 FROM subject WHERE code = ?').get(code) !== undefined;
}

/** By code. */
export function allSubjects(db: Database): Subject[] {
  return db
    .prepare<[], StoredSubject>(`${select} ORDER BY code`)
    .all()
    .map((row) => whole(db, row));
}

export function insertSubject(db: Database, row: SubjectRow): void {
  db.prepare(
    'INSERT INTO subject (id, code, sex, liver_quality, created_at) VALUES (@id, @code, @sex, @liverQuality, @createdAt)',
  ).run(row);
}

import type { Database } from 'better-sqlite3';

export interface StudyRow {
  readonly id: string;
  readonly studyInstanceUid: string;
  readonly patientLabel: string;
  readonly studyDate: string | null;
  readonly description: string;
  readonly importedAt: string;
}

export function findStudyId(db: Database, studyInstanceUid: string): string | undefined {
  return db
    .prepare<[string], string>('SELECT id FROM study WHERE study_instance_uid = ?')
    .pluck()
    .get(studyInstanceUid);
}

export function insertStudy(db: Database, row: StudyRow): void {
  db.prepare(
    `INSERT INTO study (id, study_instance_uid, patient_label, study_date, description, imported_at)
     VALUES (@id, @studyInstanceUid, @patientLabel, @studyDate, @description, @importedAt)`,
  ).run(row);
}

import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { parseJson } from '../json.ts';

/** What a file says of the series it is of; a series takes it from its first slice. */
export const seriesFacts = z.object({
  modality: z.string(),
  description: z.string(),
  studyDescription: z.string().default(''),
  seriesNumber: z.int().nullable(),
  acquisitionDate: z.iso.date().nullable(),
  patientPosition: z.string(),
  frameOfReferenceUid: z.string(),
  sample: z.boolean(),
  reformat: z.boolean().default(false),
  contrastAgent: z.string().default(''),
  bolusStartSeconds: z.number().nullable().default(null),
  /** Whose UID the file lacks or has wrong, so that one was made. */
  missingUids: z.array(z.enum(['study', 'series', 'image'])).default([]),
});
export type SeriesFacts = z.infer<typeof seriesFacts>;

export interface FileRow {
  readonly id: string;
  readonly studyId: string;
  /** Files with one key are looked at together: a Series Instance UID, or study and folder where the file has none. */
  readonly groupingKey: string;
  readonly seriesInstanceUid: string;
  readonly facts: SeriesFacts;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  /** Counts files with the same SOP Instance UID but other content, from 0. */
  readonly copy: number;
  /** Name the file had where it was imported from. */
  readonly fileName: string;
  /** Relative to the data folder; absolute for one in place. */
  readonly path: string;
  readonly inPlace: boolean;
  readonly sha256: string;
  readonly byteCount: number;
}

export type StoredFile = Omit<FileRow, 'facts' | 'inPlace'> & { facts: string; inPlace: number };

/** Columns of `file`, for queries that join it. */
export const fileColumns = `
  file.study_id AS studyId, grouping_key AS groupingKey, file.series_instance_uid AS seriesInstanceUid, facts,
  sop_instance_uid AS sopInstanceUid, sop_class_uid AS sopClassUid, copy, file_name AS fileName, path, in_place AS inPlace, sha256,
  byte_count AS byteCount`;

export const fileFromStored = <Row extends Pick<StoredFile, 'facts' | 'inPlace'>>(
  row: Row,
): Omit<Row, 'facts' | 'inPlace'> & Pick<FileRow, 'facts' | 'inPlace'> => ({
  ...row,
  facts: seriesFacts.parse(parseJson(row.facts)),
  inPlace: row.inPlace === 1,
});

/** Files with this SOP Instance UID, the first imported first. */
export function findFilesByUid(db: Database, sopInstanceUid: string): FileRow[] {
  return db
    .prepare<[string], StoredFile>(`SELECT id, ${fileColumns} FROM file WHERE sop_instance_uid = ? ORDER BY copy`)
    .all(sopInstanceUid)
    .map(fileFromStored);
}

/** The series of which the file has slices. */
export function seriesOfFile(db: Database, fileId: string): string[] {
  return db.prepare<[string], string>('SELECT DISTINCT series_id FROM slice WHERE file_id = ?').pluck().all(fileId);
}

export function insertFile(db: Database, { facts, inPlace, ...row }: FileRow): void {
  db.prepare(
    `INSERT INTO file (id, study_id, grouping_key, series_instance_uid, facts, sop_instance_uid, sop_class_uid, copy, file_name, path,
                       in_place, sha256, byte_count)
     VALUES (@id, @studyId, @groupingKey, @seriesInstanceUid, @facts, @sopInstanceUid, @sopClassUid, @copy, @fileName, @path, @inPlace,
             @sha256, @byteCount)`,
  ).run({ ...row, facts: JSON.stringify(facts), inPlace: Number(inPlace) });
}

export function moveFile(
  db: Database,
  { fileId, path, inPlace }: { readonly fileId: string; readonly path: string; readonly inPlace: boolean },
): void {
  db.prepare('UPDATE file SET path = ?, in_place = ? WHERE id = ?').run(path, Number(inPlace), fileId);
}

import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { volumeGeometry } from '../../../core/contract/common.ts';
import { geometryProblem, geometryStatus, type GeometryProblem, type Series } from '../../../core/contract/library.ts';
import type { VolumeGeometry } from '../../../core/domain/geometry.ts';

/** A series as it is first stored; its geometry is judged once its files are there (`updateSeriesGeometry`). */
export interface NewSeriesRow {
  readonly id: string;
  readonly studyId: string;
  readonly groupingKey: string;
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly description: string;
  readonly seriesNumber: number | null;
  readonly acquisitionDate: string | null;
  readonly importedAt: string;
  readonly patientPosition: string;
  readonly frameOfReferenceUid: string;
  readonly sample: boolean;
}

export interface SeriesJudgement {
  readonly instanceCount: number;
  readonly geometry: VolumeGeometry | null;
  readonly geometryStatus: Series['geometryStatus'];
  readonly problems: readonly GeometryProblem[];
  readonly lossy: boolean;
}

interface StoredSeries {
  id: string;
  seriesInstanceUid: string;
  studyInstanceUid: string;
  patientLabel: string;
  modality: string;
  description: string;
  seriesNumber: number | null;
  acquisitionDate: string | null;
  importedAt: string;
  instanceCount: number;
  geometry: string | null;
  geometryStatus: string;
  problems: string;
  lossy: number;
  patientPosition: string;
  frameOfReferenceUid: string;
  sample: number;
}

const select = `
  SELECT series.id, series_instance_uid AS seriesInstanceUid, study_instance_uid AS studyInstanceUid, patient_label AS patientLabel,
         modality, series.description, series_number AS seriesNumber, acquisition_date AS acquisitionDate,
         series.imported_at AS importedAt, instance_count AS instanceCount, geometry, geometry_status AS geometryStatus, problems,
         lossy, patient_position AS patientPosition, frame_of_reference_uid AS frameOfReferenceUid, sample
  FROM series JOIN study ON study.id = series.study_id`;

const fromStored = (row: StoredSeries): Series => ({
  ...row,
  geometry: row.geometry === null ? null : volumeGeometry.parse(JSON.parse(row.geometry)),
  geometryStatus: geometryStatus.parse(row.geometryStatus),
  problems: z.array(geometryProblem).parse(JSON.parse(row.problems)),
  lossy: row.lossy === 1,
  sample: row.sample === 1,
});

export function getSeriesRow(db: Database, seriesId: string): Series | undefined {
  const row = db.prepare<[string], StoredSeries>(`${select} WHERE series.id = ?`).get(seriesId);
  return row && fromStored(row);
}

/** By patient, date and number. */
export function listSeriesRows(db: Database): Series[] {
  return db
    .prepare<[], StoredSeries>(`${select} ORDER BY patient_label, acquisition_date, series_number, series.id`)
    .all()
    .map(fromStored);
}

export function findSeriesId(db: Database, groupingKey: string): string | undefined {
  return db.prepare<[string], string>('SELECT id FROM series WHERE grouping_key = ?').pluck().get(groupingKey);
}

export function insertSeries(db: Database, row: NewSeriesRow): void {
  db.prepare(
    `INSERT INTO series (id, study_id, grouping_key, series_instance_uid, modality, description, series_number, acquisition_date,
                         imported_at, instance_count, geometry, geometry_status, problems, lossy, patient_position,
                         frame_of_reference_uid, sample)
     VALUES (@id, @studyId, @groupingKey, @seriesInstanceUid, @modality, @description, @seriesNumber, @acquisitionDate,
             @importedAt, 0, NULL, 'refused', '[]', 0, @patientPosition, @frameOfReferenceUid, @sample)`,
  ).run({ ...row, sample: Number(row.sample) });
}

export function updateSeriesGeometry(db: Database, seriesId: string, judged: SeriesJudgement): void {
  db.prepare(
    `UPDATE series SET instance_count = @instanceCount, geometry = @geometry, geometry_status = @geometryStatus,
                       problems = @problems, lossy = @lossy
     WHERE id = @seriesId`,
  ).run({
    seriesId,
    instanceCount: judged.instanceCount,
    geometry: judged.geometry && JSON.stringify(judged.geometry),
    geometryStatus: judged.geometryStatus,
    problems: JSON.stringify(judged.problems),
    lossy: Number(judged.lossy),
  });
}

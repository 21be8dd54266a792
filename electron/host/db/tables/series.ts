import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { volumeGeometry } from '../../../core/contract/common.ts';
import {
  contrastPhase,
  geometryProblem,
  geometryStatus,
  resampleKind,
  type ContrastPhase,
  type GeometryProblem,
  type ResampleKind,
  type Series,
} from '../../../core/contract/library.ts';
import type { VolumeGeometry } from '../../../core/domain/geometry.ts';
import { parseJson } from '../json.ts';

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
  /** For a series that is computed from another one. */
  readonly derivedFrom?: { readonly seriesId: string; readonly kind: ResampleKind; readonly statement: string };
}

export interface SeriesJudgement {
  readonly instanceCount: number;
  readonly geometry: VolumeGeometry | null;
  readonly geometryStatus: Series['geometryStatus'];
  readonly problems: readonly GeometryProblem[];
  readonly lossy: boolean;
  readonly part: string;
  readonly reformat: boolean;
  readonly canResample: boolean;
  readonly phase: { readonly proposed: ContrastPhase | null; readonly basis: string };
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
  part: string;
  reformat: number;
  inPlace: number;
  phaseProposed: string | null;
  phaseBasis: string;
  phaseConfirmed: string | null;
  canResample: number;
  derivedFrom: string | null;
  derivedKind: string | null;
  derivedStatement: string | null;
  joined: number;
}

const select = `
  SELECT series.id, series_instance_uid AS seriesInstanceUid, study_instance_uid AS studyInstanceUid, patient_label AS patientLabel,
         modality, series.description, series_number AS seriesNumber, acquisition_date AS acquisitionDate,
         series.imported_at AS importedAt, instance_count AS instanceCount, geometry, geometry_status AS geometryStatus, problems,
         lossy, patient_position AS patientPosition, frame_of_reference_uid AS frameOfReferenceUid, sample, part, reformat,
         EXISTS (SELECT 1 FROM slice JOIN file ON file.id = slice.file_id WHERE series_id = series.id AND in_place = 1) AS inPlace,
         phase_proposed AS phaseProposed, phase_basis AS phaseBasis, phase_confirmed AS phaseConfirmed, can_resample AS canResample,
         derived_from AS derivedFrom, derived_kind AS derivedKind, derived_statement AS derivedStatement,
         EXISTS (SELECT 1 FROM series_join WHERE joined_key = series.grouping_key) AS joined
  FROM series JOIN study ON study.id = series.study_id`;

function fromStored({
  phaseProposed,
  phaseBasis,
  phaseConfirmed,
  derivedFrom,
  derivedKind,
  derivedStatement,
  ...row
}: StoredSeries): Series {
  return {
    ...row,
    geometry: row.geometry === null ? null : volumeGeometry.parse(parseJson(row.geometry)),
    geometryStatus: geometryStatus.parse(row.geometryStatus),
    problems: z.array(geometryProblem).parse(parseJson(row.problems)),
    lossy: row.lossy === 1,
    sample: row.sample === 1,
    reformat: row.reformat === 1,
    inPlace: row.inPlace === 1,
    canResample: row.canResample === 1,
    joined: row.joined === 1,
    phase: {
      proposed: contrastPhase.nullable().parse(phaseProposed),
      basis: phaseBasis,
      confirmed: contrastPhase.nullable().parse(phaseConfirmed),
    },
    derivedFrom:
      derivedFrom === null
        ? null
        : { seriesId: derivedFrom, kind: resampleKind.parse(derivedKind), statement: derivedStatement ?? '' },
  };
}

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

/** Those computed from the series. */
export function listDerivedSeries(db: Database, seriesId: string): Series[] {
  return db
    .prepare<[string], StoredSeries>(`${select} WHERE derived_from = ? ORDER BY series.id`)
    .all(seriesId)
    .map(fromStored);
}

export const studyIdOf = (db: Database, seriesId: string): string | undefined =>
  db.prepare<[string], string>('SELECT study_id FROM series WHERE id = ?').pluck().get(seriesId);

export const seriesIdsOfGroup = (db: Database, groupingKey: string): string[] =>
  db.prepare<[string], string>('SELECT id FROM series WHERE grouping_key = ?').pluck().all(groupingKey);

export const groupingKeyOf = (db: Database, seriesId: string): string | undefined =>
  db.prepare<[string], string>('SELECT grouping_key FROM series WHERE id = ?').pluck().get(seriesId);

export function insertSeries(db: Database, { derivedFrom, ...row }: NewSeriesRow): void {
  db.prepare(
    `INSERT INTO series (id, study_id, grouping_key, series_instance_uid, modality, description, series_number, acquisition_date,
                         imported_at, instance_count, geometry, geometry_status, problems, lossy, patient_position,
                         frame_of_reference_uid, sample, derived_from, derived_kind, derived_statement)
     VALUES (@id, @studyId, @groupingKey, @seriesInstanceUid, @modality, @description, @seriesNumber, @acquisitionDate,
             @importedAt, 0, NULL, 'refused', '[]', 0, @patientPosition, @frameOfReferenceUid, @sample, @derivedFrom, @derivedKind,
             @derivedStatement)`,
  ).run({
    ...row,
    sample: Number(row.sample),
    derivedFrom: derivedFrom?.seriesId ?? null,
    derivedKind: derivedFrom?.kind ?? null,
    derivedStatement: derivedFrom?.statement ?? null,
  });
}

export function updateSeriesGeometry(db: Database, seriesId: string, judged: SeriesJudgement): void {
  db.prepare(
    `UPDATE series SET instance_count = @instanceCount, geometry = @geometry, geometry_status = @geometryStatus,
                       problems = @problems, lossy = @lossy, part = @part, reformat = @reformat, can_resample = @canResample,
                       phase_proposed = @phaseProposed, phase_basis = @phaseBasis, phase_measured = 0
     WHERE id = @seriesId`,
  ).run({
    seriesId,
    instanceCount: judged.instanceCount,
    geometry: judged.geometry && JSON.stringify(judged.geometry),
    geometryStatus: judged.geometryStatus,
    problems: JSON.stringify(judged.problems),
    lossy: Number(judged.lossy),
    part: judged.part,
    reformat: Number(judged.reformat),
    canResample: Number(judged.canResample),
    phaseProposed: judged.phase.proposed,
    phaseBasis: judged.phase.basis,
  });
}

/** Whether its voxels were looked at for a phase since they last changed. */
export const isPhaseMeasured = (db: Database, seriesId: string): boolean =>
  db.prepare<[string], number>('SELECT phase_measured FROM series WHERE id = ?').pluck().get(seriesId) === 1;

export function setMeasuredPhase(db: Database, seriesId: string, { proposed, basis }: SeriesJudgement['phase']): void {
  db.prepare('UPDATE series SET phase_proposed = ?, phase_basis = ?, phase_measured = 1 WHERE id = ?').run(
    proposed,
    basis,
    seriesId,
  );
}

export function setConfirmedPhase(db: Database, seriesId: string, phase: ContrastPhase | null): void {
  db.prepare('UPDATE series SET phase_confirmed = ? WHERE id = ?').run(phase, seriesId);
}

/** Whether something was drawn on it, computed from it, or it is the CT of a time point. */
export function isSeriesInUse(db: Database, seriesId: string): boolean {
  const found = db
    .prepare<[string, string, string], number>(
      `SELECT EXISTS (SELECT 1 FROM segmentation WHERE series_id = ?) OR EXISTS (SELECT 1 FROM time_point WHERE series_id = ?)
           OR EXISTS (SELECT 1 FROM result WHERE series_id = ?)`,
    )
    .pluck()
    .get(seriesId, seriesId, seriesId);
  return found === 1;
}

/** Only of one that has no slices, segmentation or results any more. */
export function removeSeries(db: Database, seriesId: string): void {
  db.prepare('DELETE FROM import_series WHERE series_id = ?').run(seriesId);
  db.prepare('DELETE FROM series WHERE id = ?').run(seriesId);
}

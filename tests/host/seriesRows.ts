/** Series rows without files, for what doesn't read pixels. */
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { insertSeries, updateSeriesGeometry } from '../../electron/host/db/tables/series.ts';
import { insertStudy } from '../../electron/host/db/tables/study.ts';

export const smallGrid: VolumeGeometry = {
  dims: [8, 6, 4],
  spacingMm: [0.8, 0.8, 2.5],
  originMm: [-10, -20, 30],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};

export interface SeriesFacts {
  readonly acquisitionDate?: string | null;
  readonly geometry?: VolumeGeometry | null;
}

/** A series of no files; `geometry: null` makes it a refused one. */
export function addSeries(context: HostContext, facts: SeriesFacts = {}): string {
  const { acquisitionDate = '2026-01-10', geometry = smallGrid } = facts;
  const [studyId, seriesId] = [context.newId(), context.newId()];
  const importedAt = context.now().toISOString();
  context.change((record) => {
    insertStudy(context.db, {
      id: studyId,
      studyInstanceUid: `2.25.${studyId}`,
      patientLabel: 'phantom',
      studyDate: acquisitionDate,
      description: '',
      importedAt,
    });
    insertSeries(context.db, {
      id: seriesId,
      studyId,
      groupingKey: `2.25.${seriesId}`,
      seriesInstanceUid: `2.25.${seriesId}`,
      modality: 'CT',
      description: '',
      seriesNumber: 1,
      acquisitionDate,
      importedAt,
      patientPosition: 'HFS',
      frameOfReferenceUid: '2.25.1',
      sample: false,
    });
    updateSeriesGeometry(context.db, seriesId, {
      instanceCount: 4,
      geometry,
      geometryStatus: geometry === null ? 'refused' : 'regular',
      problems: [],
      lossy: false,
      part: '',
      reformat: false,
      canResample: false,
      phase: { proposed: null, basis: '' },
    });
    record({ action: 'create', entity: 'series', entityId: seriesId });
  });
  return seriesId;
}

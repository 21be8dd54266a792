/** Series rows without files, for what doesn't read pixels. */
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { insertSeries, updateSeriesGeometry } from '../../electron/host/db/tables/series.ts';
import { insertStudy } from '../../electron/host/db/tables/study.ts';
import { judged, smallGrid, storedSeries, storedStudy } from './storedCt.ts';

export { smallGrid };

export interface SeriesFacts {
  readonly acquisitionDate?: string | null;
  readonly geometry?: VolumeGeometry | null;
}

/** A series of no files; `geometry: null` makes it a refused one. */
export function addSeries(context: HostContext, facts: SeriesFacts = {}): string {
  const { acquisitionDate: date = '2026-01-10', geometry = smallGrid } = facts;
  const [studyId, seriesId] = [context.newId(), context.newId()];
  const importedAt = context.now().toISOString();
  context.change((record) => {
    insertStudy(context.db, storedStudy({ id: studyId, date, importedAt }));
    insertSeries(context.db, storedSeries({ id: seriesId, studyId, date, importedAt }));
    updateSeriesGeometry(context.db, seriesId, judged(geometry));
    record({ action: 'create', entity: 'series', entityId: seriesId });
  });
  return seriesId;
}

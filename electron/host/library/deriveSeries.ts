/** Series that are computed from another one on request, so that what was computed is always known to be. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { ResampleKind, Series } from '../../core/contract/library.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { insertSeries, listDerivedSeries, studyIdOf, updateSeriesGeometry } from '../db/tables/series.ts';
import { listSlices } from '../db/tables/slice.ts';
import { halveGeometry } from '../pixels/resample.ts';
import { regularise } from './regularise.ts';
import { getSeries } from './series.ts';
import { toGroup } from './sliceToGroup.ts';

interface Derivation {
  readonly geometry: VolumeGeometry;
  readonly statement: string;
  /** What makes its volumes less exact, besides having been computed. */
  readonly problems: Series['problems'];
}

/**
 * The series that is computed in this way; its voxels are made when they are first read.
 * @throws RemnantError 'not_found'; 'refused', with the reason, for a series that can't be computed in this way
 */
export function resample(context: HostContext, { seriesId, kind }: { seriesId: string; kind: ResampleKind }): Series {
  const source = getSeries(context, { seriesId });
  const present = listDerivedSeries(context.db, seriesId).find(({ derivedFrom }) => derivedFrom?.kind === kind);
  if (present) return present;
  const { geometry, statement, problems } = kind === 'half_size' ? halfSize(source) : regularGrid(context, source);
  const id = context.newId();
  context.change((record) => {
    insertSeries(context.db, {
      ...source,
      id,
      studyId: studyIdOf(context.db, seriesId)!,
      groupingKey: `derived ${id}`,
      importedAt: context.now().toISOString(),
      derivedFrom: { seriesId, kind, statement },
    });
    updateSeriesGeometry(context.db, id, {
      instanceCount: source.instanceCount,
      geometry,
      geometryStatus: 'warning',
      problems: [...problems, { code: 'resampled', message: statement }],
      lossy: source.lossy,
      part: source.part,
      reformat: source.reformat,
      canResample: false,
      phase: source.phase,
    });
    record({ action: 'create', entity: 'series', entityId: id, newValue: { derivedFrom: seriesId, kind, geometry } });
  });
  context.emit('library.changed', {});
  return getSeries(context, { seriesId: id });
}

function halfSize({ geometry, problems }: Series): Derivation {
  if (!geometry) throw new RemnantError('refused', 'This series makes no volume; the library says why.');
  return {
    geometry: halveGeometry(geometry),
    statement:
      'Computed at half the rows and columns (means of 2 x 2 pixels), so that it needs a quarter of the memory.',
    problems,
  };
}

function regularGrid({ db }: HostContext, { id, canResample }: Series): Derivation {
  if (!canResample) throw new RemnantError('refused', 'This series cannot be computed onto a regular grid.');
  const regular = regularise(listSlices(db, id).map(toGroup));
  if ('reason' in regular) throw new RemnantError('refused', regular.reason);
  return { ...regular, problems: [...regular.problems] };
}

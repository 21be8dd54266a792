import { RemnantError } from '../../core/contract/errors.ts';
import type { ContrastPhase, Series } from '../../core/contract/library.ts';
import type { HostContext } from '../context.ts';
import { getSeriesRow, listSeriesRows, setConfirmedPhase } from '../db/tables/series.ts';

/** By patient, date and number. */
export function listSeries({ db }: HostContext): Series[] {
  return listSeriesRows(db);
}

/** @throws RemnantError 'not_found' */
export function getSeries({ db }: HostContext, { seriesId }: { seriesId: string }): Series {
  const series = getSeriesRow(db, seriesId);
  if (!series) throw new RemnantError('not_found', 'There is no such series in the library.');
  return series;
}

/**
 * @param phase null takes a confirmation back
 * @throws RemnantError 'not_found'
 */
export function confirmPhase(
  context: HostContext,
  { seriesId, phase }: { seriesId: string; phase: ContrastPhase | null },
): Series {
  const before = getSeries(context, { seriesId }).phase.confirmed;
  if (before !== phase) {
    context.change((record) => {
      setConfirmedPhase(context.db, seriesId, phase);
      record({
        action: 'update',
        entity: 'series',
        entityId: seriesId,
        oldValue: { phase: before },
        newValue: { phase },
      });
    });
    context.emit('library.changed', {});
  }
  return getSeries(context, { seriesId });
}

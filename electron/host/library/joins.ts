/** Joins series that form one volume together, and takes that back. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { JoinOffer, Series } from '../../core/contract/library.ts';
import type { AuditRecord, HostContext } from '../context.ts';
import { groupingKeyOf, listSeriesRows } from '../db/tables/series.ts';
import { insertJoin, keysJoinedTo, removeJoins } from '../db/tables/seriesJoin.ts';
import { listSlices } from '../db/tables/slice.ts';
import { joinable } from './joinable.ts';
import { regroup, WouldMoveDrawing } from './regroup.ts';
import { getSeries } from './series.ts';
import { toGroup } from './sliceToGroup.ts';

/** Sets of series of one study that would make one volume each. */
export function joinOffers({ db }: HostContext): JoinOffer[] {
  const byStudy = new Map<string, Series[]>();
  for (const series of listSeriesRows(db).filter(mayJoin)) {
    const others = byStudy.get(series.studyInstanceUid) ?? [];
    byStudy.set(series.studyInstanceUid, [...others, series]);
  }
  return [...byStudy.values()]
    .filter(({ length }) => length > 1)
    .flatMap((series) => {
      const groups = series.map(({ id }) => listSlices(db, id).map(toGroup));
      const phases = series.map(({ phase }) => phase.confirmed ?? phase.proposed);
      return joinable(groups, phases).map(({ groups: members, statement }) => ({
        seriesIds: members.map((at) => series[at]!.id),
        statement,
      }));
    });
}

const mayJoin = ({ derivedFrom, reformat, part, joined }: Series): boolean =>
  derivedFrom === null && !reformat && part === '' && !joined;

/**
 * The files of all of them make the first one's series from now on, later imported ones too.
 * @throws RemnantError 'not_found'; 'refused' when they make no single volume, or something was drawn on one of them
 */
export function joinSeries(context: HostContext, { seriesIds }: { seriesIds: readonly string[] }): Series {
  const ids = [...new Set(seriesIds)];
  const all = ids.map((seriesId) => getSeries(context, { seriesId }));
  if (ids.length < 2 || !all.every(mayJoin))
    throw new RemnantError('refused', 'Only whole series that are not yet joined can be joined.');
  const keys = ids.map((id) => groupingKeyOf(context.db, id)!);
  const [into, ...others] = [...new Set(keys)];
  const joinedId = changeGroups(context, (record) => {
    for (const key of others) insertJoin(context.db, key, into!);
    const [joined, ...rest] = regroup(context, record, into!);
    const volume = joined === undefined ? undefined : getSeries(context, { seriesId: joined });
    if (!volume?.geometry || rest.length > 0)
      throw new RemnantError('refused', 'These series do not make one volume together.');
    record({ action: 'join', entity: 'series', entityId: volume.id, newValue: { seriesIds: ids } });
    return volume.id;
  });
  return getSeries(context, { seriesId: joinedId });
}

/** @throws RemnantError 'not_found'; 'refused' when it isn't joined, or something was drawn on it */
export function separateSeries(context: HostContext, { seriesId }: { seriesId: string }): { seriesIds: string[] } {
  if (!getSeries(context, { seriesId }).joined)
    throw new RemnantError('refused', 'This series was not joined with another one.');
  const key = groupingKeyOf(context.db, seriesId)!;
  const seriesIds = changeGroups(context, (record) => {
    const keys = [key, ...keysJoinedTo(context.db, key)];
    removeJoins(context.db, key);
    const separated = keys.flatMap((each) => regroup(context, record, each));
    record({ action: 'separate', entity: 'series', entityId: seriesId, newValue: { seriesIds: separated } });
    return separated;
  });
  return { seriesIds };
}

/** One transaction; nothing is changed when it would move what was drawn. */
function changeGroups<T>(context: HostContext, work: (record: (entry: AuditRecord) => void) => T): T {
  try {
    const result = context.change(work);
    context.emit('library.changed', {});
    return result;
  } catch (error) {
    if (!(error instanceof WouldMoveDrawing)) throw error;
    throw new RemnantError(
      'refused',
      'Something was drawn on one of these series, or it is the CT of a time point: its slices must stay as they are.',
      { cause: error },
    );
  }
}

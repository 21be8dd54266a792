import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import type { Subject, TimePoint, TimePointKind } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';
import { insertTimePoint, markTimePointRemoved, timePointOfSeries, updateTimePoint } from '../db/tables/timePoint.ts';
import { getSeries } from '../library/index.ts';
import { refuseFuture } from './dates.ts';
import { changed, getSubject } from './subjects.ts';

interface SetTimePoint {
  readonly subjectId: string;
  readonly kind: TimePointKind;
  readonly seriesId: string;
  readonly date?: string | undefined;
}

/** In sentences. */
const kindNames: Readonly<Record<TimePointKind, string>> = {
  baseline: 'baseline',
  w1: 'week 1',
  w3: 'week 3',
  w6: 'week 6',
  preoperative: 'pre-operative',
  unscheduled: 'unscheduled',
};

/**
 * Makes the series the CT of a time point. What is there already under a scheduled kind gets the new series and date and keeps its id; the
 * trail keeps the old ones. Asking for what is so already changes nothing.
 * @throws RemnantError 'conflict' when the series is the CT of another time point, 'refused' when it can't make a volume,
 * 'invalid_input' when there is no date or one in the future.
 */
export function setTimePoint(context: HostContext, { subjectId, kind, seriesId, date: given }: SetTimePoint): Subject {
  const series = getSeries(context, { seriesId });
  if (series.geometryStatus === 'refused') {
    throw new RemnantError(
      'refused',
      "This series can't make a volume, so it can't be the CT of a time point; the library says why.",
    );
  }
  const date = dateOf(series, given);
  refuseFuture('The CT', date, context.now());
  const stored = context.change((record) => {
    const old = replaced(getSubject(context, { subjectId }), kind, seriesId);
    refuseSecondTimePoint(context, seriesId, old);
    if (old?.seriesId === seriesId && old.date === date) return false;
    const row: TimePoint = {
      id: old?.id ?? context.newId(),
      kind,
      date,
      seriesId,
      recordedAt: context.now().toISOString(),
    };
    if (old === undefined) insertTimePoint(context.db, subjectId, row);
    else updateTimePoint(context.db, row);
    record({
      action: old === undefined ? 'create' : 'update',
      entity: 'time_point',
      entityId: row.id,
      ...(old === undefined ? {} : { oldValue: { subjectId, ...old } }),
      newValue: { subjectId, ...row },
    });
    return true;
  });
  return stored ? changed(context, subjectId) : getSubject(context, { subjectId });
}

/** Takes the time point out of the record; its row and its results are kept, and the trail keeps the reason. */
export function removeTimePoint(
  context: HostContext,
  { subjectId, timePointId, reason }: { subjectId: string; timePointId: string; reason: string },
): Subject {
  context.change((record) => {
    const old = getSubject(context, { subjectId }).timePoints.find(({ id }) => id === timePointId);
    if (old === undefined) throw new RemnantError('not_found', 'The subject has no such time point.');
    markTimePointRemoved(context.db, timePointId, context.now().toISOString());
    record({ action: 'remove', entity: 'time_point', entityId: timePointId, oldValue: { subjectId, ...old }, reason });
  });
  return changed(context, subjectId);
}

function dateOf({ acquisitionDate }: Series, given: string | undefined): string {
  const date = given ?? acquisitionDate;
  if (date === null) {
    throw new RemnantError('invalid_input', 'The series has no acquisition date in its files; give the day of the CT.');
  }
  return date;
}

/** The time point that the request speaks of, if the subject has it: a scheduled kind by its kind, an unscheduled one by its series. */
function replaced({ timePoints }: Subject, kind: TimePointKind, seriesId: string): TimePoint | undefined {
  return timePoints.find((each) => each.kind === kind && (kind !== 'unscheduled' || each.seriesId === seriesId));
}

function refuseSecondTimePoint({ db }: HostContext, seriesId: string, allowed: TimePoint | undefined): void {
  const taken = timePointOfSeries(db, seriesId);
  if (taken === undefined || taken.id === allowed?.id) return;
  throw new RemnantError(
    'conflict',
    `This series is the ${kindNames[taken.kind]} CT of subject ${taken.subjectCode} already; remove it there first.`,
  );
}

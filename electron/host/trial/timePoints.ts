import { RemnantError } from '../../core/contract/errors.ts';
import type { Series } from '../../core/contract/library.ts';
import type { Subject, TimePoint, TimePointKind } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';
import { insertTimePoint, markTimePointRemoved, timePointOfSeries, updateTimePoint } from '../db/tables/timePoint.ts';
import { getSeries } from '../library/index.ts';
import { changed, entryOf, getSubject, keepFormer, refuseImpossible, withReplaced } from './recordChange.ts';

interface SetTimePoint {
  readonly subjectId: string;
  readonly kind: TimePointKind;
  readonly seriesId: string;
  readonly date?: string | undefined;
  /** Of another series for a time point that has one. */
  readonly reason?: string | undefined;
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
 * record keeps the former ones. Asking for what is so already changes nothing.
 * @throws RemnantError 'conflict' when the series is the CT of another time point, 'refused' when it can't make a volume,
 * 'invalid_input' when there is no date, dates would run backwards, or it replaces what is recorded without a reason.
 */
export function setTimePoint(context: HostContext, input: SetTimePoint): Subject {
  const { subjectId, kind, seriesId, date: given, reason = null } = input;
  const series = getSeries(context, { seriesId });
  if (series.geometryStatus === 'refused') {
    throw new RemnantError(
      'refused',
      "This series can't make a volume, so it can't be the CT of a time point; the library says why.",
    );
  }
  const date = dateOf(series, given);
  const stored = context.change((record) => {
    const subject = getSubject(context, { subjectId });
    const former = replaced(subject, kind, seriesId);
    refuseSecondTimePoint(context, seriesId, former);
    if (former?.seriesId === seriesId && former.date === date) return false;
    if (former !== undefined && reason === null)
      throw new RemnantError(
        'invalid_input',
        `The ${kindNames[kind]} CT is recorded already; another one in its place needs a reason.`,
      );
    const row: TimePoint = {
      id: former?.id ?? context.newId(),
      kind,
      date,
      seriesId,
      // What was said of another series doesn't hold for this one.
      quality: former?.seriesId === seriesId ? former.quality : null,
      note: former?.seriesId === seriesId ? former.note : '',
      recordedAt: context.now().toISOString(),
      corrected: former !== undefined,
    };
    const others = former === undefined ? subject.timePoints : withReplaced(subject.timePoints, former.id, null);
    refuseImpossible(context, subject, { ...subject, timePoints: [...others, row] });
    if (former === undefined) {
      insertTimePoint(context.db, subjectId, row);
      record({ action: 'create', entity: 'time_point', entityId: row.id, newValue: { subjectId, ...row } });
    } else {
      updateTimePoint(context.db, row);
      keepFormer(context, record, { subjectId, entity: 'time_point', former, replacement: row, reason }, 'update');
    }
    return true;
  });
  return stored ? changed(context, subjectId) : getSubject(context, { subjectId });
}

interface ChangeTimePoint {
  readonly subjectId: string;
  readonly timePointId: string;
  readonly change: { readonly [K in 'date' | 'quality' | 'note']?: TimePoint[K] | undefined };
  readonly reason?: string | undefined;
}

/**
 * Corrects the day of a CT, or says how good it is. What was recorded before stays in the record.
 * @throws RemnantError 'invalid_input' when a recorded value is changed without a reason, or dates would run backwards
 */
export function changeTimePoint(context: HostContext, input: ChangeTimePoint): Subject {
  const { subjectId, timePointId, change, reason } = input;
  const stored = context.change((record) => {
    const subject = getSubject(context, { subjectId });
    const former = entryOf(subject.timePoints, timePointId);
    const { date = former.date, quality = former.quality, note = former.note } = change;
    if (date === former.date && quality === former.quality && note === former.note) return false;
    const isFirst =
      date === former.date &&
      (quality === former.quality || former.quality === null) &&
      (note === former.note || former.note === '');
    if (!isFirst && reason === undefined)
      throw new RemnantError('invalid_input', 'What is recorded of this CT changes; that needs a reason.');
    const recordedAt = context.now().toISOString();
    const row: TimePoint = { ...former, date, quality, note, recordedAt, corrected: former.corrected || !isFirst };
    refuseImpossible(context, subject, { ...subject, timePoints: withReplaced(subject.timePoints, timePointId, row) });
    updateTimePoint(context.db, row);
    const values = { oldValue: { subjectId, ...former }, newValue: { subjectId, ...row } };
    if (isFirst) record({ action: 'update', entity: 'time_point', entityId: timePointId, ...values });
    else
      keepFormer(context, record, {
        subjectId,
        entity: 'time_point',
        former,
        replacement: row,
        reason: reason ?? null,
      });
    return true;
  });
  return stored ? changed(context, subjectId) : getSubject(context, { subjectId });
}

/** Takes the time point out of the record; its row and its results are kept, and record and trail keep the reason. */
export function removeTimePoint(
  context: HostContext,
  { subjectId, timePointId, reason }: { subjectId: string; timePointId: string; reason: string },
): Subject {
  context.change((record) => {
    const former = getSubject(context, { subjectId }).timePoints.find(({ id }) => id === timePointId);
    if (former === undefined) throw new RemnantError('not_found', 'The subject has no such time point.');
    markTimePointRemoved(context.db, timePointId, context.now().toISOString());
    keepFormer(context, record, { subjectId, entity: 'time_point', former, replacement: null, reason }, 'remove');
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

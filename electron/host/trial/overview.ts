/** What a site sees of all its subjects at a glance: a few queries for all of them, none for each. */
import type { Database } from 'better-sqlite3';
import type {
  Overview,
  OverviewFilter,
  SubjectPlan,
  SubjectSummary,
  TimePointKind,
} from '../../core/contract/trial.ts';
import { localDate } from '../../core/domain/dates.ts';
import { arrangeSubjects, nextVisit } from '../../core/domain/subjectOverview.ts';
import { visitPlan } from '../../core/domain/visitPlan.ts';
import type { HostContext } from '../context.ts';
import { allSites } from '../db/tables/site.ts';
import { bySubject, compareText } from '../db/tables/bySubject.ts';
import { protocolFor } from '../volumetry/protocols.ts';

/** Those that fit the filter, in its order, on the workstation's day. */
export function overview(context: HostContext, filter: OverviewFilter): Overview {
  const siteCodes = new Map(allSites(context.db).map(({ id, code }) => [id, code]));
  const subjects = arrangeSubjects(subjectSummaries(context), filter, siteCodes);
  const { offset = 0, limit = subjects.length } = filter;
  return { total: subjects.length, subjects: subjects.slice(offset, offset + limit) };
}

/** What each subject's protocol plans, as it stands on the workstation's day; by code. */
export const listPlans = (context: HostContext): SubjectPlan[] =>
  subjectSummaries(context).map(({ id: subjectId, visits }) => ({ subjectId, visits }));

interface MadeCt {
  readonly subjectId: string;
  readonly kind: TimePointKind;
  readonly date: string;
  readonly seriesId: string;
}

function subjectSummaries(context: HostContext): SubjectSummary[] {
  const { db } = context;
  const today = localDate(context.now());
  const embolisations = embolisationDates(db);
  const timePoints = bySubject(
    db
      .prepare<[], MadeCt>(
        'SELECT subject_id AS subjectId, kind, date, series_id AS seriesId FROM time_point WHERE removed_at IS NULL',
      )
      .all(),
    (row) => row,
    byDate,
  );
  return db
    .prepare<[], Omit<SubjectSummary, 'seriesIds' | 'visits' | 'next'>>(
      `SELECT id, code, site_id AS siteId, protocol_id AS protocolId, sex, liver_quality AS liverQuality
       FROM subject ORDER BY code`,
    )
    .all()
    .map((row) => {
      const made = timePoints.get(row.id) ?? [];
      const dates = { embolisations: embolisations.get(row.id) ?? [], timePoints: made };
      const visits = visitPlan(protocolFor(context, row), dates, today);
      return { ...row, seriesIds: made.map(({ seriesId }) => seriesId), visits, next: nextVisit(visits) };
    });
}

interface EmbolisationDate {
  readonly subjectId: string;
  readonly date: string;
}

const embolisationDates = (db: Database): ReadonlyMap<string, EmbolisationDate[]> =>
  bySubject(
    db
      .prepare<[], EmbolisationDate>(
        `SELECT subject_id AS subjectId, date FROM embolisation
         WHERE id NOT IN (SELECT entry_id FROM correction WHERE entity = 'embolisation')`,
      )
      .all(),
    (row) => row,
    byDate,
  );

const byDate = (a: { readonly date: string }, b: { readonly date: string }): number => compareText(a.date, b.date);

/** The planned CTs of subjects and how they stand: what a site sees at a glance. */
import { z } from 'zod';
import { calendarDate, id } from './common.ts';
import { liverQuality, sex, timePointKind } from './subject.ts';

/**
 * How a planned CT stands: made inside its window, before or after it; or not made: its window isn't open yet, is open, is over but it can
 * still be made, or can't be made up for any more.
 */
export const visitStatus = z.enum(['done', 'early', 'late', 'not_yet', 'due', 'overdue', 'missing']);
export type VisitStatus = z.infer<typeof visitStatus>;

/** One planned CT of a subject. */
export const visit = z.object({
  kind: timePointKind,
  /** Both ends belong to the window; null as long as there is no embolisation to count from. */
  firstDate: calendarDate.nullable(),
  lastDate: calendarDate.nullable(),
  /** Of the CT. */
  date: calendarDate.nullable(),
  status: visitStatus,
  /** Days outside the window, negative: too early; null without a CT or a window. */
  deviationDays: z.int().nullable(),
});
export type Visit = z.infer<typeof visit>;

export const subjectPlan = z.object({
  subjectId: id,
  visits: z.array(visit),
});
export type SubjectPlan = z.infer<typeof subjectPlan>;

/** A subject as a line of the site's overview. */
export const subjectSummary = z.object({
  id,
  code: z.string(),
  siteId: id.nullable(),
  protocolId: z.string(),
  sex,
  liverQuality,
  /** The CTs of its time points, by date. */
  seriesIds: z.array(id),
  /** In the protocol's order. */
  visits: z.array(visit),
  /** What comes next: the open visit whose window ends first; null when there is nothing left to do. */
  next: visit.nullable(),
});
export type SubjectSummary = z.infer<typeof subjectSummary>;

export const overviewOrder = z.enum(['next', 'code', 'site']);
export type OverviewOrder = z.infer<typeof overviewOrder>;

/** Which subjects, in which order; what is left out filters nothing. */
export const overviewFilter = z.object({
  siteId: id.nullable().optional(),
  protocolId: z.string().optional(),
  /** Of at least one visit. */
  status: visitStatus.optional(),
  /** Part of the code, in any case of letters. */
  text: z.string().max(100).optional(),
  order: overviewOrder.optional(),
  descending: z.boolean().optional(),
  offset: z.int().min(0).optional(),
  limit: z.int().min(1).max(100_000).optional(),
});
export type OverviewFilter = z.infer<typeof overviewFilter>;
export const overview = z.object({
  /** Of those that fit the filter. */
  total: z.int(),
  subjects: z.array(subjectSummary),
});
export type Overview = z.infer<typeof overview>;

import { z } from 'zod';
import { calendarDate, id, instant } from './common.ts';
import { method } from './define.ts';
import { timePointKind } from './trial.ts';

/**
 * One number with everything needed to prove it. `quantity` is a name of `domain/quantities.ts`; a quantity that can't be computed has
 * `value` null and says why in `reason` (for example the missing height for sFLR).
 */
export const resultValue = z.object({
  quantity: z.string(),
  /** Full name as shown, e.g. 'FLR / (total liver - tumour)'. */
  name: z.string(),
  value: z.number().nullable(),
  /** The value as it must be shown: rounded, but never so that it would contradict a verdict. Without unit; null without a value. */
  printed: z.string().nullable(),
  reason: z.string().nullable(),
  /** UCUM. */
  unit: z.string(),
  /** Ids with versions of the formulas that made it. */
  formulas: z.array(z.string()),
});
export type ResultValue = z.infer<typeof resultValue>;

export const verdict = z.object({
  criterion: z.string(),
  /** Names the ratio and the protocol. */
  statement: z.string(),
  outcome: z.enum(['met', 'not_met', 'unknown']),
});

/** Volumes and ratios of one revision at one time point. Immutable. */
export const result = z.object({
  id,
  timePointId: id,
  kind: timePointKind,
  date: calendarDate,
  seriesId: id,
  revisionId: id,
  computedAt: instant,
  protocolId: z.string(),
  protocolVersion: z.string(),
  values: z.array(resultValue),
  verdicts: z.array(verdict),
  /** Geometry warnings of the series that hold for these numbers. */
  warnings: z.array(z.string()),
});
export type Result = z.infer<typeof result>;

/** Growth between two time points; every KGR names its CTs, its embolisation and the days. */
export const growth = z.object({
  fromTimePointId: id,
  toTimePointId: id,
  fromDate: calendarDate,
  toDate: calendarDate,
  embolisationId: id.nullable(),
  embolisationDate: calendarDate.nullable(),
  daysSinceEmbolisation: z.int().nullable(),
  daysBetween: z.int(),
  values: z.array(resultValue),
});
export type Growth = z.infer<typeof growth>;

/** Why a time point has no result yet. */
export const pendingTimePoint = z.object({
  timePointId: id,
  kind: timePointKind,
  date: calendarDate,
  reason: z.string(),
});

export const subjectResults = z.object({
  subjectId: id,
  code: z.string(),
  results: z.array(result),
  growth: z.array(growth),
  pending: z.array(pendingTimePoint),
});
export type SubjectResults = z.infer<typeof subjectResults>;

export const results = {
  methods: {
    /**
     * The results of the subject's current revisions and inputs. Rows that don't exist yet are computed and stored first; rows that exist
     * are never changed, so calling twice stores nothing new.
     */
    forSubject: method(z.object({ subjectId: id }), subjectResults),
  },
  events: {},
};

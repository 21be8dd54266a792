import { z } from 'zod';
import { protocol } from '../domain/protocol.ts';
import { readingOrdinals, readingStates } from '../domain/readings.ts';
import { calendarDate, id, instant, nothing } from './common.ts';
import { method } from './define.ts';
import { embolisation, timePointKind } from './trial.ts';

/** Where a standard error comes from: how far readings of the same CT lie apart, or what the protocol states for each quantity. */
export const uncertaintyBasis = z.enum(['repeat_readings', 'protocol_cv']);
/** How sure a value is. All numbers are in the value's own unit. */
export const uncertainty = z.object({
  standardError: z.number().nonnegative(),
  basis: uncertaintyBasis,
  /** Ends of the 95 % interval (1.96 standard errors). */
  lower: z.number(),
  upper: z.number(),
  /** As they must be shown, without unit; the ends never contradict what a verdict says of them. */
  printed: z.object({ standardError: z.string(), lower: z.string(), upper: z.string() }),
  /** One sentence: what it stands on. */
  statement: z.string(),
});
export type Uncertainty = z.infer<typeof uncertainty>;

/** One thing that a value was computed from. */
export const resultInput = z.object({
  name: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  /** Day of the CT, the body measure or the test that it was taken from. */
  date: calendarDate.nullable(),
});
export type ResultInput = z.infer<typeof resultInput>;

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
  /** null without a value, for a volume of 0 (nothing was drawn), and for results from before uncertainty was computed. */
  uncertainty: uncertainty.nullable().default(null),
  /** What the value was computed from; empty for results from before it was kept. */
  inputs: z.array(resultInput).default([]),
});
export type ResultValue = z.infer<typeof resultValue>;

export const verdict = z.object({
  criterion: z.string(),
  /** Names the ratio and the protocol. */
  statement: z.string(),
  outcome: z.enum(['met', 'not_met', 'unknown']),
  /** The value's 95 % interval reaches over the limit; the outcome still stands by the value itself. */
  crossesLimit: z.boolean().default(false),
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
  /** The reading that the revision belongs to, as it stands now; null for a segmentation without readings. */
  reading: z
    .object({ id, ordinal: z.enum(readingOrdinals), state: z.enum(readingStates) })
    .nullable()
    .default(null),
});
export type Result = z.infer<typeof result>;

/** An embolisation as growth names it. */
export const namedEmbolisation = embolisation.pick({ id: true, date: true, kind: true });
export type NamedEmbolisation = z.infer<typeof namedEmbolisation>;

/** Growth between two time points; every KGR names its CTs, its embolisation and the days. */
export const growth = z.object({
  id,
  fromTimePointId: id,
  toTimePointId: id,
  fromDate: calendarDate,
  toDate: calendarDate,
  /** The one that growth counts from, by the rule of `domain/embolisations.ts` or as a person chose. */
  embolisation: namedEmbolisation.nullable(),
  embolisationChosenBy: z.enum(['rule', 'person']),
  /** Further embolisations after that one and before the second CT: what grew between the CTs answers to them too. */
  laterEmbolisations: z.array(namedEmbolisation),
  /** One sentence that names the embolisation, the days and the further embolisations. */
  statement: z.string(),
  /** From the embolisation to the second CT; null without one, or when the second CT was made before it. */
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
    /**
     * Growth between any two time points that have results, in either order (rates of a pair in the wrong order are refused in words).
     * `embolisationId` chooses the embolisation to count from; without it the rule does.
     */
    growthBetween: method(
      z.object({ subjectId: id, fromTimePointId: id, toTimePointId: id, embolisationId: id.optional() }),
      growth,
    ),
    /** The protocols that subjects can belong to, by name. */
    protocols: method(nothing, z.array(protocol)),
  },
  events: {},
};

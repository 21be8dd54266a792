/** A subject of the trial with everything recorded of it. */
import { z } from 'zod';
import { calendarDate, id, instant } from './common.ts';
import { embolisation } from './embolisation.ts';
import { entry } from './entry.ts';
import { outcome } from './outcome.ts';

export const timePointKinds = ['baseline', 'w1', 'w3', 'w6', 'preoperative', 'unscheduled'] as const;
export const timePointKind = z.enum(timePointKinds);
export type TimePointKind = z.infer<typeof timePointKind>;

export const sex = z.enum(['female', 'male', 'other', 'unknown']);
export const liverQuality = z.enum(['normal', 'chemotherapy_damaged', 'cirrhosis']);

/** Height and weight as measured on a day; limits are what is possible, not what is plausible. */
export const measureInput = z.object({
  date: calendarDate,
  heightCm: z.number().min(50).max(260),
  weightKg: z.number().min(20).max(400),
});
export const measure = measureInput.extend(entry);
export type Measure = z.infer<typeof measure>;

export const tracer = z.enum(['mebrofenin_99mtc', 'other']);
/**
 * 99mTc-mebrofenin scintigraphy, as measured. The share is in percent; a fraction such as 0.38 would be read as hardly any remnant, so it
 * is refused.
 */
export const functionTestInput = z.object({
  date: calendarDate,
  /** Uptake of the whole liver, % of the dose per minute. */
  uptakePctPerMin: z.number().positive().max(60),
  /** Share of the liver's counts that lies in the future liver remnant. */
  flrSharePct: z
    .number()
    .min(2, 'The share of the remnant is given in percent, such as 38; less than 2 % is not possible.')
    .max(100),
  tracer: tracer.default('mebrofenin_99mtc'),
  /** Injected, MBq; null: not told. */
  activityMbq: z.number().positive().max(1000).nullable().default(null),
  note: z.string().max(2000).default(''),
});
export type FunctionTestInput = z.input<typeof functionTestInput>;
export const functionTest = z.object({
  ...entry,
  ...functionTestInput.shape,
  tracer,
  activityMbq: z.number().nullable(),
  note: z.string(),
});
export type FunctionTest = z.infer<typeof functionTest>;

/** How well the images of a CT can be measured. */
export const imageQuality = z.enum(['good', 'sufficient', 'poor', 'not_measurable']);
export const timePoint = z.object({
  ...entry,
  kind: timePointKind,
  /** Day of the CT. */
  date: calendarDate,
  seriesId: id,
  quality: imageQuality.nullable(),
  note: z.string(),
});
export type TimePoint = z.infer<typeof timePoint>;

/** Letters, digits, dash and dot: a code, never a name (a blank or a comma is what a name has). */
export const subjectCode = z
  .string()
  .regex(
    /^[A-Z0-9][A-Z0-9.-]{1,31}$/,
    'A subject code has 2-32 capital letters, digits, dots or dashes, such as NL01-007; never a name.',
  )
  .regex(/[0-9]/, 'A subject code has at least one digit; a name is not a code.');

export const siteInput = z.object({
  code: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9.-]{0,15}$/, 'A site code has 1-16 capital letters, digits, dots or dashes, such as NL01.'),
  name: z.string().trim().max(120).default(''),
});
export const site = z.object({ id, code: z.string(), name: z.string(), createdAt: instant });
export type Site = z.infer<typeof site>;

export const resectionKind = z.enum([
  'right_hemihepatectomy',
  'extended_right_hemihepatectomy',
  'left_hemihepatectomy',
  'extended_left_hemihepatectomy',
  'alpps',
  'non_anatomical',
  'other',
]);
export const plannedResection = z
  .object({ kind: resectionKind, note: z.string().max(500).default('') })
  .refine(({ kind, note }) => kind !== 'other' || note.trim() !== '', {
    message: 'Say which resection is planned.',
    path: ['note'],
  });

/** A day, a month or a year: what is known of something long ago. */
export const pastDate = z.union([
  calendarDate,
  z.string().regex(/^(19|20)\d\d(-(0[1-9]|1[0-2]))?$/, 'A day, a month or a year: 2024-05-31, 2024-05 or 2024.'),
]);
export const earlierProcedure = z.object({
  kind: z.enum(['resection', 'ablation', 'other']),
  date: pastDate,
  note: z.string().max(500).default(''),
});

/** What is recorded of the subject itself. Never a name, and of the birth only its year. */
const subjectItems = {
  siteId: id.nullable(),
  protocolId: z.string().regex(/^[a-z0-9-]{1,64}$/),
  sex,
  liverQuality,
  yearOfBirth: z.int().min(1900).max(2100).nullable(),
  plannedResection: plannedResection.nullable(),
  earlierProcedures: z.array(earlierProcedure).max(20),
};

export const subjectInput = z.object({
  code: subjectCode,
  sex,
  liverQuality: liverQuality.default('normal'),
  /** Those of the data folder's settings when left out. */
  siteId: subjectItems.siteId.optional(),
  protocolId: subjectItems.protocolId.optional(),
  yearOfBirth: subjectItems.yearOfBirth.optional(),
  plannedResection: subjectItems.plannedResection.optional(),
  earlierProcedures: subjectItems.earlierProcedures.optional(),
  /** Height and weight, if they are known already. */
  measure: measureInput.optional(),
});
export type SubjectInput = z.input<typeof subjectInput>;
export const subjectChange = z.object({ code: subjectCode, ...subjectItems }).partial();
export type SubjectChange = z.input<typeof subjectChange>;

export const subject = z.object({
  id,
  code: z.string(),
  ...subjectItems,
  createdAt: instant,
  /** An item of it was changed since; the former ones are in `trial.corrections`. */
  corrected: z.boolean(),
  measures: z.array(measure),
  embolisations: z.array(embolisation),
  functionTests: z.array(functionTest),
  /** By date. */
  timePoints: z.array(timePoint),
  /** The one that counts; corrections replace it and keep it in the record. */
  outcome: outcome.nullable(),
});
export type Subject = z.infer<typeof subject>;

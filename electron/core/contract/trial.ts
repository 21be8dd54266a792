import { z } from 'zod';
import { calendarDate, id, instant, nothing } from './common.ts';
import { method } from './define.ts';

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
export const measure = measureInput.extend({ id, recordedAt: instant });

export const veins = {
  portal: z.enum(['right_anterior', 'right_posterior', 'segment_4', 'left']),
  hepatic: z.enum(['right', 'middle', 'accessory_inferior_right', 'left']),
};
export const embolisationMaterial = z.enum(['glue_lipiodol', 'particles', 'coils', 'plug', 'other']);
export const portalAccess = z.enum(['transhepatic_ipsilateral', 'transhepatic_contralateral', 'transsplenic']);
export const hepaticAccess = z.enum(['transjugular', 'transfemoral', 'transhepatic']);
/** How an embolisation was done; null: not known or not told. */
export const embolisationDetails = z.object({
  /** Local time of the day, `HH:MM`. */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is HH:MM, such as 09:30.')
    .nullable(),
  portalAccess: portalAccess.nullable(),
  hepaticAccess: hepaticAccess.nullable(),
  /** Plugs, coils and vials with their number and size. */
  products: z
    .array(
      z.object({ material: embolisationMaterial, count: z.int().min(1).max(99).nullable(), size: z.string().max(60) }),
    )
    .max(20),
  technicalSuccess: z.enum(['complete', 'partial', 'failed']).nullable(),
  /** Worst complication by the CIRSE classification, 0: none. */
  cirseGrade: z.int().min(0).max(6).nullable(),
  reintervention: z.boolean().nullable(),
  operatorRole: z.enum(['consultant', 'fellow', 'other']).nullable(),
});
export type EmbolisationDetails = z.infer<typeof embolisationDetails>;
export const unknownDetails: EmbolisationDetails = {
  time: null,
  portalAccess: null,
  hepaticAccess: null,
  products: [],
  technicalSuccess: null,
  cirseGrade: null,
  reintervention: null,
  operatorRole: null,
};

export const embolisationInput = z
  .object({
    date: calendarDate,
    kind: z.enum(['pve', 'pve_hve', 'hve']),
    portalBranches: z.array(veins.portal),
    hepaticVeins: z.array(veins.hepatic),
    materials: z.array(embolisationMaterial).min(1),
    note: z.string().max(2000).default(''),
    details: embolisationDetails.default(unknownDetails),
  })
  .refine((value) => value.kind === 'hve' || value.portalBranches.length > 0, {
    message: 'Name at least one portal branch for a portal vein embolisation.',
    path: ['portalBranches'],
  })
  .refine((value) => value.kind === 'pve' || value.hepaticVeins.length > 0, {
    message: 'Name at least one hepatic vein for a hepatic vein embolisation.',
    path: ['hepaticVeins'],
  })
  .refine((value) => value.kind !== 'hve' || value.portalBranches.length === 0, {
    message: 'A hepatic vein embolisation alone has no portal branches.',
    path: ['portalBranches'],
  })
  .refine((value) => value.kind !== 'pve' || value.hepaticVeins.length === 0, {
    message: 'A portal vein embolisation alone has no hepatic veins; choose PVE/HVE.',
    path: ['hepaticVeins'],
  })
  .refine(({ materials, details }) => details.products.every(({ material }) => materials.includes(material)), {
    message: 'A product is of one of the materials that were used.',
    path: ['materials'],
  });
export type EmbolisationInput = z.input<typeof embolisationInput>;
export const embolisation = z.object({
  id,
  recordedAt: instant,
  ...embolisationInput.shape,
  note: z.string(),
  details: embolisationDetails,
});
export type Embolisation = z.infer<typeof embolisation>;

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
  note: z.string().max(2000).default(''),
});
export type FunctionTestInput = z.input<typeof functionTestInput>;
export const functionTest = z.object({ id, recordedAt: instant, ...functionTestInput.shape, note: z.string() });
export type FunctionTest = z.infer<typeof functionTest>;

export const timePoint = z.object({
  id,
  kind: timePointKind,
  /** Day of the CT. */
  date: calendarDate,
  seriesId: id,
  recordedAt: instant,
});
export type TimePoint = z.infer<typeof timePoint>;

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

export const outcomeReason = z.enum([
  'remnant_too_small',
  'progression',
  'found_at_surgery',
  'general_condition',
  'patient_choice',
  'other',
]);
/** Post-hepatectomy liver failure by the ISGLS. */
export const phlfGrade = z.enum(['none', 'A', 'B', 'C']);
export const outcomeInput = z
  .object({
    decisionDate: calendarDate,
    resectable: z.boolean(),
    /** Why not. */
    reason: outcomeReason.nullable().default(null),
    resectionDate: calendarDate.nullable().default(null),
    specimenWeightG: z.number().min(50).max(6000).nullable().default(null),
    phlfGrade: phlfGrade.nullable().default(null),
    status90Days: z.enum(['alive', 'dead']).nullable().default(null),
    note: z.string().max(2000).default(''),
  })
  .refine(({ resectable, reason }) => resectable || reason !== null, {
    message: 'Say why the liver could not be resected.',
    path: ['reason'],
  })
  .refine(({ resectable, reason }) => !resectable || reason === null, {
    message: 'A resectable liver has no reason against it.',
    path: ['reason'],
  })
  .refine(({ resectable, resectionDate }) => resectable || resectionDate === null, {
    message: 'There is no resection where the liver was not resectable.',
    path: ['resectionDate'],
  })
  .refine(({ decisionDate, resectionDate }) => resectionDate === null || resectionDate >= decisionDate, {
    message: "The resection can't be before its decision.",
    path: ['resectionDate'],
  })
  .refine(
    ({ resectionDate, specimenWeightG, phlfGrade: grade, status90Days }) =>
      resectionDate !== null || (specimenWeightG === null && grade === null && status90Days === null),
    { message: 'Specimen, liver failure and status need the day of the resection.', path: ['resectionDate'] },
  );
export type OutcomeInput = z.input<typeof outcomeInput>;
export const outcome = z.object({
  id,
  recordedAt: instant,
  decisionDate: calendarDate,
  resectable: z.boolean(),
  reason: outcomeReason.nullable(),
  resectionDate: calendarDate.nullable(),
  specimenWeightG: z.number().nullable(),
  phlfGrade: phlfGrade.nullable(),
  status90Days: z.enum(['alive', 'dead']).nullable(),
  note: z.string(),
  /** Of a correction. */
  changeReason: z.string().nullable(),
});
export type Outcome = z.infer<typeof outcome>;

/** Letters, digits, dash and dot: a code, never a name (a blank or a comma is what a name has). */
export const subjectCode = z
  .string()
  .regex(
    /^[A-Z0-9][A-Z0-9.-]{1,31}$/,
    'A subject code has 2-32 capital letters, digits, dots or dashes, such as NL01-007; never a name.',
  )
  .regex(/[0-9]/, 'A subject code has at least one digit; a name is not a code.');

export const subjectInput = z.object({
  code: subjectCode,
  sex,
  liverQuality: liverQuality.default('normal'),
  /** Height and weight, if they are known already. */
  measure: measureInput.optional(),
});
export type SubjectInput = z.input<typeof subjectInput>;

export const subject = z.object({
  id,
  code: z.string(),
  sex,
  liverQuality,
  createdAt: instant,
  measures: z.array(measure),
  embolisations: z.array(embolisation),
  functionTests: z.array(functionTest),
  /** By date. */
  timePoints: z.array(timePoint),
  /** The one that counts; corrections replace it and keep it in the record. */
  outcome: outcome.nullable(),
});
export type Subject = z.infer<typeof subject>;

export const trial = {
  methods: {
    listSubjects: method(nothing, z.array(subject)),
    getSubject: method(z.object({ subjectId: id }), subject),
    /** The planned CTs of every subject, as they stand today by the protocol; by code. */
    listPlans: method(nothing, z.array(subjectPlan)),
    addSubject: method(subjectInput, subject),
    addMeasure: method(z.object({ subjectId: id, measure: measureInput }), subject),
    addEmbolisation: method(z.object({ subjectId: id, embolisation: embolisationInput }), subject),
    addFunctionTest: method(z.object({ subjectId: id, functionTest: functionTestInput }), subject),
    /** `changeReason` is needed where there is an outcome already. */
    setOutcome: method(
      z.object({ subjectId: id, outcome: outcomeInput, changeReason: z.string().min(3).max(500).optional() }),
      subject,
    ),
    /**
     * Makes the series the CT of a time point. A series belongs to one time point only; a scheduled kind occurs once per subject,
     * 'unscheduled' as often as needed. Assigning a kind again replaces its series, with an audit row that keeps the old one.
     * `date` is needed when the series has no acquisition date.
     */
    setTimePoint: method(
      z.object({ subjectId: id, kind: timePointKind, seriesId: id, date: calendarDate.optional() }),
      subject,
    ),
    removeTimePoint: method(z.object({ subjectId: id, timePointId: id, reason: z.string().min(3).max(500) }), subject),
  },
  events: { changed: z.object({ subjectId: id }) },
};

/**
 * The record of one subject as it leaves: everything that the sponsor's forms, the ODM file and the report are made of, and that `verify`
 * computes again. It holds no free text and no identifier of the hospital.
 */
import { z } from 'zod';
import { calendarDate, instant, volumeGeometry } from '../../core/contract/common.ts';
import { resultInput, uncertaintyBasis, verdict } from '../../core/contract/results.ts';
import { countedLesion } from '../../core/contract/segmentation.ts';
import {
  earlierProcedure,
  embolisation,
  embolisationDetails,
  functionTest,
  imageQuality,
  liverQuality,
  measure,
  outcome,
  resectionKind,
  sex,
  timePointKind,
} from '../../core/contract/trial.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const finite = z.number();

/** A stored number; its words are those of the stored row, cleaned of file names. */
export const recordValue = z.strictObject({
  quantity: z.string(),
  name: z.string(),
  value: finite.nullable(),
  printed: z.string().nullable(),
  reason: z.string().nullable(),
  unit: z.string(),
  formulas: z.array(z.string()),
  uncertainty: z
    .strictObject({
      standardError: finite.nonnegative(),
      basis: uncertaintyBasis,
      lower: finite,
      upper: finite,
      printed: z.strictObject({ standardError: z.string(), lower: z.string(), upper: z.string() }),
      statement: z.string(),
    })
    .nullable(),
  inputs: z.array(resultInput),
});
export type RecordValue = z.infer<typeof recordValue>;

/** 21 CFR 11.50: printed name, date and time, meaning. `sha256` binds it to all that was signed. */
export const recordSignature = z.strictObject({
  printedName: z.string(),
  role: z.string(),
  signedAt: instant,
  utcOffsetMinutes: z.int(),
  meaning: z.string(),
  statement: z.string(),
  sha256,
});
export type RecordSignature = z.infer<typeof recordSignature>;

const recordMeasure = measure.pick({ id: true, date: true, heightCm: true, weightKg: true, recordedAt: true }).strict();
const recordEmbolisation = z.strictObject({
  ...embolisation.pick({ id: true, date: true, kind: true, portalBranches: true, hepaticVeins: true, materials: true })
    .shape,
  ...embolisationDetails.omit({ complication: true }).shape,
  recordedAt: instant,
});
const recordFunctionTest = functionTest
  .pick({
    id: true,
    date: true,
    uptakePctPerMin: true,
    flrSharePct: true,
    tracer: true,
    activityMbq: true,
    recordedAt: true,
  })
  .strict();
const recordOutcome = outcome.omit({ note: true, changeReason: true, corrected: true }).strict();

/** Takes over from an entry of the record what may leave, and nothing else. */
export const leaving = {
  measure: recordMeasure.strip(),
  embolisation: recordEmbolisation.strip(),
  functionTest: recordFunctionTest.strip(),
  outcome: recordOutcome.strip(),
};

export const recordTimePoint = z.strictObject({
  id: z.uuid(),
  kind: timePointKind,
  /** Counts the CTs of one kind by date, from 1. */
  ordinal: z.int().positive(),
  date: calendarDate,
  recordedAt: instant,
  quality: imageQuality.nullable(),
  /** From the first embolisation; negative before it. */
  daysFromEmbolisation: z.int().nullable(),
  daysOutsideWindow: z.int().nullable(),
  ct: z.strictObject({
    seriesInstanceUid: z.string(),
    imageCount: z.int(),
    geometry: volumeGeometry,
    phase: z.string().nullable(),
    phaseConfirmed: z.boolean(),
    lossy: z.boolean(),
    geometryStatus: z.enum(['regular', 'warning', 'refused']),
    problems: z.array(z.string()),
  }),
  revision: z.strictObject({
    number: z.int().positive(),
    sha256,
    createdAt: instant,
    /** Which lesions a person confirmed; only those are subtracted. null: from before lesions had a state. */
    lesions: z.array(countedLesion.strict()).nullable(),
    algorithms: z.array(z.string()),
  }),
  result: z.strictObject({
    id: z.uuid(),
    computedAt: instant,
    protocolId: z.string(),
    protocolVersion: z.string(),
    inputsSha256: sha256,
    values: z.array(recordValue),
    verdicts: z.array(verdict.strict()),
    warnings: z.array(z.string()),
  }),
  /** null: nobody has said that it was looked at. */
  readingState: z.string().nullable(),
  signatures: z.array(recordSignature),
});
export type RecordTimePoint = z.infer<typeof recordTimePoint>;

export const recordGrowth = z.strictObject({
  id: z.uuid(),
  /** Places in `timePoints`. */
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  daysBetween: z.int(),
  embolisationDate: calendarDate.nullable(),
  embolisationKind: z.string().nullable(),
  daysSinceEmbolisation: z.int().nullable(),
  /** The subject's first CT after the embolisation, measured or not. */
  firstPostDate: calendarDate.nullable(),
  /** Between the first CT and the embolisation that is counted from, in words. */
  earlierEmbolisations: z.array(z.string()),
  statement: z.string(),
  values: z.array(recordValue),
});
export type RecordGrowth = z.infer<typeof recordGrowth>;

export const packageRecord = z.strictObject({
  subject: z.strictObject({
    id: z.uuid(),
    code: z.string(),
    siteCode: z.string().nullable(),
    sex,
    liverQuality,
    yearOfBirth: z.int().nullable(),
    plannedResection: resectionKind.nullable(),
    earlierProcedures: z.array(earlierProcedure.pick({ kind: true, date: true }).strict()),
    createdAt: instant,
  }),
  measures: z.array(recordMeasure),
  embolisations: z.array(recordEmbolisation),
  functionTests: z.array(recordFunctionTest),
  outcome: recordOutcome.nullable(),
  /** Every CT of the subject, measured or not. */
  cts: z.array(z.strictObject({ kind: timePointKind, date: calendarDate })),
  timePoints: z.array(recordTimePoint),
  growth: z.array(recordGrowth),
});
export type PackageRecord = z.infer<typeof packageRecord>;

import { z } from 'zod';
import { calendarDate } from './common.ts';
import { entry } from './entry.ts';

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
  ...entry,
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

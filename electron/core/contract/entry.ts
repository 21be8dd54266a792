/** What every entry of the trial record has, and how one is corrected. */
import { z } from 'zod';
import { id, instant } from './common.ts';

/** Why something recorded was changed or struck out. */
export const changeReason = z
  .string()
  .trim()
  .min(3, 'Give a reason of at least 3 letters.')
  .max(500, 'A reason has at most 500 letters.');

export const entry = {
  id,
  recordedAt: instant,
  /** It takes the place of a former entry, which stays in the record: `trial.corrections`. */
  corrected: z.boolean(),
};

/** The names that the audit trail uses. */
export const recordEntity = z.enum([
  'subject',
  'subject_measure',
  'embolisation',
  'function_test',
  'outcome',
  'time_point',
]);
export type RecordEntity = z.infer<typeof recordEntity>;

/** A former state of an entry, and what took its place. */
export const correction = z.object({
  id,
  entity: recordEntity,
  /** Of the former entry. */
  entryId: id,
  former: z.record(z.string(), z.unknown()),
  /** null: struck out. */
  replacement: z.record(z.string(), z.unknown()).nullable(),
  /** null only where none was asked for, once: another CT was assigned to a time point. */
  reason: z.string().nullable(),
  correctedAt: instant,
  /** As in the audit trail. */
  correctedBy: z.string(),
});
export type Correction = z.infer<typeof correction>;

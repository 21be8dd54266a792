import { z } from 'zod';
import { id, instant } from './common.ts';

/** A form that was begun and not stored yet. */
export const formDraft = z.object({
  form: z.enum(['subject', 'measure', 'embolisation', 'function_test', 'outcome', 'time_point']),
  subjectId: id.nullable(),
  /** The entry that the form corrects; null: a new one. */
  entryId: id.nullable(),
  /** As the form has it; only the form reads it. */
  value: z.string().max(20_000),
  savedAt: instant,
});
export type FormDraft = z.infer<typeof formDraft>;

import { z } from 'zod';
import { id, instant, nothing } from './common.ts';
import { method } from './define.ts';
import { wireError } from './errors.ts';

export const jobKind = z.enum(['import', 'sample', 'model', 'package', 'backup']);
/** A long operation of the host, seen from outside. It ends in exactly one of done, cancelled, failed. */
export const job = z.object({
  id,
  kind: jobKind,
  title: z.string(),
  startedAt: instant,
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Units of work; `total` is 0 while it is not yet known. */
  done: z.number().nonnegative(),
  total: z.number().nonnegative(),
  /** What it is doing, e.g. 'Reading headers'. */
  step: z.string(),
  error: wireError.optional(),
});
export type Job = z.infer<typeof job>;

export const jobs = {
  methods: {
    list: method(nothing, z.array(job)),
    /** Asks the job to stop; it reports 'cancelled' when it has. What it stored so far stays and is whole. */
    cancel: method(z.object({ jobId: id }), nothing),
  },
  events: { changed: job },
};

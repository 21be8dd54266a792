import { z } from 'zod';
import { instant, nothing } from './common.ts';
import { method } from './define.ts';

/** One row of the hash chain. `hash` covers every other field and `previousHash`. */
export const auditEntry = z.object({
  sequence: z.int().positive(),
  at: instant,
  utcOffsetMinutes: z.int(),
  user: z.string(),
  role: z.string(),
  workstation: z.string(),
  version: z.string(),
  action: z.string(),
  entity: z.string(),
  entityId: z.string(),
  /** Canonical JSON of what it was and what it became; null where there is none. */
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
  reason: z.string().nullable(),
  previousHash: z.string(),
  /** Digest of the rows as this change left them; null for an entry that changed none, or from before rows were sealed. */
  rowsSha256: z.string().nullable(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const audit = {
  methods: {
    /** Newest first. */
    list: method(
      z.object({ before: z.int().positive().optional(), limit: z.int().min(1).max(500).default(100) }),
      z.array(auditEntry),
    ),
    verify: method(nothing, z.object({ ok: z.boolean(), entries: z.int(), problem: z.string().nullable() })),
  },
  events: {},
};

import { z } from 'zod';
import { instant } from './common.ts';
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

/** What a verification found. */
export const trailReport = z.object({
  ok: z.boolean(),
  /** One sentence; null when all is right. */
  problem: z.string().nullable(),
  /** How many were found right, up to the problem if there is one. */
  entries: z.int(),
  rows: z.int(),
  revisions: z.int(),
  signatures: z.int(),
  /** 0 when the files were not asked for. */
  files: z.int(),
});
export type TrailReport = z.infer<typeof trailReport>;

export const verifyProgress = z.object({
  step: z.enum(['entries', 'rows', 'revisions', 'signatures', 'database', 'files']),
  done: z.int(),
  total: z.int(),
});
export type VerifyProgress = z.infer<typeof verifyProgress>;

export const audit = {
  methods: {
    /** Newest first. */
    list: method(
      z.object({ before: z.int().positive().optional(), limit: z.int().min(1).max(500).default(100) }),
      z.array(auditEntry),
    ),
    /** Says how far it is by `verifying`. */
    verify: method(z.object({ files: z.boolean().default(false) }), trailReport),
  },
  events: { verifying: verifyProgress },
};

import { z } from 'zod';
import { role } from './accounts.ts';
import { instant, nothing } from './common.ts';
import { method } from './define.ts';
import { exportFile } from './exports.ts';

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

/** What is left out selects nothing away. */
export const auditFilter = z.object({
  from: instant.optional(),
  until: instant.optional(),
  user: z.string().optional(),
  role: role.optional(),
  action: z.string().optional(),
  entity: z.string().optional(),
  entityId: z.string().optional(),
  /** Entries of the subject and of everything that belongs to it. */
  subjectCode: z.string().optional(),
  /** Somewhere in the values or the reason; case doesn't count. */
  text: z.string().min(1).optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditPage = z.object({
  /** Newest first, whichever end was asked for. */
  entries: z.array(auditEntry),
  /** Whether the filter has entries before the oldest, and after the newest of these. */
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
});
export type AuditPage = z.infer<typeof auditPage>;

/** The trail's copy outside the data folder, which whoever can write to the folder can't change. */
export const outsideAnchor = z.object({
  folder: z.string().nullable(),
  /** 'behind': it can't be written now; it is caught up once it can. */
  state: z.enum(['none', 'written', 'behind']),
  writtenAt: instant.nullable(),
});
export type OutsideAnchor = z.infer<typeof outsideAnchor>;

export const audit = {
  methods: {
    /**
     * One page: the newest entries, those before `before`, those after `after`, or the oldest (`after: 0`).
     */
    list: method(
      auditFilter.extend({
        before: z.int().positive().optional(),
        after: z.int().nonnegative().optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
      auditPage,
    ),
    /** Every user, action and entity that the trail has, for filters. */
    values: method(
      nothing,
      z.object({ users: z.array(z.string()), actions: z.array(z.string()), entities: z.array(z.string()) }),
    ),
    /** All entries of one thing, oldest first; with `related` those of a subject's whole record. */
    history: method(
      z.object({ entity: z.string(), entityId: z.string(), related: z.boolean().default(false) }),
      z.array(auditEntry),
    ),
    /** All entries of the filter, oldest first, as a file below exports/. */
    exportEntries: method(auditFilter.extend({ format: z.enum(['csv', 'jsonl']) }), exportFile),
    /** Says how far it is by `verifying`. */
    verify: method(z.object({ files: z.boolean().default(false) }), trailReport),
    outsideAnchor: method(nothing, outsideAnchor),
    /** @throws 'invalid_input' for a folder that isn't there, can't be written, or is in the data folder; null for none */
    setOutsideAnchor: method(z.object({ folder: z.string().min(1).nullable() }), outsideAnchor),
  },
  events: { verifying: verifyProgress },
};

/** The audit trail as the contract shows it. */
import type { AuditEntry, TrailReport } from '../../core/contract/audit.ts';
import type { HostContext } from '../context.ts';
import { listAuditEntries } from '../db/tables/audit.ts';
import { verifyTrail } from './verify.ts';

export { verifyTrail };

/** Newest first. */
export function listAudit(
  context: HostContext,
  { before, limit }: { before?: number | undefined; limit: number },
): AuditEntry[] {
  return listAuditEntries(context.db, before ?? Number.MAX_SAFE_INTEGER, limit);
}

/** Tells how far it is by events. */
export const verify = (context: HostContext, { files }: { files: boolean }): Promise<TrailReport> =>
  verifyTrail(context, {
    files,
    onProgress: (progress) => {
      context.emit('audit.verifying', progress);
    },
  });

/** The audit trail as the contract shows it. */
import type { AuditEntry } from '../../core/contract/audit.ts';
import type { HostContext } from '../context.ts';
import { listAuditEntries } from '../db/tables/audit.ts';

export { verifyTrail } from './verify.ts';

/** Newest first. */
export function listAudit(
  context: HostContext,
  { before, limit }: { before?: number | undefined; limit: number },
): AuditEntry[] {
  return listAuditEntries(context.db, before ?? Number.MAX_SAFE_INTEGER, limit);
}

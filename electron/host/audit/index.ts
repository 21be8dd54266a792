/** The audit trail as the contract shows it. */
import type { TrailReport } from '../../core/contract/audit.ts';
import type { HostContext } from '../context.ts';
import { verifyTrail } from './verify.ts';

export { auditHistory, auditValues, exportAudit, auditPage } from './list.ts';
export { setOutsideAnchor } from './outsideAnchor.ts';
export { openForReading } from './openForReading.ts';
export { verifyTrail };

/** Tells how far it is by events. */
export const verify = (context: HostContext, { files }: { files: boolean }): Promise<TrailReport> =>
  verifyTrail(context, {
    files,
    onProgress: (progress) => {
      context.emit('audit.verifying', progress);
    },
  });

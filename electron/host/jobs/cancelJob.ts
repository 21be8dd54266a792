import type { HostContext } from '../context.ts';

/**
 * Asks a job to stop; the trail tells who did, because what the job itself leaves is told in the name of whoever started it.
 * @throws RemnantError 'not_found'
 */
export function cancelJob(context: HostContext, { jobId }: { readonly jobId: string }): Record<string, never> {
  const job = context.jobs.list().find(({ id }) => id === jobId);
  context.jobs.cancel(jobId);
  if (job?.state !== 'running') return {};
  context.change((record) => {
    const { kind, title } = job;
    record({ action: 'cancel', entity: 'job', entityId: jobId, newValue: { kind, title } });
  });
  return {};
}

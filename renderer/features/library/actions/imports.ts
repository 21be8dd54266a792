/** What becomes of an import, and its report. */
import type { Job } from '../../../../electron/core/contract/jobs.ts';
import { notice, noticeError } from '../../../app/notices.ts';
import { host } from '../../../host/index.ts';
import { announcePackage } from '../../submission/actions.ts';
import { endedNotice, needsAttention } from '../model/imports.ts';
import { useLibrary } from '../store.ts';

const { setState: set } = useLibrary;

export async function stopJob(jobId: string): Promise<void> {
  set(({ stopping }) => ({ stopping: [...stopping, jobId] }));
  await host.client.jobs.cancel({ jobId });
}

/** Tells how jobs end, in whatever place the person is then. @returns how to stop telling */
export function announceJobs(): () => void {
  return host.listen('jobs.changed', (job) => {
    if (job.state !== 'running') announceEnd(job).catch(noticeError);
  });
}

async function announceEnd(job: Job): Promise<void> {
  set(({ stopping }) => ({ stopping: stopping.filter((jobId) => jobId !== job.id) }));
  if (job.kind === 'package') {
    announcePackage(job);
    return;
  }
  const report = await host.client.library.importReport({ jobId: job.id }).catch(() => null);
  if (report && job.kind === 'import' && job.state === 'done' && needsAttention(report)) {
    showReport(report.id);
    return;
  }
  const { tone, title, detail } = endedNotice(job, report);
  notice(tone, title, detail);
}

/** The list of imports, or one of them. */
export const showImports = (): void => {
  set({ imports: { reportOf: null } });
};
export const showReport = (reportOf: string): void => {
  set({ imports: { reportOf } });
};
export const closeImports = (): void => {
  set({ imports: null });
};

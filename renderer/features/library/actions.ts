import type { Job } from '../../../electron/core/contract/jobs.ts';
import type { Series } from '../../../electron/core/contract/library.ts';
import { notice, noticeError } from '../../app/notices.ts';
import { goTo, routes } from '../../app/routes.ts';
import { host, shell } from '../../host/index.ts';
import { t } from '../../i18n/index.ts';
import type { Sorting } from '../../ui/index.ts';
import { canOpen, endedNotice, needsAttention } from './model.ts';
import { useLibrary } from './store.ts';

const set = useLibrary.setState;

/** The system's own dialog where there is one, otherwise the folder browser. */
export async function openFolder(): Promise<void> {
  const desktop = shell();
  if (!desktop) {
    set({ isBrowsing: true });
    return;
  }
  const path = await desktop.chooseFolder();
  if (path !== null) await importFolder(path);
}

/** Closes the folder browser once the import has begun: a folder that can't be read is said where it was chosen. */
export async function importFolder(path: string): Promise<void> {
  await host.client.library.startImport({ paths: [path] });
  set({ isBrowsing: false });
}

export async function openSample(): Promise<void> {
  await host.client.library.startSample({});
}

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
  const report = await host.client.library.importReport({ jobId: job.id }).catch(() => null);
  if (report && job.kind === 'import' && job.state === 'done' && needsAttention(report)) {
    set({ reportOf: report.id });
    return;
  }
  const { tone, title, detail } = endedNotice(job, report);
  notice(tone, title, detail);
}

export function openSeries(series: Series): void {
  if (canOpen(series)) goTo(routes.workspaceOf(series.id));
  else notice('warning', t('library.refusedShort'), series.problems.map(({ message }) => message).join(' '));
}

export const selectSeries = (selectedId: string | null): void => {
  set({ selectedId });
};
export const sortBy = (sorting: Sorting): void => {
  set({ sorting });
};
export const showReport = (reportOf: string | null): void => {
  set({ reportOf });
};
export const closeBrowser = (): void => {
  set({ isBrowsing: false });
};
export const browseTo = (browsePath: string | null): void => {
  set({ browsePath });
};

/** What the library shows of imports and jobs. Pure. */
import type { Job } from '../../../../electron/core/contract/jobs.ts';
import type { FileOutcome, ImportReport } from '../../../../electron/core/contract/library.ts';
import { t } from '../../../i18n/index.ts';
import type { Tone } from '../../../ui/index.ts';

/** 0..1; null while the total isn't known. */
export const jobFraction = ({ done, total }: Pick<Job, 'done' | 'total'>): number | null =>
  total > 0 ? done / total : null;

/** What the job does and how far it is; a step that says its own counts is left as it is. */
export const jobDetail = ({ done, total, step }: Pick<Job, 'done' | 'total' | 'step'>): string =>
  total === 0 || /\d/.test(step) ? step : `${step} · ${t('library.progress', { done, total })}`;

export const outcomes = ['imported', 'already_there', 'put_aside', 'conflict', 'skipped'] as const;

/** Files by what became of them. A file in conflict was imported, beside the one that was there. */
export function outcomeCounts({ imported, alreadyThere, skipped }: ImportReport): Record<FileOutcome, number> {
  const count = (outcome: FileOutcome): number => skipped.filter((file) => file.outcome === outcome).length;
  const conflict = count('conflict');
  return {
    imported: Math.max(0, imported - conflict),
    already_there: alreadyThere,
    put_aside: count('put_aside'),
    conflict,
    skipped: count('skipped'),
  };
}

/** `1 file imported, 2 already there, 1 put aside`: what isn't zero, and always what was imported. */
export function countsText(report: ImportReport): string {
  const counts = outcomeCounts(report);
  return outcomes
    .filter((outcome) => outcome === 'imported' || counts[outcome] > 0)
    .map((outcome) => t(`imports.count.${outcome}`, { count: counts[outcome] }))
    .join(', ');
}

/** Where an import read from. Sent files have no place on this machine that means anything to a person. */
export const sourcesText = ({ sources }: Pick<ImportReport, 'sources'>): string =>
  sources.length === 0 ? t('imports.sent') : sources.join(', ');

/** What to say when a job has ended. */
export function endedNotice(job: Job, report: ImportReport | null): { tone: Tone; title: string; detail: string } {
  const detail = report ? `${countsText(report)}.` : '';
  if (job.state === 'cancelled') return { tone: 'info', title: t('library.cancelled'), detail };
  if (job.state === 'failed')
    return { tone: 'danger', title: t('library.failed'), detail: job.error?.message ?? detail };
  return { tone: 'ok', title: t(job.kind === 'sample' ? 'library.sampleDone' : 'library.doneTitle'), detail };
}

/** The report is opened by itself when there is something in it that a person should know. What is put aside is to be expected. */
export function needsAttention(report: ImportReport): boolean {
  const { skipped, conflict } = outcomeCounts(report);
  return report.state !== 'done' || skipped + conflict > 0 || report.seriesIds.length === 0;
}

export const stateTone: Record<ImportReport['state'], Tone> = {
  running: 'neutral',
  done: 'ok',
  cancelled: 'info',
  failed: 'danger',
};

/** From the root of a disk, on any system: a relative path would mean the program's own folder, which nobody sees. */
export const isWholePath = (path: string): boolean => /^(\/|\\\\|[a-z]:[/\\])/i.test(path);

/** The path below the folder that was read: files of one name lie in many folders. Sent files have such a path already. */
export function pathBelow(sources: readonly string[], path: string): string {
  const source = sources.find((one) => path.startsWith(one) && path.length > one.length);
  if (source !== undefined) return path.slice(source.length).replace(/^[/\\]+/, '');
  return isWholePath(path) ? baseName(path) : path;
}

/** The last part of a path of any system. */
export const baseName = (path: string): string => path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;

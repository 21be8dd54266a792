/** What the library shows of series, imports and jobs. Pure. */
import type { Job } from '../../../electron/core/contract/jobs.ts';
import type { ImportReport, Series } from '../../../electron/core/contract/library.ts';
import { t } from '../../i18n/index.ts';
import type { Sorting, Tone } from '../../ui/index.ts';

/** The description of the file, or that it has none. */
export const seriesTitle = ({ description }: Pick<Series, 'description'>): string =>
  description.trim() === '' ? t('library.noDescription') : description;

/** `0.78 × 0.78 × 2.50`, in mm along columns, rows and slices. */
export const spacingText = ({ geometry }: Pick<Series, 'geometry'>): string =>
  geometry ? geometry.spacingMm.map((mm) => mm.toFixed(2)).join(' × ') : '–';

/** `512 × 512`, columns and rows; the third number is the count of slices. */
export const matrixText = ({ geometry }: Pick<Series, 'geometry'>): string =>
  geometry ? geometry.dims.slice(0, 2).join(' × ') : '–';

export const geometryTone: Record<Series['geometryStatus'], Tone> = {
  regular: 'ok',
  warning: 'warning',
  refused: 'danger',
};
export const geometryLabel = (status: Series['geometryStatus']): string => t(`library.${status}`);
export const canOpen = ({ geometryStatus }: Pick<Series, 'geometryStatus'>): boolean => geometryStatus !== 'refused';

const statusOrder: Record<Series['geometryStatus'], number> = { regular: 0, warning: 1, refused: 2 };

/** How two series compare in a column; ties are broken so that the order never depends on how the list came. */
function compareBy(column: string, a: Series, b: Series): number {
  switch (column) {
    case 'patient':
      return a.patientLabel.localeCompare(b.patientLabel, 'en', { numeric: true });
    case 'date':
      return (a.acquisitionDate ?? '').localeCompare(b.acquisitionDate ?? '');
    case 'description':
      return seriesTitle(a).localeCompare(seriesTitle(b), 'en', { numeric: true });
    case 'slices':
      return a.instanceCount - b.instanceCount;
    case 'geometry':
      return statusOrder[a.geometryStatus] - statusOrder[b.geometryStatus];
    default:
      return 0;
  }
}

export function sortSeries(list: readonly Series[], { column, direction }: Sorting): Series[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...list].sort(
    (a, b) =>
      sign * compareBy(column, a, b) ||
      compareBy('patient', a, b) ||
      compareBy('date', a, b) ||
      a.seriesInstanceUid.localeCompare(b.seriesInstanceUid),
  );
}

/** 0..1; null while the total isn't known. */
export const jobFraction = ({ done, total }: Pick<Job, 'done' | 'total'>): number | null =>
  total > 0 ? done / total : null;

/** What the job does and how far it is; a step that says its own counts is left as it is. */
export const jobDetail = ({ done, total, step }: Pick<Job, 'done' | 'total' | 'step'>): string =>
  total === 0 || /\d/.test(step) ? step : `${step} · ${t('library.progress', { done, total })}`;

/** What to say when a job has ended. */
export function endedNotice(job: Job, report: ImportReport | null): { tone: Tone; title: string; detail: string } {
  const detail = report
    ? t('library.doneText', { imported: report.imported, there: report.alreadyThere, skipped: report.skipped.length })
    : '';
  if (job.state === 'cancelled') return { tone: 'info', title: t('library.cancelled'), detail };
  if (job.state === 'failed')
    return { tone: 'danger', title: t('library.failed'), detail: job.error?.message ?? detail };
  return { tone: 'ok', title: t(job.kind === 'sample' ? 'library.sampleDone' : 'library.doneTitle'), detail };
}

/** The report is opened by itself when there is something in it that a person should know. */
export const needsAttention = (report: ImportReport): boolean =>
  report.state !== 'done' || report.skipped.length > 0 || report.seriesIds.length === 0;

/** From the root of a disk, on any system: a relative path would mean the program's own folder, which nobody sees. */
export const isWholePath = (path: string): boolean => /^(\/|\\\\|[a-z]:[/\\])/i.test(path);

/** The path below the folder that was read: files of one name lie in many folders. */
export function pathBelow(sources: readonly string[], path: string): string {
  const source = sources.find((one) => path.startsWith(one) && path.length > one.length);
  return source === undefined ? baseName(path) : path.slice(source.length).replace(/^[/\\]+/, '');
}

/** The last part of a path of any system. */
export const baseName = (path: string): string => path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;

/** Studies, series and files: what is there, and how it comes in. */
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { ImportReport, Series } from '../../core/contract/library.ts';
import type { HostContext } from '../context.ts';
import { getImportReport, listImportReports } from '../db/tables/importReport.ts';
import { listVolumeInstances } from '../db/tables/instance.ts';
import { getSeriesRow, listSeriesRows } from '../db/tables/series.ts';

export { browse } from './browse.ts';
export { importPaths, startImport } from './import.ts';
export { startSample } from './sample.ts';

/** By patient, date and number. */
export function listSeries({ db }: HostContext): Series[] {
  return listSeriesRows(db);
}

/** @throws RemnantError 'not_found' */
export function getSeries({ db }: HostContext, { seriesId }: { seriesId: string }): Series {
  const series = getSeriesRow(db, seriesId);
  if (!series) throw new RemnantError('not_found', 'There is no such series in the library.');
  return series;
}

/** @throws RemnantError 'not_found' */
export function importReport(context: HostContext, { jobId }: { jobId: string }): ImportReport {
  const report = getImportReport(context.db, jobId);
  if (!report) throw new RemnantError('not_found', 'There is no report of such an import.');
  return asItIsNow(context, report);
}

/** Newest first. */
export function listImports(context: HostContext): ImportReport[] {
  return listImportReports(context.db).map((report) => asItIsNow(context, report));
}

/** A report left 'running' by a program that ended is that of a failed import. */
function asItIsNow({ jobs }: HostContext, report: ImportReport): ImportReport {
  if (report.state !== 'running') return report;
  const running = jobs.list().some(({ id, state }) => id === report.id && state === 'running');
  return running ? report : { ...report, state: 'failed' };
}

/** A file of a volume, for references to it. */
export interface SourceImage {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly absolutePath: string;
  /** Slice index in the volume. */
  readonly k: number;
}

/** The files that make the series' volume, ordered by slice; empty for a refused series. */
export function sourceImages({ db, folder }: HostContext, seriesId: string): SourceImage[] {
  return listVolumeInstances(db, seriesId).map(({ sopInstanceUid, sopClassUid, path }, k) => ({
    sopInstanceUid,
    sopClassUid,
    absolutePath: join(folder.root, ...path.split('/')),
    k,
  }));
}

import { RemnantError } from '../../core/contract/errors.ts';
import type { FileOutcome, ImportReport, ReportedFile } from '../../core/contract/library.ts';
import type { HostContext } from '../context.ts';
import { getImportReport, listImportFiles, listImportReports } from '../db/tables/importReport.ts';

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

/** @throws RemnantError 'not_found' */
export function importedFiles(
  context: HostContext,
  { jobId, ...page }: { jobId: string; outcome?: FileOutcome | undefined; offset: number; limit: number },
): { total: number; files: ReportedFile[] } {
  importReport(context, { jobId });
  return listImportFiles(context.db, jobId, page);
}

/** A report left 'running' by a program that ended is that of a failed import. */
function asItIsNow({ jobs }: HostContext, report: ImportReport): ImportReport {
  if (report.state !== 'running') return report;
  const running = jobs.list().some(({ id, state }) => id === report.id && state === 'running');
  return running ? report : { ...report, state: 'failed' };
}

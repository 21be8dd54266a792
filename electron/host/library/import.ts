import { rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RemnantError, toWireError } from '../../core/contract/errors.ts';
import type { ImportReport } from '../../core/contract/library.ts';
import type { HostContext, JobControl } from '../context.ts';
import { endImportReport, getImportReport, insertImportReport } from '../db/tables/importReport.ts';
import { readSettings } from '../db/tables/settings.ts';
import { importFiles } from './importFiles.ts';
import { sentFilesFolder } from './sentFiles.ts';

export interface ImportRequest {
  readonly paths?: readonly string[] | undefined;
  /** Of files that were sent; they are removed when the import has ended. */
  readonly sourceId?: string | undefined;
  readonly inPlace?: boolean | undefined;
}

type StartedJob = ReturnType<HostContext['jobs']['start']>;

/**
 * Starts a job of kind 'import'; its report is kept under the job's id.
 * @throws RemnantError 'not_found' when a path doesn't exist
 */
export async function startImport(context: HostContext, request: ImportRequest): Promise<{ jobId: string }> {
  return { jobId: (await beginImport(context, request)).jobId };
}

/**
 * Imports and waits for the end.
 * @throws RemnantError of the import when it failed; 'cancelled' when it was stopped
 */
export async function importPaths(context: HostContext, request: ImportRequest): Promise<ImportReport> {
  const { jobId, finished } = await beginImport(context, request);
  const { state, error } = await finished;
  if (error) throw new RemnantError(error.code, error.message);
  if (state === 'cancelled')
    throw new RemnantError('cancelled', 'The import was cancelled; what it stored so far is whole.');
  return getImportReport(context.db, jobId)!;
}

const beginImport = (context: HostContext, { paths = [], sourceId, inPlace = false }: ImportRequest) =>
  sourceId === undefined ? importFound(context, paths, inPlace) : importSent(context, sourceId);

async function importFound(context: HostContext, paths: readonly string[], inPlace: boolean): Promise<StartedJob> {
  const sources = paths.map((path) => resolve(path));
  for (const path of sources) {
    await stat(path).catch(() => {
      throw new RemnantError('not_found', `There is no file or folder ${path}, or it can't be opened.`);
    });
  }
  const deidentify = readSettings(context.db).deidentifyOnImport;
  if (deidentify && inPlace)
    throw new RemnantError(
      'refused',
      'Files are de-identified here, so they can not be left where they are: import copies.',
    );
  return context.jobs.start('import', 'Import', (control) =>
    withReport(context, control, deidentify ? [] : sources, () =>
      importFiles(context, control, { sources, inPlace, deidentify }),
    ),
  );
}

async function importSent(context: HostContext, sourceId: string): Promise<StartedJob> {
  const folder = sentFilesFolder(context, sourceId);
  await stat(folder).catch(() => {
    throw new RemnantError('not_found', 'None of these files arrived; choose them again.');
  });
  return context.jobs.start('import', 'Import', async (control) => {
    try {
      await withReport(context, control, [], () =>
        importFiles(context, control, {
          sources: [folder],
          inPlace: false,
          shownBelow: folder,
          deidentify: readSettings(context.db).deidentifyOnImport,
        }),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Keeps a report of `work` under the job's id, whatever becomes of it. */
export async function withReport(
  context: HostContext,
  { jobId }: JobControl,
  sources: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  context.change((record) => {
    insertImportReport(context.db, { id: jobId, startedAt: context.now().toISOString(), sources });
    record({
      action: 'create',
      entity: 'import',
      entityId: jobId,
      newValue: { state: 'running', sources: sources.length },
    });
  });
  const end = (state: 'done' | 'cancelled' | 'failed'): void => {
    context.change((record) => {
      endImportReport(context.db, jobId, { state, finishedAt: context.now().toISOString() });
      const { imported, alreadyThere, skipped, seriesIds } = getImportReport(context.db, jobId)!;
      const newValue = { state, imported, alreadyThere, skipped: skipped.length, seriesIds };
      record({ action: 'update', entity: 'import', entityId: jobId, oldValue: { state: 'running' }, newValue });
    });
    context.emit('library.changed', {});
  };
  try {
    await work();
  } catch (error) {
    end(toWireError(error).code === 'cancelled' ? 'cancelled' : 'failed');
    throw error;
  }
  end('done');
}

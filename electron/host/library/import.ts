import { mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RemnantError, toWireError } from '../../core/contract/errors.ts';
import type { ImportReport } from '../../core/contract/library.ts';
import type { HostContext, JobControl } from '../context.ts';
import { endImportReport, getImportReport, insertImportReport } from '../db/tables/importReport.ts';
import { createWorkerPool } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import { findFiles, type FoundFile, type FoundFiles } from './findFiles.ts';
import { missingFiles } from './missingFiles.ts';
import type { ScannedFile, ScanTask } from './scanFile.ts';
import { storeBatch, type Scanned } from './store.ts';

/** Files per transaction: what a sudden end can cost. */
const BATCH_SIZE = 128;
/** Files under way at once: more than there are workers, so that these never wait. */
const UNDER_WAY = 6;

const scanners = createWorkerPool<ScanTask, ScannedFile>(workerUrl('./scanWorker', import.meta.url), 2);

/**
 * Starts a job of kind 'import'; its report is kept under the job's id.
 * @throws RemnantError 'not_found' when a path doesn't exist
 */
export async function startImport(
  context: HostContext,
  { paths }: { paths: readonly string[] },
): Promise<{ jobId: string }> {
  return { jobId: (await beginImport(context, paths)).jobId };
}

/**
 * Imports and waits for the end.
 * @throws RemnantError of the import when it failed; 'cancelled' when it was stopped
 */
export async function importPaths(
  context: HostContext,
  { paths }: { paths: readonly string[] },
): Promise<ImportReport> {
  const { jobId, finished } = await beginImport(context, paths);
  const { state, error } = await finished;
  if (error) throw new RemnantError(error.code, error.message);
  if (state === 'cancelled')
    throw new RemnantError('cancelled', 'The import was cancelled; what it stored so far is whole.');
  return getImportReport(context.db, jobId)!;
}

async function beginImport(
  context: HostContext,
  paths: readonly string[],
): Promise<ReturnType<HostContext['jobs']['start']>> {
  const sources = paths.map((path) => resolve(path));
  for (const path of sources) {
    await stat(path).catch(() => {
      throw new RemnantError('not_found', `There is no file or folder ${path}, or it can't be opened.`);
    });
  }
  return context.jobs.start('import', 'Import', (control) =>
    withReport(context, control, sources, () => importFiles(context, control, sources)),
  );
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
    record({ action: 'create', entity: 'import', entityId: jobId });
  });
  const end = (state: 'done' | 'cancelled' | 'failed'): void => {
    context.change((record) => {
      endImportReport(context.db, jobId, { state, finishedAt: context.now().toISOString() });
      const { imported, alreadyThere, skipped, seriesIds } = getImportReport(context.db, jobId)!;
      const newValue = { state, imported, alreadyThere, skipped: skipped.length, seriesIds };
      record({ action: 'update', entity: 'import', entityId: jobId, newValue });
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

/** Finds, reads, copies and stores; what was stored when it is stopped stays and is whole. */
export async function importFiles(
  context: HostContext,
  control: JobControl,
  sources: readonly string[],
): Promise<void> {
  control.report({ done: 0, total: 0, step: 'Finding files' });
  const found = await findFiles(sources, context.folder.root, () => {
    control.checkpoint();
  });
  const partials = join(context.folder.uploads, `import-${control.jobId}`);
  await mkdir(partials);
  try {
    await scanAndStore(context, control, found, partials);
  } finally {
    await rm(partials, { recursive: true, force: true });
  }
}

async function scanAndStore(
  context: HostContext,
  control: JobControl,
  { files, skipped }: FoundFiles,
  partials: string,
): Promise<void> {
  const total = files.reduce((sum, { byteCount }) => sum + byteCount, 0);
  // By place in the folder, so that workers' speed decides nothing.
  const batch = new Map<number, Scanned>();
  skipped.forEach(({ path, reason }, at) =>
    batch.set(at - skipped.length, { path, file: { kind: 'skipped', reason } }),
  );
  let [filesDone, bytesDone, next] = [0, 0, 0];
  const flush = (): void => {
    if (batch.size === 0) return;
    const inOrder = [...batch].sort(([a], [b]) => a - b).map(([, scanned]) => scanned);
    batch.clear();
    const { imported } = storeBatch(context, control.jobId, inOrder);
    if (imported > 0) context.emit('library.changed', {});
  };
  let missing = 0;
  const nameMissing = (indexPath: string, listed: readonly string[]): void => {
    const known = [...files, ...skipped].map(({ path }) => path);
    const reason = 'It is missing: the index (DICOMDIR) lists it, but it is not there.';
    for (const path of listed.length > 0 ? missingFiles(indexPath, listed, known) : [])
      batch.set(files.length + missing++, { path, file: { kind: 'skipped', reason } });
  };
  const lane = async (): Promise<void> => {
    while (next < files.length) {
      control.checkpoint();
      const number = next++;
      const found = files[number]!;
      const file = await scan(context, found, join(partials, String(number)));
      batch.set(number, { path: found.path, file });
      if (file.kind === 'skipped' && file.listed) nameMissing(found.path, file.listed);
      bytesDone += found.byteCount;
      filesDone++;
      control.report({ done: bytesDone, total, step: `Read ${filesDone} of ${files.length} files` });
      if (batch.size >= BATCH_SIZE) flush();
    }
  };
  try {
    // All lanes are waited for, so that nothing is written after this has ended; the first failure stops the others.
    const stop = (): void => {
      next = files.length;
    };
    const lanes = Array.from({ length: UNDER_WAY }, lane);
    for (const each of lanes) each.catch(stop);
    await Promise.allSettled(lanes);
    await Promise.all(lanes);
  } finally {
    flush();
  }
}

async function scan({ folder, log }: HostContext, file: FoundFile, partial: string): Promise<ScannedFile> {
  try {
    return await scanners.run({ file, originals: folder.originals, partial });
  } catch (error) {
    log.error('import.copy', error);
    throw new RemnantError(
      'io',
      'A file could not be copied into the data folder: is the disk full or write-protected?',
      { cause: error },
    );
  }
}

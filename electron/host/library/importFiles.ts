/** Finds, scans, ingests and stores files. What was stored when it is stopped stays and is whole. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { ReportedFile } from '../../core/contract/library.ts';
import type { HostContext, JobControl } from '../context.ts';
import { onSiteOptions, openSiteKey, planFor, type PatientIdentity } from '../deidentify/index.ts';
import { runInThread } from '../threads/index.ts';
import { findFiles, type FoundFile, type FoundFiles } from './findFiles.ts';
import { identityOf } from './identity.ts';
import type { Ingested, IngestTask } from './ingestFile.ts';
import { missingFiles } from './missingFiles.ts';
import { withoutNames } from './withoutNames.ts';
import type { IngestedFile } from './recognise.ts';
import type { ScannedHeader } from './scanHeader.ts';
import { storeFiles, type UnreadableFile } from './store.ts';

const FILES_PER_SCAN = 32;
/** Under way at once: more than there are workers, so that these never wait. */
const LANES = 6;

export interface ImportPlan {
  /** Absolute paths. */
  readonly sources: readonly string[];
  readonly inPlace: boolean;
  /** A folder whose own path means nothing to the person: paths are shown from there on. */
  readonly shownBelow?: string;
  /** Keep nothing that names the patient, neither in files nor in their paths. */
  readonly deidentify: boolean;
}

interface ImageFile extends Omit<UnreadableFile, 'reason'> {
  readonly identity: PatientIdentity | null;
}
interface Group {
  readonly files: ImageFile[];
  readonly ingested: Map<ImageFile, Ingested>;
}

export async function importFiles(context: HostContext, control: JobControl, plan: ImportPlan): Promise<void> {
  control.report({ done: 0, total: 0, step: 'Finding files' });
  const found = await findFiles(plan.sources, { leaveOut: context.folder.root, shownBelow: plan.shownBelow }, () => {
    control.checkpoint();
  });
  const headers = await scanFiles(control, found.files, plan.deidentify);
  const whole = { files: found.files, skipped: [...found.skipped, ...lostFiles(found, headers)] };
  const { files, skipped } = plan.deidentify ? withoutNames(whole) : whole;
  const groups = new Map<string, Group>();
  const others: ReportedFile[] = [];
  files.forEach((file, at) => {
    const scanned = headers[at]!;
    if ('header' in scanned) {
      const key = identityOf(scanned.header, file.path).groupingKey;
      const group = groups.get(key) ?? { files: [], ingested: new Map<ImageFile, Ingested>() };
      group.files.push({ file, identity: scanned.identity, header: plan.deidentify ? null : scanned.header });
      groups.set(key, group);
    } else others.push({ path: file.path, outcome: scanned.outcome, reason: scanned.reason });
  });
  others.push(...skipped.map(({ path, reason }) => ({ path, outcome: 'skipped' as const, reason })));
  storeFiles(context, control.jobId, { others });
  await ingestGroups(context, control, [...groups.values()], plan);
}

/** Files that an index lists, and that are not there. */
function lostFiles({ files, skipped }: FoundFiles, headers: readonly ScannedHeader[]): FoundFiles['skipped'] {
  const known = [...files, ...skipped].map(({ path }) => path);
  const reason = 'It is missing: the index (DICOMDIR) lists it, but it is not there.';
  return headers.flatMap((scanned, at) => {
    const listed = 'listed' in scanned ? (scanned.listed ?? []) : [];
    return missingFiles(files[at]!.path, listed, known).map((path) => ({ path, reason }));
  });
}

/** Work on `items` by several lanes at once; the first failure stops the others, and all are waited for. */
async function inLanes<Item>(items: readonly Item[], work: (item: Item, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      await work(items[at]!, at);
    }
  };
  const lanes = Array.from({ length: LANES }, lane);
  const stop = (): void => {
    next = items.length;
  };
  for (const each of lanes) each.catch(stop);
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
}

/** @returns what each file is, in their order */
export async function scanFiles(
  control: Pick<JobControl, 'checkpoint' | 'report'>,
  files: readonly FoundFile[],
  withIdentity: boolean,
): Promise<ScannedHeader[]> {
  const starts = Array.from({ length: Math.ceil(files.length / FILES_PER_SCAN) }, (_, at) => at * FILES_PER_SCAN);
  const headers = new Array<ScannedHeader>(files.length);
  let done = 0;
  await inLanes(starts, async (start) => {
    control.checkpoint();
    const scanned = await runInThread('scan', { files: files.slice(start, start + FILES_PER_SCAN), withIdentity });
    scanned.forEach((each, at) => (headers[start + at] = each));
    done += scanned.length;
    control.report({ done, total: files.length, step: `Looked at ${done} of ${files.length} files` });
  });
  return headers;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);

/** Group after group, so that whole series appear one by one; each is stored in one transaction when all its files are there. */
async function ingestGroups(
  context: HostContext,
  control: JobControl,
  groups: readonly Group[],
  { inPlace, deidentify }: ImportPlan,
): Promise<void> {
  const tasks = groups.flatMap((group) => group.files.map((image) => ({ group, image })));
  const total = tasks.reduce((sum, { image }) => sum + image.file.byteCount, 0);
  const key = deidentify ? openSiteKey(context.folder.root) : null;
  const partials = join(context.folder.uploads, `import-${control.jobId}`);
  const originals = inPlace ? null : context.folder.originals;
  await mkdir(partials);
  let [done, bytesDone] = [0, 0];
  try {
    await inLanes(tasks, async ({ group, image }, at) => {
      control.checkpoint();
      const { file, identity } = image;
      const plan = key && identity ? planFor(identity, key, { options: onSiteOptions }) : null;
      const task = { file, originals, partial: join(partials, String(at)), deidentify: plan };
      const mayKeep = plan !== null || !deidentify;
      group.ingested.set(
        image,
        mayKeep ? await ingestOne(context, task) : { reason: 'It does not say who its patient is.' },
      );
      bytesDone += file.byteCount;
      done++;
      const step = `Read ${done} of ${tasks.length} files, ${megabytes(bytesDone)} of ${megabytes(total)} MB`;
      control.report({ done: bytesDone, total, step });
      if (group.ingested.size === group.files.length) storeGroup(context, control.jobId, group);
    });
  } finally {
    // What is left of a group when it is stopped is stored too: its files need not be read again.
    for (const group of groups) storeGroup(context, control.jobId, group);
    await rm(partials, { recursive: true, force: true });
  }
}

async function ingestOne(context: HostContext, task: IngestTask): Promise<Ingested> {
  if (task.originals === null && task.file.zipped)
    return { reason: 'It is in a ZIP archive: its files cannot be left where they are.' };
  try {
    return await runInThread('ingest', task);
  } catch (error) {
    context.log.error('import.copy', error);
    throw new RemnantError(
      'io',
      'A file could not be copied into the data folder: is the disk full or write-protected?',
      { cause: error },
    );
  }
}

function storeGroup(context: HostContext, importId: string, { files, ingested }: Group): void {
  const images: IngestedFile[] = [];
  const unreadable: UnreadableFile[] = [];
  // In the order they were found, so that workers' speed decides nothing.
  for (const image of files) {
    const result = ingested.get(image);
    if (!result) continue;
    if ('reason' in result) unreadable.push({ ...image, reason: result.reason });
    else images.push({ file: image.file, image: result });
  }
  ingested.clear();
  storeFiles(context, importId, { images, unreadable });
}

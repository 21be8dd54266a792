/** A data folder made again from a backup: nothing is there under its name before all of it was proven. */
import { mkdir, lstat, readFile, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backupManifest } from '../../core/contract/backup.ts';
import type { BackupManifest } from '../../core/contract/backup.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { openForReading, verifyTrail } from '../audit/index.ts';
import { openContext } from '../openContext.ts';
import { copyProven } from './copyFile.ts';
import { MANIFEST } from './createBackup.ts';

export interface RestoreRequest {
  /** The backup's folder. */
  readonly from: string;
  /** The data folder; not there yet, or empty. */
  readonly into: string;
  readonly version: string;
  readonly report: (progress: { done: number; total: number; step: string }) => void;
}

export interface Restored {
  readonly folder: string;
  readonly createdAt: string;
  readonly fileCount: number;
  readonly entries: number;
  readonly withKeys: boolean;
  /** What the backup said of its trail when it was made; null when all was right. */
  readonly trailProblem: string | null;
}

/**
 * @throws RemnantError 'not_found' when there is no backup, 'refused' when it isn't whole or the folder isn't empty, 'io' when it can't be
 * written; then the folder is as it was
 */
export async function restoreBackup({ from, into, version, report }: RestoreRequest): Promise<Restored> {
  const [source, target] = [resolve(from), resolve(into)];
  const manifest = await readManifest(source);
  await refuseFilled(target);
  const partial = `${target}.part`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await copyContent(source, partial, manifest, report);
    report({ done: 0, total: 0, step: 'Proving the record' });
    const entries = await proveRecord(partial, manifest, version);
    // Node can't rename over a folder on every system.
    await rmdir(target).catch(() => undefined);
    await rename(partial, target);
    await recordRestore(target, manifest, version);
    const { createdAt, files, withKeys, trailProblem } = manifest;
    return { folder: target, createdAt, fileCount: files.length, entries, withKeys, trailProblem };
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', `The backup couldn't be restored to ${target}; check its space and rights.`, {
      cause: error,
    });
  }
}

async function readManifest(source: string): Promise<BackupManifest> {
  const text = await readFile(join(source, MANIFEST), 'utf8').catch((cause: unknown) => {
    throw new RemnantError('not_found', `There is no backup in ${source}: it has no ${MANIFEST}.`, { cause });
  });
  try {
    return backupManifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new RemnantError('refused', `The ${MANIFEST} of the backup is damaged, or of a newer version.`, { cause });
  }
}

async function refuseFilled(target: string): Promise<void> {
  const found = await readdir(target).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new RemnantError('refused', `${target} is not a folder that can be used.`, { cause: error });
  });
  if (found.length > 0) throw new RemnantError('refused', `The folder ${target} is not empty; restore into a new one.`);
}

async function copyContent(
  source: string,
  partial: string,
  { files }: BackupManifest,
  report: RestoreRequest['report'],
): Promise<void> {
  for (const [at, { path, sha256 }] of files.entries()) {
    report({ done: at, total: files.length, step: 'Copying files' });
    const [there, here] = [source, partial].map((root) => join(root, ...path.split('/')));
    const found = await lstat(there!).catch(() => undefined);
    if (found?.isFile() !== true)
      throw new RemnantError('refused', `The backup is not whole: its file ${path} is missing.`);
    const copied = await copyProven(there!, here!);
    if (copied.sha256 !== sha256) {
      throw new RemnantError('refused', `The backup is not whole: its file ${path} was changed after it was made.`);
    }
  }
}

/** @returns how many entries the trail has */
async function proveRecord(
  partial: string,
  { lastEntry, trailProblem }: BackupManifest,
  version: string,
): Promise<number> {
  const target = openForReading(partial, version);
  try {
    const { problem, entries } = await verifyTrail(target, { files: true });
    // What was wrong already when it was copied is what was to be kept.
    if (problem !== null && problem !== trailProblem)
      throw new RemnantError('refused', `The backup is not whole: ${problem}`);
    if (entries < lastEntry.sequence && trailProblem === null)
      throw new RemnantError('refused', 'The backup is not whole: its audit trail ends before the manifest says.');
    return entries;
  } finally {
    target.close();
  }
}

/** Opens the new folder once, so that its trail says where it came from. */
async function recordRestore(folder: string, { createdAt, lastEntry }: BackupManifest, version: string): Promise<void> {
  const { context, close } = openContext({ dataFolder: folder, version });
  try {
    context.change((record) => {
      record({ action: 'restore', entity: 'backup', entityId: context.newId(), newValue: { createdAt, lastEntry } });
    });
  } finally {
    await close();
  }
}

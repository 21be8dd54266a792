/** A whole copy of the data folder: written under another name, proven, and only then named. */
import Sqlite from 'better-sqlite3';
import { mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { BackupMade, BackupManifest } from '../../core/contract/backup.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { writeAnchor } from '../audit/anchor.ts';
import { verifyTrail } from '../audit/index.ts';
import { anchorState, chainEnd } from '../audit/trail.ts';
import type { HostContext, JobControl } from '../context.ts';
import { resolveDataFolder } from '../dataFolder.ts';
import { schemaVersion } from '../db/migrations.ts';
import { copyProven, hashFile, writeProven } from './copyFile.ts';
import { storedPaths } from './storedPaths.ts';

export interface BackupRequest {
  /** The folder that the backup will be; nothing may stand there yet. */
  readonly folder: string;
  readonly withKeys: boolean;
}

export const MANIFEST = 'manifest.json';

/**
 * @throws RemnantError 'conflict' when something stands there already, 'invalid_input' for a place in the data folder, 'io' when it can't be
 * written or isn't on the disk as it should be, 'cancelled'; then nothing is left of it under its name
 */
export async function createBackup(
  context: HostContext,
  { folder, withKeys }: BackupRequest,
  control: Pick<JobControl, 'report' | 'checkpoint'>,
): Promise<BackupMade> {
  const target = resolve(folder);
  await refusePlace(context, target);
  const id = context.newId();
  const partial = `${target}.${id.slice(-6)}.part`;
  try {
    await mkdir(partial, { recursive: true });
    const manifest = await writeContent(context, partial, withKeys, control);
    const { sha256: manifestSha256 } = await writeProven(
      join(partial, MANIFEST),
      Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
    );
    await proveContent(partial, manifest, control);
    await rename(partial, target);
    return await recordBackup(context, id, target, manifest, manifestSha256);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', `The backup couldn't be written to ${dirname(target)}; check its space and rights.`, {
      cause: error,
    });
  }
}

async function refusePlace({ folder: { root } }: HostContext, target: string): Promise<void> {
  if (await stat(target).catch(() => undefined)) {
    throw new RemnantError('conflict', `There is something at ${target} already; a backup is a folder of its own.`);
  }
  const parent = await realpath(dirname(target)).catch(() => {
    throw new RemnantError('invalid_input', `There is no folder ${dirname(target)}.`);
  });
  const below = relative(await realpath(root), parent);
  if (below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below)) {
    throw new RemnantError('invalid_input', 'A backup must be outside the data folder.');
  }
}

/** The database first: whatever it speaks of was stored before, and stays. */
async function writeContent(
  context: HostContext,
  partial: string,
  withKeys: boolean,
  { report, checkpoint }: Pick<JobControl, 'report' | 'checkpoint'>,
): Promise<BackupManifest> {
  const { root } = context.folder;
  const createdAt = context.now().toISOString();
  report({ done: 0, total: 0, step: 'Copying the database' });
  const trail = await copyDatabase(context, partial);
  const paths = await storedPaths(root, withKeys);
  const files: BackupManifest['files'] = [];
  for (const name of ['remnant.sqlite', 'audit-anchor']) {
    const path = join(partial, name);
    const found = await stat(path).catch(() => undefined);
    if (found) files.push({ path: name, byteCount: found.size, sha256: await hashFile(path) });
  }
  for (const [at, path] of paths.entries()) {
    checkpoint();
    report({ done: at, total: paths.length, step: 'Copying files' });
    files.push({ path, ...(await copyProven(join(root, ...path.split('/')), join(partial, ...path.split('/')))) });
  }
  return { format: 'remnant-backup', formatVersion: 1, createdAt, version: context.version, withKeys, ...trail, files };
}

/** A consistent copy in the midst of work, with an anchor of its own, because the trail may have gone on since. */
async function copyDatabase(
  { db, folder }: HostContext,
  partial: string,
): Promise<Pick<BackupManifest, 'databaseVersion' | 'lastEntry' | 'trailProblem'>> {
  const there = resolveDataFolder(partial);
  const state = anchorState(db, folder);
  await db.backup(there.databaseFile);
  const copy = new Sqlite(there.databaseFile);
  try {
    // One file, without a journal beside it.
    copy.pragma('journal_mode = DELETE');
    // An anchor that the chain doesn't hold is not made good by a backup.
    if (state === 'held') writeAnchor(there, chainEnd(copy));
    else await copyProven(join(folder.root, 'audit-anchor'), join(partial, 'audit-anchor')).catch(() => undefined);
    const { problem } = await verifyTrail({ db: copy, folder: there });
    return { databaseVersion: schemaVersion(copy), lastEntry: chainEnd(copy), trailProblem: problem };
  } finally {
    copy.close();
  }
}

/** Everything once more, from the disk. */
async function proveContent(
  partial: string,
  { files }: BackupManifest,
  { report, checkpoint }: Pick<JobControl, 'report' | 'checkpoint'>,
): Promise<void> {
  for (const [at, { path, sha256 }] of files.entries()) {
    checkpoint();
    report({ done: at, total: files.length, step: 'Comparing' });
    if ((await hashFile(join(partial, ...path.split('/')))) !== sha256)
      throw new Error(`${path} is not what was copied`);
  }
}

async function recordBackup(
  context: HostContext,
  id: string,
  folder: string,
  { createdAt, files, withKeys, trailProblem, lastEntry }: BackupManifest,
  manifestSha256: string,
): Promise<BackupMade> {
  const byteCount = files.reduce((sum, file) => sum + file.byteCount, 0);
  const made = { createdAt, folder, fileCount: files.length, byteCount, withKeys, trailProblem, manifestSha256 };
  try {
    context.change((record) => {
      record({ action: 'backup', entity: 'backup', entityId: id, newValue: { ...made, lastEntry } });
    });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return made;
}

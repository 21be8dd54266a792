/** The one folder in which everything is stored, so that it can be moved and backed up as a whole. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RemnantError } from '../core/contract/errors.ts';
import type { DataFolder } from './context.ts';

/** The paths of a data folder; touches nothing. */
export function resolveDataFolder(path: string): DataFolder {
  const root = resolve(path);
  return {
    root,
    databaseFile: join(root, 'remnant.sqlite'),
    originals: join(root, 'originals'),
    cache: join(root, 'cache'),
    exports: join(root, 'exports'),
    uploads: join(root, 'uploads'),
    logs: join(root, 'logs'),
  };
}

/**
 * Creates what is missing; what is there stays.
 * @throws RemnantError 'io' when the folder can't be made or isn't a folder.
 */
export function createDataFolder(path: string): DataFolder {
  const folder = resolveDataFolder(path);
  try {
    for (const each of [folder.root, folder.originals, folder.cache, folder.exports, folder.uploads, folder.logs]) {
      mkdirSync(each, { recursive: true });
    }
  } catch (error) {
    throw new RemnantError('io', `The data folder ${folder.root} can't be created or written; choose another one.`, {
      cause: error,
    });
  }
  return folder;
}

/** Uploads of a host that is gone can't be committed any more. Call it only under the folder's lock. */
export function emptyUploads({ uploads }: DataFolder): void {
  for (const name of readdirSync(uploads)) rmSync(join(uploads, name), { recursive: true, force: true });
}

/** A data folder that must not be touched, or can't be: a copy on a stick, a backup, evidence. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import { resolveDataFolder } from '../dataFolder.ts';
import { openDatabase } from '../db/open.ts';
import { identityOf, machineActor } from './trail.ts';
import type { VerifyTarget } from './verification.ts';

/**
 * Works on a copy of the database in the system's temporary folder, which is brought to this version there; files are read where they are.
 * @throws RemnantError 'not_found' when the folder has no database, as `openDatabase`, 'io' when the copy can't be made
 */
export function openForReading(path: string, version: string): VerifyTarget & { readonly close: () => void } {
  const folder = resolveDataFolder(path);
  if (!existsSync(folder.databaseFile)) throw new RemnantError('not_found', `There is no record in ${folder.root}.`);
  const copy = mkdtempSync(join(tmpdir(), 'remnant-verify-'));
  const remove = (): void => {
    rmSync(copy, { recursive: true, force: true });
  };
  try {
    const at = resolveDataFolder(copy);
    copyFileSync(folder.databaseFile, at.databaseFile);
    if (existsSync(`${folder.databaseFile}-wal`)) copyFileSync(`${folder.databaseFile}-wal`, `${at.databaseFile}-wal`);
    const db = openDatabase(at, { identity: identityOf(machineActor(), version), now: () => new Date() });
    return {
      db,
      folder,
      close: () => {
        db.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', `The database of ${folder.root} can't be copied to be read.`, { cause: error });
  }
}

/** One host per data folder. */
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { join } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type { DataFolder } from '../context.ts';
import { sqliteCode } from './sqliteCode.ts';

/** Long enough for a host that is just closing, short enough not to be felt. */
const WAIT_MS = 500;

/**
 * Holds an exclusive SQLite lock on `host.lock` until `release` is called or the process ends, however it ends: the operating system drops
 * it with the process, so a stale lock can't exist. The database itself stays readable for other programs.
 * @throws RemnantError 'busy' when another host has the folder.
 */
export function lockDataFolder({ root }: DataFolder): { release(): void } {
  let file: Database | undefined;
  try {
    file = new Sqlite(join(root, 'host.lock'), { timeout: WAIT_MS });
    // No journal: nothing is ever written, and a journal left behind by a killed process would be one more file to explain.
    file.pragma('journal_mode = OFF');
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file?.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      throw new RemnantError('busy', `Remnant is already open on the data folder ${root}; close it there first.`);
    }
    throw new RemnantError('io', `The data folder ${root} can't be locked for writing.`, { cause: error });
  }
  const held = file;
  return {
    release: () => {
      held.close();
    },
  };
}

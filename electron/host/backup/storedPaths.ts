/** Which files of a data folder are its content. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { siteKeyFile } from '../deidentify/index.ts';
import { workstationKeyFile } from '../package/key.ts';

/** Made again by themselves, of this run of the program only, or copies. The database and its anchor are copied by their own means. */
const NOT_CONTENT = new Set([
  'cache',
  'uploads',
  'logs',
  'backups',
  'host.lock',
  'audit-anchor',
  'audit-anchor.next',
  'remnant.sqlite',
  'remnant.sqlite-wal',
  'remnant.sqlite-shm',
]);
/** With them patients can be told again, and packages signed in this workstation's name. */
const isKey = (path: string): boolean => path === siteKeyFile('') || path === workstationKeyFile('');

/** Relative to the data folder, with '/', in order. What is half written is none. */
export async function storedPaths(root: string, withKeys: boolean): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !NOT_CONTENT.has(path.split('/')[0]!) && !path.endsWith('.part') && (withKeys || !isKey(path)))
    .sort();
}

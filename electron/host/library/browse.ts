import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { folderEntry } from '../../core/contract/library.ts';

type Entry = z.infer<typeof folderEntry>;
/** A picker can't show more. */
const MAX_ENTRIES = 5000;
const naturally = new Intl.Collator(undefined, { numeric: true }).compare;

async function kindOf(path: string): Promise<Entry['kind'] | null> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) return 'folder';
  return info?.isFile() ? 'file' : null;
}

/**
 * What is in a folder of this machine: folders first, by name, hidden ones left out; at most 5000 entries.
 * @throws RemnantError 'not_found' when it can't be listed
 */
export async function browse(
  _context: unknown,
  { path }: { path: string | null },
): Promise<{ path: string; parent: string | null; entries: Entry[] }> {
  const folder = resolve(path ?? homedir());
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new RemnantError('not_found', `The folder ${folder} can't be opened.`, { cause: error });
  });
  const names = found.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  const entries = await Promise.all(
    names
      .sort(naturally)
      .slice(0, MAX_ENTRIES)
      .map(async (name) => ({ name, path: join(folder, name), kind: await kindOf(join(folder, name)) })),
  );
  const ofKind = (kind: Entry['kind']): Entry[] => entries.filter((entry): entry is Entry => entry.kind === kind);
  const parent = dirname(folder);
  return { path: folder, parent: parent === folder ? null : parent, entries: [...ofKind('folder'), ...ofKind('file')] };
}

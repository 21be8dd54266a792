/** Every file that the record speaks of is there, with the bytes that it had when it was stored. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { storedFiles } from '../db/tables/storedFile.ts';
import type { StoredFile } from '../db/tables/storedFile.ts';
import type { Check } from './verification.ts';

export const checkFiles: Check = async ({ db, folder, checked, progress }) => {
  const files = storedFiles(db);
  for (const file of files) {
    const sha256 = await hashOf(file.inPlace === 1 ? file.path : join(folder.root, ...file.path.split('/')));
    // Exports may be taken away once they were handed out.
    if (sha256 === null && file.mayBeTaken === 1) continue;
    if (sha256 === null) return `The ${nameOf(file)} is missing or can't be read.`;
    if (sha256 !== file.sha256) return `The ${nameOf(file)} was changed after it was stored.`;
    checked.files++;
    await progress('files', checked.files, files.length);
  }
  return null;
};

const nameOf = ({ kind, id, path }: StoredFile): string => `${kind} ${basename(path)} (${id})`;

/** SHA-256 (hex); null for a file that can't be read. */
async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch {
    return null;
  }
  return hash.digest('hex');
}

import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { isIndexName } from '../dicom/readIndex.ts';
import { listZip, type ZippedFile } from './zip.ts';

export interface FoundFile {
  /** As it is shown; of a file in an archive: `archive.zip/inner/name`. */
  readonly path: string;
  /** Of the file itself, or of its archive. */
  readonly location: string;
  readonly byteCount: number;
  readonly zipped?: ZippedFile;
}

export interface FoundFiles {
  readonly files: FoundFile[];
  readonly skipped: { path: string; reason: string }[];
}

/** Left by operating systems in every folder; naming them would only hide what matters. */
const clutter = /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|__MACOSX)$/i;
const naturally = new Intl.Collator('en', { numeric: true }).compare;

export interface FindOptions {
  /** A folder not to enter. */
  readonly leaveOut: string;
  /** A folder from which on paths are shown. */
  readonly shownBelow?: string | undefined;
}

/**
 * All files below the sources, those in ZIP archives included, by name, each once. Folders behind links are followed, but no folder is
 * entered twice, so that loops end.
 * @param checkpoint called between folders; stops the search by throwing
 */
export async function findFiles(
  sources: readonly string[],
  { leaveOut, shownBelow }: FindOptions,
  checkpoint: () => void,
): Promise<FoundFiles> {
  const found: FoundFiles = { files: [], skipped: [] };
  const seen = new Set<string>([await realpath(leaveOut)]);
  const skip = (path: string, reason: string): void => {
    found.skipped.push({ path, reason });
  };
  // A stack instead of recursion: depth is set by whoever made the folders.
  // An index stands for the medium it describes.
  const todo = sources.map((path) => (isIndexName(basename(path)) ? dirname(path) : path)).reverse();
  while (todo.length > 0) {
    const path = todo.pop()!;
    checkpoint();
    try {
      const info = await stat(path);
      if (!info.isFile() && !info.isDirectory()) {
        skip(path, 'It is not an ordinary file.');
        continue;
      }
      const real = await realpath(path);
      if (seen.has(real)) continue;
      seen.add(real);
      if (info.isFile() && /\.zip$/i.test(path)) await findInZip(path, found, checkpoint);
      else if (info.isFile()) found.files.push({ path, location: path, byteCount: info.size });
      else
        todo.push(
          ...(await readdir(path, { withFileTypes: true }))
            .filter(isWanted)
            .map(({ name }) => join(path, name))
            .sort(naturally)
            .reverse(),
        );
    } catch {
      checkpoint();
      skip(path, 'It cannot be opened.');
    }
  }
  return shownBelow === undefined ? found : shownFrom(shownBelow, found);
}

function shownFrom(folder: string, { files, skipped }: FoundFiles): FoundFiles {
  const shown = <File extends { readonly path: string }>(file: File): File => ({
    ...file,
    path: relative(folder, file.path),
  });
  return { files: files.map(shown), skipped: skipped.map(shown) };
}

async function findInZip(archive: string, found: FoundFiles, checkpoint: () => void): Promise<void> {
  const listed = await listZip(archive, checkpoint);
  if ('reason' in listed) {
    found.skipped.push({ path: archive, reason: listed.reason });
    return;
  }
  const wanted = listed.entries.filter(({ name }) => !name.split('/').some((part) => clutter.test(part)));
  for (const { name, byteCount, zipped, reason } of wanted.sort((a, b) => naturally(a.name, b.name))) {
    const path = `${archive}/${name}`;
    if (zipped) found.files.push({ path, location: archive, byteCount, zipped });
    else found.skipped.push({ path, reason });
  }
}

const isWanted = ({ name }: Dirent): boolean => !clutter.test(basename(name));

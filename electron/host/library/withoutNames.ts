import { basename, dirname } from 'node:path';
import { isIndexName } from '../dicom/readIndex.ts';
import type { FoundFiles } from './findFiles.ts';

/** Folders and files by number: their own names are often the patient's. Files of one folder stay in one folder. */
export function withoutNames({ files, skipped }: FoundFiles): FoundFiles {
  const folders = new Map<string, number>();
  let count = 0;
  const rename = <File extends { readonly path: string }>(file: File): File => {
    const folder = dirname(file.path);
    if (!folders.has(folder)) folders.set(folder, folders.size + 1);
    const name = isIndexName(basename(file.path)) ? 'DICOMDIR' : `file ${++count}`;
    return { ...file, path: `folder ${folders.get(folder)!}/${name}` };
  };
  return { files: files.map(rename), skipped: skipped.map(rename) };
}

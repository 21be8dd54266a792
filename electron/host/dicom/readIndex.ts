/** The index of a medium (DICOMDIR, PS3.3 annex F; PS3.10 section 8). */
import { readDataSet } from './read.ts';

/** More than any medium holds. */
const MAX_FILES = 100_000;
const DIRECTORY_RECORDS = 0x00041220;
const REFERENCED_FILE = 0x00041500;

/** PS3.10 8.6: the index has this name; mounting a disc may lower its case or leave its version number. */
export const isIndexName = (fileName: string): boolean => /^DICOMDIR\.?(;1)?$/i.test(fileName);

/**
 * The files an index refers to, relative to its folder, with `/`; in the order of their records.
 * @returns an empty list for what is no index or is damaged
 */
export function readIndex(bytes: Uint8Array): string[] {
  const files = new Set<string>();
  for (const record of readDataSet(bytes)?.items(DIRECTORY_RECORDS) ?? []) {
    const parts = record.ascii(REFERENCED_FILE).split('\\');
    const file = parts.map((part) => part.trim()).join('/');
    if (file !== '') files.add(file);
    if (files.size === MAX_FILES) break;
  }
  return [...files];
}

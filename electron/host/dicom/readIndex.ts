/** The index of a medium (DICOMDIR, PS3.3 annex F; PS3.10 section 8). */
import { parse } from './read.ts';

/** More than any medium holds. */
const MAX_FILES = 100_000;

/** PS3.10 8.6: the index has this name; mounting a disc may lower its case or leave its version number. */
export const isIndexName = (fileName: string): boolean => /^DICOMDIR\.?(;1)?$/i.test(fileName);

/**
 * The files an index refers to, relative to its folder, with `/`; in the order of their records.
 * @returns an empty list for what is no index or is damaged
 */
export function readIndex(bytes: Uint8Array): string[] {
  try {
    const records = parse(bytes)?.dataSet.elements['x00041220']?.items ?? [];
    const files = records.slice(0, MAX_FILES).map(({ dataSet }) => {
      const parts = (dataSet?.string('x00041500') ?? '').replaceAll('\0', '').split('\\');
      return parts.map((part) => part.trim()).join('/');
    });
    return [...new Set(files)].filter((file) => file !== '');
  } catch {
    return [];
  }
}

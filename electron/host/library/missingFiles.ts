import { dirname } from 'node:path';

/** Names as a disc may give them back: in lower case, with a version number or an extension. */
const plain = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .toLowerCase()
    .replace(/\.?;1$/, '')
    .replace(/\.dcm$/, '');

/**
 * The files that an index refers to and that were not found, by the path they should have.
 * @param listed relative to the folder of the index
 * @param found paths of all files that were found
 */
export function missingFiles(indexPath: string, listed: readonly string[], found: Iterable<string>): string[] {
  const present = new Set([...found].map(plain));
  return listed.map((file) => `${dirname(indexPath)}/${file}`).filter((path) => !present.has(plain(path)));
}

/** The built program, as it is used: what is measured must not include the stripping of types from source. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as FindFiles from '../../electron/host/library/findFiles.ts';
import type * as ImportFiles from '../../electron/host/library/importFiles.ts';
import type * as Library from '../../electron/host/library/index.ts';
import type * as Open from '../../electron/host/open.ts';
import { root } from '../../scripts/buildAll.ts';

const dist = path.join(root, 'dist/electron/host');
const built = (file: string): Promise<unknown> => import(pathToFileURL(path.join(dist, file)).href);

export type { Host } from '../../electron/host/open.ts';
export const { openHost } = (await built('open.js')) as typeof Open;
export const { importPaths } = (await built('library/index.js')) as typeof Library;
const { findFiles } = (await built('library/findFiles.js')) as typeof FindFiles;
const { scanFiles } = (await built('library/importFiles.js')) as typeof ImportFiles;

/** The first phase of an import alone: finds the files below `folder` and reads their headers. @returns how many are CT slices */
export async function scanFolder(folder: string): Promise<number> {
  const silent = { checkpoint: () => undefined, report: () => undefined };
  const { files } = await findFiles([folder], { leaveOut: dist }, silent.checkpoint);
  const headers = await scanFiles(silent, files, false);
  return headers.filter((scanned) => 'header' in scanned).length;
}

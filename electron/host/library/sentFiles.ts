/** Files that a window sends because it can't name their path: kept until they are imported, given up, or the host ends. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { isDiskFull } from '../diskFull.ts';

/** A whole examination as one ZIP. */
const MAX_FILE_BYTES = 8 * 1024 ** 3;
const MAX_DEPTH = 32;
const MAX_NAME = 255;

/** @throws RemnantError 'invalid_input' for what is no id */
export function sentFilesFolder({ folder }: HostContext, sourceId: string): string {
  if (!/^[0-9a-f-]{36}$/i.test(sourceId)) throw new RemnantError('invalid_input', 'This is no id of sent files.');
  return join(folder.uploads, `source-${sourceId.toLowerCase()}`);
}

/** Names that stay inside the folder on every system; null when there is one that doesn't. */
function safeSegments(path: string): string[] | null {
  const segments = path.split('/').filter((segment) => segment !== '');
  const isSafe = (segment: string): boolean =>
    segment !== '.' && segment !== '..' && segment.length <= MAX_NAME && !/[\\:\p{Cc}]/u.test(segment);
  return segments.length > 0 && segments.length <= MAX_DEPTH && segments.every(isSafe) ? segments : null;
}

/**
 * Keeps one file of a source under its relative path.
 * @throws RemnantError 'invalid_input' for a path that leads elsewhere or a file that is too large, 'conflict' for one that is there already,
 *   'io' when it doesn't arrive as a whole; nothing is kept then
 */
export async function keepSentFile(
  context: HostContext,
  sourceId: string,
  path: string,
  body: AsyncIterable<Uint8Array> | null,
): Promise<void> {
  const segments = safeSegments(path);
  if (!segments) throw new RemnantError('invalid_input', 'The file has a name that can not be used.');
  const target = join(sentFilesFolder(context, sourceId), ...segments);
  try {
    await mkdir(dirname(target), { recursive: true });
    await pipeline(limited(body), createWriteStream(target, { flags: 'wx' }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new RemnantError('conflict', 'A file of this name was sent before.', { cause: error });
    await rm(target, { force: true });
    if (error instanceof RemnantError) throw error;
    const why = isDiskFull(error)
      ? 'The disk with the data folder is full, so the files were not taken; free some space and try again.'
      : 'A file did not arrive as a whole; try again.';
    throw new RemnantError('io', why, { cause: error });
  }
}

/** They won't be imported: nothing of them stays. */
export const dropSentFiles = (context: HostContext, sourceId: string): Promise<void> =>
  rm(sentFilesFolder(context, sourceId), { recursive: true, force: true, maxRetries: 3 });

async function* limited(body: AsyncIterable<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_FILE_BYTES) throw new RemnantError('invalid_input', 'A file has at most 8 GiB.');
    yield chunk;
  }
}

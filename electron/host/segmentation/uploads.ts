/** Bytes that were put but not committed yet. */
import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { isDiskFull } from '../diskFull.ts';

export const MAX_UPLOAD_BYTES = 256 * 1024 * 1024;

/**
 * Keeps the bytes until they are committed, given up, or the host ends.
 * @param body a Web or Node stream, or the bytes themselves.
 * @returns the upload's id.
 * @throws RemnantError 'invalid_input' beyond `MAX_UPLOAD_BYTES`, 'io' when the bytes stop coming or the disk is full; nothing is kept then.
 */
export async function stageUpload(context: HostContext, body: AsyncIterable<Uint8Array> | Uint8Array): Promise<string> {
  const uploadId = context.newId();
  const file = uploadFile(context, uploadId);
  try {
    await pipeline(limited(body), createWriteStream(file, { flags: 'wx' }));
  } catch (error) {
    await rm(file, { force: true });
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', unstored(error), { cause: error });
  }
  return uploadId;
}

function unstored(error: unknown): string {
  return isDiskFull(error)
    ? 'The disk with the data folder is full, so this was not stored; free some space, and it is tried again.'
    : 'The upload did not arrive as a whole; nothing was stored.';
}

async function* limited(body: AsyncIterable<Uint8Array> | Uint8Array): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    size += chunk.byteLength;
    if (size > MAX_UPLOAD_BYTES) {
      throw new RemnantError('invalid_input', `An upload has at most ${MAX_UPLOAD_BYTES / 1024 / 1024} MiB.`);
    }
    yield chunk;
  }
}

/** @throws RemnantError 'not_found' for an upload that was committed already or never came. */
export async function readUpload(context: HostContext, uploadId: string): Promise<Buffer> {
  try {
    return await readFile(uploadFile(context, uploadId));
  } catch (error) {
    throw new RemnantError('not_found', 'This upload is not there any more; send the drawing again.', { cause: error });
  }
}

/** Used up, or given up. */
export const dropUpload = (context: HostContext, uploadId: string): Promise<void> =>
  rm(uploadFile(context, uploadId), { force: true });

/** Ids are UUIDs by contract; anything else could name a file elsewhere. */
export function uploadFile({ folder }: HostContext, uploadId: string): string {
  if (!/^[0-9a-f-]{36}$/i.test(uploadId)) throw new RemnantError('not_found', 'There is no such upload.');
  return join(folder.uploads, uploadId);
}

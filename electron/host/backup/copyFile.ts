/** Copies that are proven: hashed as they are read, durable, and read back. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Copied {
  readonly byteCount: number;
  readonly sha256: string;
}

/** @throws when the source can't be read, or the copy isn't on the disk as it was read */
export async function copyProven(source: string, target: string): Promise<Copied> {
  const hash = createHash('sha256');
  let byteCount = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      byteCount += chunk.length;
      next(null, chunk);
    },
  });
  await mkdir(dirname(target), { recursive: true });
  await pipeline(
    createReadStream(source),
    count,
    createWriteStream(target, { flags: 'wx', mode: (await stat(source)).mode & 0o777 }),
  );
  const sha256 = hash.digest('hex');
  await makeDurable(target);
  if ((await hashFile(target)) !== sha256) throw new Error('what was read back differs from what was written');
  return { byteCount, sha256 };
}

/** Bytes that are not in a file yet, written with the same proof. */
export async function writeProven(target: string, bytes: Uint8Array): Promise<Copied> {
  const file = await open(target, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if ((await hashFile(target)) !== sha256) throw new Error('what was read back differs from what was written');
  return { byteCount: bytes.length, sha256 };
}

/** SHA-256 (hex) of a file's bytes. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function makeDurable(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

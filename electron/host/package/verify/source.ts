/** A package as it was handed in: a folder, a ZIP file, or an encrypted one. What is in it is not trusted. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Decrypter } from 'age-encryption';
import { RemnantError } from '../../../core/contract/errors.ts';
import { listZip, readZipped } from '../../library/zip.ts';

export interface PackageSource {
  /** Paths with `/`, sorted. */
  readonly names: readonly string[];
  /** @throws RemnantError 'io' */
  read(name: string): Promise<Buffer>;
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/** Nine CTs of 2000 images. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 8;
const AGE_MAGIC = 'age-encryption.org/v1';
const ZIP_MAGIC = 'PK';

const unreadable = (name: string, error?: unknown): RemnantError =>
  new RemnantError('io', `${name} can't be read; it may be damaged or on a disk that is failing.`, { cause: error });

/** @throws RemnantError 'io', or 'refused' for a folder that holds more than any package */
export async function folderSource(folder: string): Promise<PackageSource> {
  const names: string[] = [];
  await collect(folder, '', 0, names);
  return {
    names: names.toSorted(),
    read: (name) =>
      readFile(join(folder, ...name.split('/'))).catch((error: unknown) => {
        throw unreadable(name, error);
      }),
    close: () => Promise.resolve(),
  };
}

/** Links and devices are listed by their name, so that they are seen as files that don't belong there; they are never followed. */
async function collect(folder: string, below: string, depth: number, names: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  for (const entry of entries) {
    const name = `${below}${entry.name}`;
    if (names.length >= MAX_FILES || depth > MAX_DEPTH)
      throw new RemnantError('refused', 'This folder holds more than any package.');
    if (entry.isDirectory()) await collect(join(folder, entry.name), `${name}/`, depth + 1, names);
    else names.push(entry.isFile() ? name : `${name} (a link)`);
  }
}

/** @throws RemnantError 'refused' for a file that is no ZIP archive */
async function zipSource(file: string): Promise<PackageSource> {
  const listed = await listZip(file, () => undefined);
  if (!('entries' in listed)) throw new RemnantError('refused', `${file}: ${listed.reason}`);
  const entries = new Map(listed.entries.map((entry) => [entry.name, entry]));
  if (entries.size !== listed.entries.length) throw new RemnantError('refused', `${file} holds two files of one name.`);
  return {
    names: [...entries.keys()].toSorted(),
    read: async (name) => {
      const entry = entries.get(name);
      if (!entry?.zipped) throw unreadable(name);
      return readZipped(entry.zipped, entry.byteCount, entry.byteCount).catch((error: unknown) => {
        throw unreadable(name, error);
      });
    },
    close: () => Promise.resolve(),
  };
}

/** Decrypted beside other temporary files, where only its owner may read it, and removed afterwards. */
async function encryptedSource(file: string, identity: string): Promise<PackageSource> {
  const decrypter = new Decrypter();
  try {
    for (const line of identity.split(/\r?\n/))
      if (line.trim() !== '' && !line.startsWith('#')) decrypter.addIdentity(line.trim());
  } catch (error) {
    throw new RemnantError('invalid_input', 'The identity file holds no private key of the age format.', {
      cause: error,
    });
  }
  const folder = await mkdtemp(join(tmpdir(), 'remnant-verify-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'package.zip');
    const plain = await decrypter.decrypt(Readable.toWeb(createReadStream(file)) as never);
    await pipeline(Readable.fromWeb(plain as never), createWriteStream(path, { mode: 0o600 }));
    const source = await zipSource(path);
    return { ...source, close: remove };
  } catch (error) {
    await remove();
    if (error instanceof RemnantError) throw error;
    throw new RemnantError(
      'refused',
      `${file} can't be decrypted: the identity is another one, or the file is damaged.`,
      {
        cause: error,
      },
    );
  }
}

async function startOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(AGE_MAGIC.length), 0, AGE_MAGIC.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * @param identity text of an age identity file, for an encrypted package
 * @throws RemnantError 'not_found', 'refused' for what is no package, 'invalid_input' when an identity is needed
 */
export async function openPackage(path: string, identity?: string): Promise<PackageSource> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new RemnantError('not_found', `There is nothing at ${path}.`);
  if (found.isDirectory()) return folderSource(path);
  const start = await startOf(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (start === AGE_MAGIC) {
    if (identity === undefined)
      throw new RemnantError('invalid_input', `${path} is encrypted; say which identity file opens it.`);
    return encryptedSource(path, identity);
  }
  if (start.startsWith(ZIP_MAGIC)) return zipSource(path);
  throw new RemnantError('refused', `${path} is no package: neither a folder nor a ZIP file nor an encrypted one.`);
}

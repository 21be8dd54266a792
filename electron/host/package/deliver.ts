/**
 * The last way of a package: to a folder, a ZIP file or an encrypted ZIP file. It is written under another name beside its place, made durable,
 * read back and compared, and only then gets its name; whatever goes wrong, nothing stands under that name and nothing else is left.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { lstat, mkdir, open, readFile, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Encrypter } from 'age-encryption';
import { ZipFile } from 'yazl';
import { RemnantError } from '../../core/contract/errors.ts';
import { isDiskFull } from '../diskFull.ts';
import { listZip, readZipped } from '../library/zip.ts';
import { sha256InTurns, type StagedFile } from './staging.ts';

export type PackageForm = 'folder' | 'zip' | 'encrypted';

export interface Delivery {
  /** Where the files lie now. */
  readonly folder: string;
  readonly files: readonly StagedFile[];
  /** Absolute; what stands there already is never replaced, but for an empty folder. */
  readonly target: string;
  readonly form: PackageForm;
  /** `age1...`, for the encrypted form. */
  readonly recipient?: string | undefined;
}

/** What a test can make fail. */
export interface Disk {
  readonly open: typeof open;
  readonly rename: typeof rename;
  /** Of a file as it can be read now. */
  readonly sha256: (path: string) => Promise<string>;
}
export const realDisk: Disk = { open, rename, sha256: hashFile };

/** In pieces, because an archive may be larger than memory. */
async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Images are large and hardly shrink; everything else shrinks well. */
const [FAST, SMALL] = [1, 6];

export interface Delivered {
  readonly byteCount: number;
  /** Of the one file; null for a folder. */
  readonly sha256: string | null;
}

/**
 * @throws RemnantError 'conflict' when something stands there, 'invalid_input' for a key that is none, 'io' with nothing left behind
 */
export async function deliver(delivery: Delivery, disk: Disk = realDisk): Promise<Delivered> {
  const { target, form, recipient } = delivery;
  const encrypter = form === 'encrypted' ? encrypterFor(recipient ?? '') : null;
  await refuseTaken(target);
  const partial = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`);
  try {
    await mkdir(dirname(target), { recursive: true });
    const delivered =
      form === 'folder'
        ? await writeFolder(delivery, partial, disk)
        : await writeArchive(delivery, partial, encrypter, disk);
    // An empty folder of this name gives way; POSIX would replace it, Windows wouldn't.
    if (form === 'folder') await rmdir(target).catch(() => undefined);
    await disk.rename(partial, target);
    await syncFolder(dirname(target), disk);
    return delivered;
  } catch (error) {
    // What can't be removed either ends in .part and is never taken for a package.
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof RemnantError) throw error;
    throw new RemnantError('io', sentenceOf(error, target), { cause: error });
  }
}

function encrypterFor(recipient: string): Encrypter {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
    return encrypter;
  } catch (error) {
    throw new RemnantError('invalid_input', 'This is no public key of the age format; one begins with age1.', {
      cause: error,
    });
  }
}

/** @throws RemnantError 'invalid_input' */
export const refuseRecipient = (recipient: string): void => void encrypterFor(recipient);

async function refuseTaken(target: string): Promise<void> {
  const found = await lstat(target).catch(() => null);
  if (!found) return;
  const isEmptyFolder = found.isDirectory() && (await readdir(target).catch(() => ['?'])).length === 0;
  if (!isEmptyFolder)
    throw new RemnantError('conflict', `${target} exists already; name another place for the package.`);
}

function sentenceOf(error: unknown, target: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const nothing = 'nothing was left there';
  if (isDiskFull(error)) return `There is not enough space for the package at ${target}; ${nothing}.`;
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return `${target} can't be written; ${nothing}.`;
  return `The package couldn't be written to ${target}${code === '' ? '' : ` (${code})`}; ${nothing}.`;
}

class Differs extends Error {
  constructor(path: string) {
    super(`what was read back of ${path} differs from what was written`);
  }
}

async function writeFolder({ folder, files }: Delivery, partial: string, disk: Disk): Promise<Delivered> {
  // Alone: where it is missing above, or may not be written, making folders at any depth names another reason.
  await mkdir(partial);
  const folders = new Set([partial]);
  for (const { path } of files) {
    const source = await readFile(join(folder, ...path.split('/')));
    const target = join(partial, ...path.split('/'));
    folders.add(dirname(target));
    await mkdir(dirname(target), { recursive: true });
    const file = await disk.open(target, 'wx');
    try {
      await file.writeFile(source);
      await file.sync();
    } finally {
      await file.close();
    }
  }
  for (const each of folders) await syncFolder(each, disk);
  for (const { path, sha256 } of files)
    if ((await disk.sha256(join(partial, ...path.split('/')))) !== sha256) throw new Differs(path);
  return { byteCount: files.reduce((sum, { byteCount }) => sum + byteCount, 0), sha256: null };
}

/** Windows has no handle on a folder; there the rename itself is durable enough. */
async function syncFolder(path: string, disk: Disk): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await disk.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeArchive(
  delivery: Delivery,
  partial: string,
  encrypter: Encrypter | null,
  disk: Disk,
): Promise<Delivered> {
  const zip = zipStream(delivery);
  const stream = encrypter
    ? Readable.fromWeb((await encrypter.encrypt(Readable.toWeb(zip.output) as never)) as never)
    : zip.output;
  const hash = createHash('sha256');
  let byteCount = 0;
  try {
    const file = await disk.open(partial, 'wx');
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        hash.update(chunk);
        byteCount += chunk.length;
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    zip.close();
  }
  const sha256 = hash.digest('hex');
  if ((await disk.sha256(partial)) !== sha256) throw new Differs('the archive');
  if (!encrypter) await compareEntries(delivery, partial);
  return { byteCount, sha256 };
}

/** `close` ends it wherever it is: nothing is read any more, and no later failure of a source is thrown at nobody. */
function zipStream({ folder, files }: Delivery): { readonly output: Readable; readonly close: () => void } {
  const zip = new ZipFile();
  const output = Readable.from(zip.outputStream as AsyncIterable<Uint8Array>);
  let source: ReadStream | null = null;
  let isClosed = false;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const { path } of files) {
    const options = { compress: true, compressionLevel: path.endsWith('.dcm') ? FAST : SMALL, mode: 0o100644 };
    zip.addReadStreamLazy(path, options, (give) => {
      if (isClosed) return;
      source = createReadStream(join(folder, ...path.split('/')));
      source.on('error', (error) => output.destroy(error));
      give(null, source);
    });
  }
  zip.end();
  return {
    output,
    close: () => {
      isClosed = true;
      source?.destroy();
    },
  };
}

/** Unpacked again, every file is the one that was meant. */
async function compareEntries({ files }: Delivery, archive: string): Promise<void> {
  const listed = await listZip(archive, () => undefined);
  const entries = new Map('entries' in listed ? listed.entries.map((entry) => [entry.name, entry]) : []);
  if (entries.size !== files.length) throw new Differs('the archive');
  for (const { path, sha256 } of files) {
    const entry = entries.get(path);
    if (!entry?.zipped) throw new Differs(path);
    const bytes = await readZipped(entry.zipped, entry.byteCount, entry.byteCount);
    if ((await sha256InTurns(bytes)) !== sha256) throw new Differs(path);
  }
}

import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { looksLikeDicom, pixelBytes, readImage } from '../dicom/read.ts';
import { isIndexName, readIndex } from '../dicom/readIndex.ts';
import type { ImageHeader } from '../dicom/readTypes.ts';
import type { FoundFile } from './findFiles.ts';
import { readZipped } from './zip.ts';

export interface ScanTask {
  readonly file: FoundFile;
  /** Folder of the originals. */
  readonly originals: string;
  /** A file name of this task alone, on the same disk, for the copy until it is whole. */
  readonly partial: string;
}

export type ScannedFile =
  | {
      readonly kind: 'skipped';
      readonly reason: string;
      /** Of an index: the files it refers to, relative to its folder. */
      readonly listed?: readonly string[];
    }
  | {
      readonly kind: 'image';
      readonly header: ImageHeader;
      readonly sha256: string;
      readonly pixelSha256: string;
      readonly byteCount: number;
      /** Of the copy, relative to the originals folder, with `/`. */
      readonly storedAs: string;
    };

/** Larger files hold no single CT slice; they are not read. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
const FIRST_BYTES = 512;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const skipped = (reason: string): ScannedFile => ({ kind: 'skipped', reason });

const isZip = (first: Uint8Array): boolean => Buffer.from(first).toString('latin1', 0, 4) === 'PK\x03\x04';

/** Why a file with these first bytes isn't worth reading; null when it is. */
function unwanted(first: Uint8Array): string | null {
  if (isZip(first)) return 'It is a ZIP archive; unpack it first.';
  return looksLikeDicom(first) ? null : 'It is not a DICOM file.';
}

type Candidate = Buffer | { reason: string };

/** The whole file, or why it isn't worth reading. */
async function readCandidate({ path, byteCount, zipped }: FoundFile): Promise<Candidate> {
  if (!zipped) return readPlain(path);
  if (byteCount === 0) return { reason: 'It is empty.' };
  if (byteCount > MAX_FILE_BYTES) return { reason: 'It is larger than a CT slice can be.' };
  let reason = '';
  const isWanted = (first: Uint8Array): boolean => {
    reason = unwanted(first) ?? '';
    return reason === '';
  };
  return (await readZipped(zipped, byteCount, isWanted, FIRST_BYTES)) ?? { reason };
}

async function readPlain(path: string): Promise<Candidate> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) return { reason: 'It is empty.' };
    const first = Buffer.alloc(Math.min(size, FIRST_BYTES));
    await handle.read(first, 0, first.length, 0);
    const reason = unwanted(first);
    if (reason !== null) return { reason };
    if (size > MAX_FILE_BYTES) return { reason: 'It is larger than a CT slice can be.' };
    return await handle.readFile({});
  } finally {
    await handle.close();
  }
}

async function isWhole(path: string, size: number, fingerprint: string): Promise<boolean> {
  const present = await stat(path).catch(() => undefined);
  return present?.size === size && sha256(await readFile(path)) === fingerprint;
}

/** Writes under a temporary name, flushes, reads back, and only then gives the name that others see. */
async function storeOriginal(bytes: Uint8Array, fingerprint: string, target: string, partial: string): Promise<void> {
  if (await isWhole(target, bytes.length, fingerprint)) return;
  await mkdir(dirname(target), { recursive: true });
  try {
    const handle = await open(partial, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await isWhole(partial, bytes.length, fingerprint))) throw new Error('the copy differs from the file');
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/**
 * @throws when the copy can't be stored: the import can't go on then. A file that can't be read is only skipped.
 */
export async function scanFile({ file, originals, partial }: ScanTask): Promise<ScannedFile> {
  let bytes: Candidate;
  try {
    bytes = await readCandidate(file);
  } catch {
    return skipped(file.zipped ? 'It is damaged in its ZIP archive.' : 'It cannot be opened or read.');
  }
  if ('reason' in bytes) return skipped(bytes.reason);
  const read = readImage(bytes);
  if ('reason' in read) {
    if (!isIndexName(basename(file.path))) return skipped(read.reason);
    return { kind: 'skipped', reason: read.reason, listed: readIndex(bytes) };
  }
  const fingerprint = sha256(bytes);
  const storedAs = `${fingerprint.slice(0, 2)}/${fingerprint}.dcm`;
  await storeOriginal(bytes, fingerprint, join(originals, storedAs), partial);
  return {
    kind: 'image',
    header: read.header,
    sha256: fingerprint,
    pixelSha256: sha256(pixelBytes(bytes, read.header.pixels)),
    byteCount: bytes.length,
    storedAs,
  };
}

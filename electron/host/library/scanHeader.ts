/** First phase of an import: what each file is, from its header alone. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileOutcome } from '../../core/contract/library.ts';
import { readIdentity, type PatientIdentity } from '../deidentify/index.ts';
import { looksLikeDicom, readHeader } from '../dicom/read.ts';
import { isIndexName, readIndex } from '../dicom/readIndex.ts';
import type { ImageHeader } from '../dicom/readTypes.ts';
import type { FoundFile } from './findFiles.ts';
import { readZipped } from './zip.ts';

/** Several files, so that workers spend their time on files and not on messages. */
export interface ScanTask {
  readonly files: readonly FoundFile[];
  /** Whether to say who the patient is, which de-identifying needs. */
  readonly withIdentity: boolean;
}

export interface NotAnImage {
  readonly outcome: Extract<FileOutcome, 'skipped' | 'put_aside'>;
  readonly reason: string;
  /** Of an index: the files it refers to, relative to its folder. */
  readonly listed?: readonly string[];
}
export interface ScannedImage {
  readonly header: ImageHeader;
  /** null when it wasn't asked for. */
  readonly identity: PatientIdentity | null;
}
export type ScannedHeader = ScannedImage | NotAnImage;

/** A multi-frame CT of 1500 slices of 512 x 512; a larger file would not fit memory as a whole. */
const MAX_FILE_BYTES = 768 * 1024 ** 2;
/** Headers of CT slices take 3 to 10 KiB. */
const FIRST_BYTES = 16 * 1024;
const GROWTH = 16;

const skipped = (reason: string): NotAnImage => ({ outcome: 'skipped', reason });

const isZip = (first: Uint8Array): boolean => Buffer.from(first).toString('latin1', 0, 4) === 'PK\x03\x04';

/** Gives the first `count` bytes of a file, or all of them when it has fewer. */
type ReadPrefix = (count: number) => Promise<Uint8Array> | Uint8Array;

/** Reads more and more of the file until its header is whole. */
async function scanWith(read: ReadPrefix, byteCount: number, withIdentity: boolean): Promise<ScannedHeader> {
  for (let count = Math.min(FIRST_BYTES, byteCount); ; count = Math.min(count * GROWTH, byteCount)) {
    const prefix = await read(count);
    if (isZip(prefix)) return skipped('It is a ZIP archive; unpack it first.');
    if (!looksLikeDicom(prefix)) return skipped('It is not a DICOM file.');
    if (byteCount > MAX_FILE_BYTES) return skipped('It is larger than the files that are read (768 MB).');
    const result = readHeader(prefix, byteCount);
    if (result === 'more' && prefix.length < byteCount) continue;
    if (result === 'more') return skipped('It is damaged or cut short: its header cannot be read to the end.');
    if ('header' in result) return { header: result.header, identity: withIdentity ? readIdentity(prefix) : null };
    return { outcome: result.putAside ? 'put_aside' : 'skipped', reason: result.reason };
  }
}

// Opened and read at once: in a worker nothing else waits, and thousands of small files take half the time.
async function scanPlain({ location }: FoundFile, withIdentity: boolean): Promise<ScannedHeader> {
  const descriptor = openSync(location, 'r');
  try {
    const { size } = fstatSync(descriptor);
    if (size === 0) return skipped('It is empty.');
    const readPrefix: ReadPrefix = (count) => {
      const buffer = Buffer.allocUnsafe(count);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, count, 0));
    };
    return await scanWith(readPrefix, size, withIdentity);
  } finally {
    closeSync(descriptor);
  }
}

async function scanFile(file: FoundFile, withIdentity: boolean): Promise<ScannedHeader> {
  const { zipped, byteCount } = file;
  try {
    if (!zipped) return await scanPlain(file, withIdentity);
    if (byteCount === 0) return skipped('It is empty.');
    return await scanWith((count) => readZipped(zipped, byteCount, count), byteCount, withIdentity);
  } catch {
    return skipped(zipped ? 'It is damaged in its ZIP archive.' : 'It cannot be opened or read.');
  }
}

/** The files an index refers to, when this is one. */
async function withListed(file: FoundFile, scanned: ScannedHeader): Promise<ScannedHeader> {
  if ('header' in scanned || !isIndexName(basename(file.path))) return scanned;
  const { location, zipped, byteCount } = file;
  const bytes = zipped ? readZipped(zipped, byteCount, byteCount) : readFile(location);
  return { ...scanned, listed: await bytes.then(readIndex, () => []) };
}

/** @returns one answer for each file, in their order; never throws */
export async function scanHeaders({ files, withIdentity }: ScanTask): Promise<ScannedHeader[]> {
  const scanned: ScannedHeader[] = [];
  for (const file of files) scanned.push(await withListed(file, await scanFile(file, withIdentity)));
  return scanned;
}

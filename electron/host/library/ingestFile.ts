/** Second phase of an import: fingerprints a whole file, checks its pixels, and keeps a checked copy. */
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deidentify, type DeidentifyPlan } from '../deidentify/index.ts';
import { locatePixels, pixelBytes, readHeader } from '../dicom/read.ts';
import type { ImageHeader, PixelFormat } from '../dicom/readTypes.ts';
import type { FoundFile } from './findFiles.ts';
import { fileHolds, readWholeFile } from './wholeFile.ts';
import { readZipped } from './zip.ts';

export interface IngestTask {
  readonly file: FoundFile;
  /** Folder of the originals; null leaves the file where it is. */
  readonly originals: string | null;
  /** A file name of this task alone, on the same disk, for the copy until it is whole. */
  readonly partial: string;
  /** How to take the patient out of the file before anything of it is kept; null keeps it as it is. */
  readonly deidentify: DeidentifyPlan | null;
}

export interface IngestedImage {
  readonly header: ImageHeader;
  /** By frame. */
  readonly pixels: readonly (PixelFormat & { readonly sha256: string })[];
  /** Header or pixels say that values were lost. */
  readonly lossy: boolean;
  readonly sha256: string;
  readonly byteCount: number;
  /** Of the copy, relative to the originals folder, with `/`; null for a file left in place. */
  readonly storedAs: string | null;
}
export type Ingested = IngestedImage | { readonly reason: string };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes under a temporary name, flushes, reads back, and only then gives the name that others see. */
async function storeOriginal(bytes: Uint8Array, target: string, partial: string): Promise<void> {
  // Comparing with the bytes that were hashed tells as much as hashing again, in a tenth of the time.
  if (fileHolds(target, bytes)) return;
  await mkdir(dirname(target), { recursive: true });
  try {
    const handle = await open(partial, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    if (!fileHolds(partial, bytes)) throw new Error('the copy differs from the file');
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** The file as it is to be kept, or why it isn't. */
async function bytesToKeep({ file, deidentify: plan }: IngestTask): Promise<Uint8Array | { readonly reason: string }> {
  const { zipped, location, byteCount } = file;
  const reading = async (): Promise<Uint8Array> =>
    zipped ? readZipped(zipped, byteCount, byteCount) : readWholeFile(location);
  const bytes = await reading().catch(() => null);
  if (!bytes) return { reason: zipped ? 'It is damaged in its ZIP archive.' : 'It cannot be opened or read.' };
  if (!plan) return bytes;
  const cleaned = deidentify(bytes, plan);
  if ('reason' in cleaned) return cleaned;
  if (!cleaned.suspectsBurnedIn) return cleaned.bytes;
  return { reason: `The patient's name may be drawn into its pixels. ${cleaned.burnedInSigns.join(' ')}` };
}

/**
 * The header is read again, from the bytes that are kept: a file may have changed since it was scanned.
 * @throws when the copy can't be stored: the import can't go on then. A file that can't be read is only skipped.
 */
export async function ingestFile(task: IngestTask): Promise<Ingested> {
  const { originals, partial } = task;
  const bytes = await bytesToKeep(task);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const read = readHeader(bytes, bytes.length);
  if (read === 'more') return { reason: 'It is damaged or cut short: its header cannot be read to the end.' };
  if ('reason' in read) return { reason: read.reason };
  const located = locatePixels(bytes, read.header);
  if ('reason' in located) return located;
  const fingerprint = sha256(bytes);
  const storedAs = `${fingerprint.slice(0, 2)}/${fingerprint}.dcm`;
  if (originals !== null) await storeOriginal(bytes, join(originals, storedAs), partial);
  return {
    header: read.header,
    pixels: located.pixels.map((format) => ({ ...format, sha256: sha256(pixelBytes(bytes, format)) })),
    lossy: read.header.lossy || located.lossy,
    sha256: fingerprint,
    byteCount: bytes.length,
    storedAs: originals === null ? null : storedAs,
  };
}

/**
 * ZIP archives as folders. Only their directory is trusted to be read by a library; an entry is unpacked by itself, at most to the size it
 * claims, so that an archive made to fill memory or disk costs neither.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { getFileNameLowLevel, openPromise, type Entry } from 'yauzl';

/** Where an entry is in its archive. */
export interface ZippedFile {
  readonly archive: string;
  readonly headerOffset: number;
  readonly compressedByteCount: number;
  readonly deflated: boolean;
  readonly crc32: number;
}
export interface ListedEntry {
  /** With `/`, as the archive says; only ever shown. */
  readonly name: string;
  readonly byteCount: number;
  /** null: it can't be unpacked, for the reason given. */
  readonly zipped: ZippedFile | null;
  readonly reason: string;
}

const MAX_ENTRIES = 200_000;
/** Some 60,000 slices. */
const MAX_TOTAL_BYTES = 32 * 1024 ** 3;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER = 0x04034b50;
const [STORED, DEFLATED] = [0, 8];

/**
 * The files in an archive, or why none of it is read.
 * @param checkpoint called now and then; stops the listing by throwing
 */
export async function listZip(
  archive: string,
  checkpoint: () => void,
): Promise<{ entries: ListedEntry[] } | { reason: string }> {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false, decodeStrings: false }).catch(
    () => null,
  );
  if (!zip) return { reason: 'It is a damaged ZIP archive.' };
  const entries: ListedEntry[] = [];
  let [total, compressed] = [0, 0];
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length % 1000 === 0) checkpoint();
      total += entry.uncompressedSize;
      compressed += entry.compressedSize;
      if (entries.length >= MAX_ENTRIES || total > MAX_TOTAL_BYTES)
        return { reason: 'It is a ZIP archive that claims to hold more than any examination; unpack it first.' };
      const listed = listEntry(archive, entry);
      if (!listed.name.endsWith('/')) entries.push(listed);
    }
  } catch (error) {
    checkpoint();
    if (error instanceof Error) return { reason: 'It is a damaged ZIP archive.' };
    throw error;
  } finally {
    zip.close();
  }
  // Entries that share their bytes: a bomb.
  if (compressed > (await stat(archive)).size) return { reason: 'It is a damaged ZIP archive.' };
  return { entries };
}

function listEntry(archive: string, entry: Entry): ListedEntry {
  const { generalPurposeBitFlag, fileNameRaw, extraFields, compressionMethod } = entry;
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  let reason = '';
  if (entry.isEncrypted()) reason = 'It is protected by a password in its ZIP archive.';
  else if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    reason = 'It is packed in its ZIP archive by a method that is not read.';
  else if (/\.zip$/i.test(name)) reason = 'It is a ZIP archive inside another; unpack it first.';
  const zipped = {
    archive,
    headerOffset: entry.relativeOffsetOfLocalHeader,
    compressedByteCount: entry.compressedSize,
    deflated: compressionMethod === DEFLATED,
    crc32: entry.crc32,
  };
  return { name, byteCount: entry.uncompressedSize, zipped: reason === '' ? zipped : null, reason };
}

/**
 * Unpacks the first `count` bytes of an entry, or all of it.
 * @param byteCount what the entry claims to hold
 * @throws when the entry is damaged (a part of it can only be seen not to be cut short) or larger than it claims
 */
export async function readZipped(zipped: ZippedFile, byteCount: number, count: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await openEntry(zipped)) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > byteCount) throw new RangeError('an entry is larger than it claims');
    if (size >= count && count < byteCount) return Buffer.concat(chunks).subarray(0, count);
  }
  const bytes = Buffer.concat(chunks);
  if (size !== byteCount || crc32(bytes) !== zipped.crc32) throw new RangeError('an entry is damaged');
  return bytes;
}

async function openEntry({ archive, headerOffset, compressedByteCount, deflated }: ZippedFile): Promise<Readable> {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  const handle = await open(archive, 'r');
  try {
    await handle.read(header, 0, header.length, headerOffset);
  } finally {
    await handle.close();
  }
  if (header.readUInt32LE(0) !== LOCAL_HEADER) throw new RangeError('an entry is not where it should be');
  // Name and extra field may be of other lengths here than in the directory.
  const start = headerOffset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = createReadStream(archive, { start, end: start + Math.max(0, compressedByteCount - 1) });
  // Errors reach the reader of the last stream; whoever stops reading closes both.
  return deflated ? pipeline(packed, createInflateRaw(), () => undefined) : packed;
}

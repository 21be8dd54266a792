/** Unpacks a ZIP file: enough of it (APPNOTE.TXT 4.3, stored and deflated entries, no ZIP64) for the archive of a runtime. */
import { chmod, mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);
const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER_BYTES = 30;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly compressedBytes: number;
  readonly offset: number;
  /** Unix permission bits, 0 when the archive has none. */
  readonly mode: number;
}

/** @param keep tells which entries to write, by name. @throws Error when the file isn't a ZIP or an entry points outside `destination`. */
export async function unzip(file: string, destination: string, keep: (name: string) => boolean): Promise<void> {
  const archive = await open(file);
  try {
    for (const entry of await readDirectory(archive)) {
      if (!entry.name.endsWith('/') && keep(entry.name)) await writeEntry(archive, entry, destination);
    }
  } finally {
    await archive.close();
  }
}

async function readDirectory(archive: FileHandle): Promise<Entry[]> {
  const { size } = await archive.stat();
  const tailStart = Math.max(0, size - END_BYTES - 0xffff);
  const tail = await read(archive, tailStart, size - tailStart);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error('This is not a ZIP file.');
  const directory = await read(archive, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));

  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function writeEntry(archive: FileHandle, entry: Entry, destination: string): Promise<void> {
  const target = path.resolve(destination, entry.name);
  if (!target.startsWith(path.resolve(destination) + path.sep))
    throw new Error(`${entry.name} points outside the archive.`);
  const header = await read(archive, entry.offset, LOCAL_HEADER_BYTES);
  const start = entry.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const stored = await read(archive, start, entry.compressedBytes);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, entry.method === DEFLATED ? await inflate(stored) : stored);
  if (entry.mode !== 0) await chmod(target, entry.mode);
}

async function read(archive: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await archive.read(buffer, 0, length, position);
  return buffer;
}

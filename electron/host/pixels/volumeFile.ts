/**
 * A decoded volume on disk, so that a series is decoded once.
 *
 * Layout, little-endian: the four bytes `RHU1`; dims as three uint32; CRC-32 of the slice checksums; the key (32 bytes); one CRC-32 per
 * slice; then the slices as Int16 HU in volume order. Each slice is checked when it is first read, so that opening costs nothing, and again
 * when the file was changed since.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { mkdir, open, rename, rm, utimes, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

const MAGIC = 0x31554852;
const FIXED_BYTES = 4 + 12 + 4 + 32;

export interface VolumeFileShape {
  /** Hex SHA-256 of what the volume was decoded from. */
  readonly key: string;
  readonly dims: readonly [number, number, number];
}

export interface VolumeFile {
  /**
   * Reads slices from k on into `target`, which holds a whole number of them.
   * @returns how many of these, from the first on, are not damaged; what is behind them in `target` means nothing
   */
  readSlices(k: number, target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}
export interface CachedVolumeFile extends VolumeFile {
  /** Notes when the volume was last used, as the file's time; access times can't be trusted, as many disks don't keep them. */
  markUsed(now: Date): Promise<void>;
}

const sliceBytes = ({ dims }: VolumeFileShape): number => dims[0] * dims[1] * 2;
const headerBytes = ({ dims }: VolumeFileShape): number => FIXED_BYTES + dims[2] * 4;
const sliceOffset = (shape: VolumeFileShape, k: number): number => headerBytes(shape) + k * sliceBytes(shape);

function encodeHeader(shape: VolumeFileShape, checksums: Uint32Array): Buffer {
  const header = Buffer.alloc(headerBytes(shape));
  header.writeUInt32LE(MAGIC, 0);
  shape.dims.forEach((size, axis) => header.writeUInt32LE(size, 4 + axis * 4));
  header.write(shape.key, 20, 'hex');
  checksums.forEach((checksum, k) => header.writeUInt32LE(checksum, FIXED_BYTES + k * 4));
  header.writeUInt32LE(crc32(header.subarray(FIXED_BYTES)), 16);
  return header;
}

/** The checksums of the slices; null when this isn't the header of that volume. */
function decodeHeader(shape: VolumeFileShape, header: Buffer): Uint32Array | null {
  const checksums = Uint32Array.from({ length: shape.dims[2] }, (_, k) => header.readUInt32LE(FIXED_BYTES + k * 4));
  return encodeHeader(shape, checksums).equals(header) ? checksums : null;
}

/** How long reading may keep others from their turn. */
const TURN_MS = 4;
let turnBegan = 0;

async function letOthersHaveTheirTurn(): Promise<void> {
  if (performance.now() - turnBegan < TURN_MS) return;
  await setImmediate();
  turnBegan = performance.now();
}

/**
 * Fills the target. On this thread, as what the system still holds of a file is copied in less time than handing the read to another thread
 * takes; what isn't held is a few slices at a time from a local disk.
 * @returns whether the file goes that far
 */
async function readExactly({ fd }: FileHandle, target: Uint8Array, position: number): Promise<boolean> {
  await letOthersHaveTheirTurn();
  let filled = 0;
  while (filled < target.length) {
    const bytesRead = readSync(fd, target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) return false;
    filled += bytesRead;
  }
  return true;
}

/** How to know that slice k, as it was read, is what was written. */
type IsIntact = (k: number, bytes: Uint8Array) => boolean;

async function readIntact(
  handle: FileHandle,
  shape: VolumeFileShape,
  isIntact: IsIntact,
  k: number,
  target: Uint8Array,
): Promise<number> {
  const size = sliceBytes(shape);
  if (!(await readExactly(handle, target, sliceOffset(shape, k)))) return 0;
  const count = target.length / size;
  let intact = 0;
  while (intact < count && isIntact(k + intact, target.subarray(intact * size, (intact + 1) * size))) intact++;
  return intact;
}

/** A file that this program has opened, as it was then: which of its slices were read and found intact. */
interface KnownFile {
  stamp: string;
  readonly intact: Set<number>;
}
const knownFiles = new Map<string, KnownFile>();

/** Another one when anything was written to the file, or another file put in its place. */
async function stampOf(handle: FileHandle): Promise<string> {
  const { dev, ino, size, mtimeNs } = await handle.stat({ bigint: true });
  return [dev, ino, size, mtimeNs].join(' ');
}

async function knownFile(path: string, handle: FileHandle): Promise<KnownFile> {
  const stamp = await stampOf(handle);
  const present = knownFiles.get(path);
  if (present?.stamp === stamp) return present;
  const known = { stamp, intact: new Set<number>() };
  knownFiles.set(path, known);
  return known;
}

/** @returns null when there is no such file, or one that is not whole */
export async function openVolumeFile(path: string, shape: VolumeFileShape): Promise<CachedVolumeFile | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return null;
  const known = await knownFile(path, handle);
  const header = Buffer.alloc(headerBytes(shape));
  const checksums = (await readExactly(handle, header, 0)) ? decodeHeader(shape, header) : null;
  const { size } = await handle.stat();
  if (!checksums || size !== sliceOffset(shape, shape.dims[2])) {
    await handle.close();
    return null;
  }
  const isIntact: IsIntact = (k, bytes) => {
    if (!known.intact.has(k) && crc32(bytes) === checksums[k]) known.intact.add(k);
    return known.intact.has(k);
  };
  return {
    readSlices: (k, target) => readIntact(handle, shape, isIntact, k, target),
    async markUsed(now) {
      await utimes(path, now, now);
      known.stamp = await stampOf(handle);
    },
    close: () => handle.close(),
  };
}

/**
 * Opens a file that `createVolumeFile` made for writing, on any thread. Slices may come in any order, each once.
 * @param work is given what writes slice k and returns its checksum, which `createVolumeFile`'s side must be told
 */
export async function withVolumeFile<T>(
  partial: string,
  shape: VolumeFileShape,
  work: (writeSlice: (k: number, hu: Int16Array) => number) => Promise<T>,
): Promise<T> {
  const fd = openSync(partial, 'r+');
  try {
    return await work((k, hu) => {
      const bytes = new Uint8Array(hu.buffer, hu.byteOffset, hu.byteLength);
      if (bytes.length !== sliceBytes(shape)) throw new Error('a slice of another size');
      if (writeSync(fd, bytes, 0, bytes.length, sliceOffset(shape, k)) !== bytes.length)
        throw Object.assign(new Error('a slice could not be written whole'), { code: 'ENOSPC' });
      return crc32(bytes);
    });
  } finally {
    closeSync(fd);
  }
}

export interface GrowingVolumeFile extends VolumeFile {
  /** A slice was written and can be read from now on. */
  noteSlice(k: number, checksum: number): void;
  /** After all slices: flushes and gives the file its name. It stays readable until `close`. */
  finish(): Promise<void>;
  /** Closes, and removes the file if it wasn't finished. */
  close(): Promise<void>;
}

/** @param partial name of the file until it is whole, on the same disk */
export async function createVolumeFile(
  path: string,
  partial: string,
  shape: VolumeFileShape,
): Promise<GrowingVolumeFile> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(partial, 'wx+');
  const checksums = new Uint32Array(shape.dims[2]);
  let finished = false;
  return {
    noteSlice(k, checksum) {
      checksums[k] = checksum;
    },
    readSlices: (k, target) => readIntact(handle, shape, (at, bytes) => crc32(bytes) === checksums[at], k, target),
    async finish() {
      await handle.write(encodeHeader(shape, checksums), 0, headerBytes(shape), 0);
      await handle.sync();
      await rename(partial, path);
      finished = true;
    },
    async close() {
      await handle.close();
      if (!finished) await rm(partial, { force: true });
    },
  };
}

/** The stored bytes of one slice, read from the file it was imported from and checked against what was imported. */
import { createHash } from 'node:crypto';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { DEFLATED } from '../dicom/readSyntax.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';

/** Where the pixels of one slice are, and what they are. */
export interface StoredSlice {
  /** Absolute. */
  readonly path: string;
  readonly format: PixelFormat;
  /** Hex SHA-256 of the slice's bytes. */
  readonly pixelSha256: string;
}

/** `missing`: the file is not there or can't be read; `changed`: these aren't the bytes that were imported. */
export type LostOriginal = 'missing' | 'changed';

/** Fills `target` from `position` on; fewer bytes at the end of the file. */
async function readAt(handle: FileHandle, target: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await handle.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** A deflated data set can only be inflated as a whole. */
async function readRange(
  { path, format }: StoredSlice,
  memory: (byteCount: number) => Uint8Array,
): Promise<Uint8Array | LostOriginal> {
  if (format.transferSyntaxUid === DEFLATED) {
    const whole = await readFile(path);
    // Rare, and much code.
    const { pixelBytes } = await import('../dicom/read.ts');
    try {
      return pixelBytes(whole, format);
    } catch {
      return 'changed';
    }
  }
  const handle = await open(path, 'r');
  try {
    const target = memory(format.dataLength);
    return (await readAt(handle, target, format.dataOffset)) === format.dataLength ? target : 'changed';
  } finally {
    await handle.close();
  }
}

/**
 * @param memory gives so many bytes to read into
 * @returns the bytes that were imported, or why there are none
 */
export async function readStoredSlice(
  slice: StoredSlice,
  memory: (byteCount: number) => Uint8Array = (byteCount) => new Uint8Array(byteCount),
): Promise<Uint8Array | LostOriginal> {
  const bytes = await readRange(slice, memory).catch(() => 'missing' as const);
  if (typeof bytes === 'string') return bytes;
  return createHash('sha256').update(bytes).digest('hex') === slice.pixelSha256 ? bytes : 'changed';
}

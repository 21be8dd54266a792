/** The stored bytes of one slice, read from the file it was imported from and checked against what was imported. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
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

/** Fills `target` from `position` on; false when the file ends before. */
function readExactly(fd: number, target: Uint8Array, position: number): boolean {
  for (let filled = 0; filled < target.length;) {
    const byteCount = readSync(fd, target, filled, target.length - filled, position + filled);
    if (byteCount === 0) return false;
    filled += byteCount;
  }
  return true;
}

function readRange(path: string, { dataOffset, dataLength }: PixelFormat, memory: Memory): Uint8Array | LostOriginal {
  const fd = openSync(path, 'r');
  try {
    const target = memory(dataLength);
    return readExactly(fd, target, dataOffset) ? target : 'changed';
  } finally {
    closeSync(fd);
  }
}

/** A deflated data set can only be inflated as a whole. */
async function inflateRange(path: string, format: PixelFormat): Promise<Uint8Array | LostOriginal> {
  const whole = readFileSync(path);
  // Rare, and much code.
  const { pixelBytes } = await import('../dicom/read.ts');
  try {
    return pixelBytes(whole, format);
  } catch {
    return 'changed';
  }
}

/** Gives so many bytes to read into. */
export type Memory = (byteCount: number) => Uint8Array;

/**
 * Blocks its thread while the disk is busy.
 * @returns the bytes that were imported, or why there are none
 */
export async function readStoredSlice(
  { path, format, pixelSha256 }: StoredSlice,
  memory: Memory,
): Promise<Uint8Array | LostOriginal> {
  let bytes: Uint8Array | LostOriginal;
  try {
    const deflated = format.transferSyntaxUid === DEFLATED;
    bytes = deflated ? await inflateRange(path, format) : readRange(path, format, memory);
  } catch {
    return 'missing';
  }
  if (typeof bytes === 'string') return bytes;
  return createHash('sha256').update(bytes).digest('hex') === pixelSha256 ? bytes : 'changed';
}

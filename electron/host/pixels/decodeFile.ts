import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pixelBytes } from '../dicom/read.ts';
import { codingOf } from '../dicom/readSyntax.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';
import { decodeSlice } from './decode.ts';

export interface DecodeTask {
  readonly path: string;
  readonly sha256: string;
  readonly format: PixelFormat;
}

/** The HU of a slice; null when the file is the one that was imported, but its pixels can't be decoded. */
export type DecodedFile = Int16Array<ArrayBuffer> | null;

/** Whether decoding is only copying, so that it can be done on any thread. */
export const isNative = (format: PixelFormat): boolean => codingOf(format.transferSyntaxUid) === 'native';

/**
 * @throws when the file can't be read or isn't the one that was imported any more
 */
export async function decodeFile({ path, sha256, format }: DecodeTask): Promise<DecodedFile> {
  const bytes = await readFile(path);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('the stored file has changed');
  try {
    return await decodeSlice(pixelBytes(bytes, format), format);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

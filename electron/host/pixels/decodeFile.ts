import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { pixelBytes } from '../dicom/read.ts';
import type { PixelFormat } from '../dicom/readTypes.ts';
import { decodeSlice } from './decode.ts';

export interface DecodeTask {
  readonly path: string;
  readonly sha256: string;
  readonly format: PixelFormat;
}

/**
 * The HU of one stored file.
 * @throws when it isn't the file that was imported any more
 */
export async function decodeFile({ path, sha256, format }: DecodeTask): Promise<Int16Array<ArrayBuffer>> {
  const bytes = await readFile(path);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error('the stored file has changed');
  return decodeSlice(pixelBytes(bytes, format), format);
}

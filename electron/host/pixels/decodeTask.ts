import type { PixelFormat } from '../dicom/readTypes.ts';

/** What a decoding worker is asked; it answers with the slice's HU. */
export interface DecodeTask {
  readonly path: string;
  readonly sha256: string;
  readonly format: PixelFormat;
}

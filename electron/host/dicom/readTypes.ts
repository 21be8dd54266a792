/** What is kept of a CT file's header. Sizes in pixels, lengths in mm, patient coordinates as DICOM's LPS. */
import { z } from 'zod';
import { vec3 } from '../../core/contract/common.ts';

/** What the geometry of a series is judged from (PS3.3 C.7.6.2). null: absent or not a number. */
export const sliceGeometry = z.object({
  rows: z.int().positive(),
  columns: z.int().positive(),
  /** Centre of the first pixel. */
  positionMm: vec3.nullable(),
  /** Direction along a row (column index grows), as written; not necessarily of length one. */
  rowCosines: vec3.nullable(),
  /** Direction along a column (row index grows). */
  columnCosines: vec3.nullable(),
  /** Between rows, then between columns. */
  pixelSpacingMm: z.tuple([z.number().positive(), z.number().positive()]).nullable(),
  instanceNumber: z.int().nullable(),
});
export type SliceGeometry = z.infer<typeof sliceGeometry>;

/** What turns the stored bytes of one slice into HU (PS3.3 C.7.6.3, C.11.1). */
export const pixelFormat = z.object({
  transferSyntaxUid: z.string(),
  rows: z.int().positive(),
  columns: z.int().positive(),
  bitsAllocated: z.int(),
  bitsStored: z.int(),
  highBit: z.int(),
  signed: z.boolean(),
  slope: z.number(),
  intercept: z.number(),
  /** Stored value of pixels outside the reconstruction, before rescale. */
  paddingValue: z.int().nullable(),
  /** Place of the pixel data in the file; for deflated files in the inflated data set. */
  dataOffset: z.int(),
  dataLength: z.int(),
});
export type PixelFormat = z.infer<typeof pixelFormat>;

export interface ImageHeader {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly frameOfReferenceUid: string;
  readonly patientLabel: string;
  readonly manufacturer: string;
  readonly modality: string;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly seriesNumber: number | null;
  readonly patientPosition: string;
  /** `YYYY-MM-DD` or null. */
  readonly studyDate: string | null;
  readonly acquisitionDate: string | null;
  readonly lossy: boolean;
  readonly slice: SliceGeometry;
  readonly pixels: PixelFormat;
}

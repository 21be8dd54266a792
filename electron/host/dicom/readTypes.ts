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

/** When a frame was taken; what tells the phases of one series apart. null: absent or not a number. */
export const frameTiming = z.object({
  acquisitionNumber: z.int().nullable(),
  /** Time of day of the acquisition, in s. */
  acquisitionSeconds: z.number().nullable(),
  /** Ordinal of the point in time, from 1 (PS3.3 C.7.6.16.2.2, C.7.6.2.1). */
  temporalPosition: z.int().nullable(),
  /** Time of day of the content, in s. */
  contentSeconds: z.number().nullable(),
});
export type FrameTiming = z.infer<typeof frameTiming>;

/** What a stored value means, of all slices of one kind (PS3.3 C.7.6.3, C.11.1). */
export const pixelDepth = z.object({
  transferSyntaxUid: z.string(),
  rows: z.int().positive(),
  columns: z.int().positive(),
  bitsAllocated: z.int(),
  bitsStored: z.int(),
  highBit: z.int(),
  signed: z.boolean(),
  slope: z.number(),
  intercept: z.number(),
  /** HU of the stored values from `first` on, in place of slope and intercept; values outside get the nearest entry (C.11.1.1). */
  modalityLut: z
    .object({ first: z.int(), values: z.array(z.number()).min(1) })
    .nullable()
    .default(null),
  /** Stored value of pixels outside the reconstruction, before rescale. */
  paddingValue: z.int().nullable(),
  /** The other end of a range of such values that starts or ends with `paddingValue` (C.7.5.1.1.2). */
  paddingLimit: z.int().nullable().default(null),
});
export type PixelDepth = z.infer<typeof pixelDepth>;

/** What turns the stored bytes of one slice into HU. */
export const pixelFormat = pixelDepth.extend({
  /** Place of the frame's pixel data in the file, for compressed ones its fragment items; for deflated files in the inflated data set. */
  dataOffset: z.int(),
  dataLength: z.int(),
  /** Items in that range before those of the image: the offset table, where the range starts with it. */
  leadingItems: z.int().default(1),
});
export type PixelFormat = z.infer<typeof pixelFormat>;

/** One image plane of a file. */
export const frameHeader = z.object({ slice: sliceGeometry, timing: frameTiming, depth: pixelDepth });
export type FrameHeader = z.infer<typeof frameHeader>;

/** What the header says of the contrast agent (PS3.3 C.7.6.4, C.7.6.4b). */
export interface ContrastTags {
  /** Its name; '' when none is named. */
  readonly agent: string;
  /** Time of day of the injection, in s. */
  readonly bolusStartSeconds: number | null;
}

export interface ImageHeader {
  /** '' when it is absent or no UID, as with the other UIDs. */
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
  /** Computed from other images (MPR, MIP ...), not reconstructed from the scan. */
  readonly reformat: boolean;
  /** The header says that values were lost; what the pixels themselves say: `locatePixels`. */
  readonly lossy: boolean;
  readonly contrast: ContrastTags;
  readonly transferSyntaxUid: string;
  /** At least one; files with one image have one. */
  readonly frames: readonly FrameHeader[];
}

/** A header, or in one sentence why the file is no CT slice; `putAside`: a kind of image that is known, but is no slice of a volume. */
export type ReadResult = { readonly header: ImageHeader } | { readonly reason: string; readonly putAside?: true };
/** Where the pixels of each frame are, or in one sentence why they can't be used. `lossy`: their coding loses values. */
export type LocatedPixels =
  { readonly pixels: readonly PixelFormat[]; readonly lossy: boolean } | { readonly reason: string };

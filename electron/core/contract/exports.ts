import { z } from 'zod';
import { segmentNames } from '../domain/labels.ts';
import { signatureStandingIds } from '../domain/signature.ts';
import { id, instant, nothing } from './common.ts';
import { method } from './define.ts';
import { readingOrdinal, readingState } from './readings.ts';
import { overviewFilter } from './visits.ts';

/** A file written below `exports/` of the data folder, read back and compared before this is answered. */
export const exportFile = z.object({
  id,
  createdAt: instant,
  fileName: z.string(),
  byteCount: z.int(),
  sha256: z.string().length(64),
  /** Relative to the window's origin; downloads the file. */
  url: z.string(),
  /** Relative to the data folder. */
  path: z.string(),
});
export type ExportFile = z.infer<typeof exportFile>;

/**
 * What a segmentation can leave as: DICOM Segmentation (binary, or as a label map), NIfTI, NRRD with Slicer's segments, surfaces as STL or OBJ,
 * the numbers as a DICOM SR, a key image as PNG or DICOM secondary capture.
 */
export const segmentationFormats = ['seg', 'seg-labelmap', 'nifti', 'nrrd', 'stl', 'obj', 'sr', 'png', 'sc'] as const;
export const segmentationFormat = z.enum(segmentationFormats);
export type SegmentationFormat = z.infer<typeof segmentationFormat>;

/** Whose segmentation a file holds, and whether it was signed when it left. */
export const exportedReading = z.object({
  ordinal: readingOrdinal,
  version: z.int().positive(),
  state: readingState,
  /** null: nobody yet. */
  readBy: z.string().nullable(),
  /** The one whose numbers are the subject's. */
  isCounting: z.boolean(),
  standing: z.enum(signatureStandingIds),
  signedBy: z.string().nullable(),
});
export type ExportedReading = z.infer<typeof exportedReading>;

/** `reading` is null for a segmentation without readings. */
export const exportedSegmentation = exportFile.extend({ reading: exportedReading.nullable() });
export type ExportedSegmentation = z.infer<typeof exportedSegmentation>;

/** A page of the window on its way to paper: which place, and what it shows. */
export const printedPage = z.object({
  /** The page's name in its address, e.g. `record`. */
  place: z.string().regex(/^[a-z]{1,30}$/),
  subjectId: id.optional(),
  seriesId: id.optional(),
  /** Which subjects the overview shows. */
  filter: overviewFilter.optional(),
});
export type PrintedPage = z.infer<typeof printedPage>;

export const exportsService = {
  methods: {
    resultsCsv: method(z.object({ subjectId: id }), exportFile),
    /**
     * The newest revision of a segmentation, or of the reading of a series that counts. `segment`: whose surface an STL holds; the liver's
     * without.
     */
    segmentationFile: method(
      z
        .object({
          segmentationId: id.optional(),
          seriesId: id.optional(),
          format: segmentationFormat,
          segment: z.enum(segmentNames).optional(),
        })
        .refine(({ segmentationId, seriesId }) => (segmentationId === undefined) !== (seriesId === undefined), {
          message: 'Name a segmentation or a series.',
        }),
      exportedSegmentation,
    ),
    /** Records who takes a page of the window to paper; called before the print dialog opens. */
    printed: method(printedPage, nothing),
  },
  events: {},
};

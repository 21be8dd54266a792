import { z } from 'zod';
import { segmentNames } from '../domain/labels.ts';
import { id, instant } from './common.ts';
import { method } from './define.ts';

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

export const exportsService = {
  methods: {
    resultsCsv: method(z.object({ subjectId: id }), exportFile),
    /** `segment`: whose surface an STL holds; the liver's without. */
    segmentationFile: method(
      z.object({ segmentationId: id, format: segmentationFormat, segment: z.enum(segmentNames).optional() }),
      exportFile,
    ),
  },
  events: {},
};

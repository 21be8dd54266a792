import { z } from 'zod';
import { MAX_PIECES } from '../domain/lesionsPieces.ts';
import { segmentParts, tissues } from '../domain/segmentParts.ts';
import { cut, id, instant, nothing } from './common.ts';
import { method } from './define.ts';

/** What made a revision; shown as its name in the history and kept as provenance. */
export const revisionAction = z.object({
  /** Sentence case, e.g. 'Grow liver from 3 strokes'. */
  title: z.string().min(1).max(200),
  /** Tool or algorithm id with version, e.g. 'grow-liver@1'. */
  tool: z.string().min(1).max(100),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type RevisionAction = z.infer<typeof revisionAction>;

/** Voxels per label 0..6. */
export const labelCounts = z.array(z.int().nonnegative()).length(7);

export const lesionState = z.enum(['proposed', 'confirmed']);
/** One connected piece of tumour (26-neighbourhood); see `domain/lesions.ts`. */
export const lesion = z.object({
  id,
  number: z.int().positive(),
  state: lesionState,
  /** Linear offset of a voxel inside it. */
  anchor: z.int().nonnegative(),
});
export const countedLesion = lesion.extend({
  resectedVoxels: z.int().nonnegative(),
  flrVoxels: z.int().nonnegative(),
});

export const revision = z.object({
  id,
  segmentationId: id,
  parentRevisionId: id.nullable(),
  number: z.int().positive(),
  createdAt: instant,
  action: revisionAction,
  counts: labelCounts,
  cut: cut.nullable(),
  /** By number; only confirmed ones are subtracted. null: from before lesions had a state, when all tumour was subtracted. */
  lesions: z.array(countedLesion).nullable(),
  /** SHA-256 of the labelmap in run-length form, before compression. */
  sha256: z.string().length(64),
});
export type Revision = z.infer<typeof revision>;

export const segmentation = z.object({
  id,
  seriesId: id,
  createdAt: instant,
  /** null: nothing was drawn yet. */
  head: revision.nullable(),
  /** The highest number that a lesion of it ever had; 0 before the first. */
  lastLesionNumber: z.int().nonnegative(),
});
export type Segmentation = z.infer<typeof segmentation>;

export const maskLabels = z.enum(['user', 'full']);
export type MaskLabels = z.infer<typeof maskLabels>;

const maskFile = {
  /** On the machine of the host. */
  path: z.string().min(1).optional(),
  /** Of bytes that were put to `/blob/upload`, with the name of their file. */
  uploadId: id.optional(),
  fileName: z.string().min(1).max(255).optional(),
};
const isOneFile = (file: { path?: string | undefined; uploadId?: string | undefined }): boolean =>
  (file.path === undefined) !== (file.uploadId === undefined);

const threshold = z.number().gt(0).max(1);
/** Structure sets number theirs as they like. */
const segmentNumber = z.int();

export const maskFormat = z.enum(['nifti', 'nrrd', 'seg', 'rtstruct']);
export type MaskFormat = z.infer<typeof maskFormat>;
/** `values`: numbers that no segment of the file names. */
export const maskForm = z.enum(['binary', 'fractional', 'labelmap', 'contours', 'segments', 'values']);
export type MaskForm = z.infer<typeof maskForm>;

/** What a mask file holds, on the grid of a series. */
export const maskInspection = z.object({
  fileName: z.string(),
  format: maskFormat,
  form: maskForm,
  /** Of the file. */
  sha256: z.string().length(64),
  /** One sentence with both spacings; null for a mask on the grid of the series. */
  resampled: z.string().nullable(),
  /** What else a person must know, in sentences. */
  notes: z.array(z.string()),
  segments: z.array(
    z.object({
      /** In a file of values, the value. */
      number: segmentNumber,
      label: z.string(),
      /** The meaning of its code; '' without one. */
      coded: z.string(),
      algorithm: z.string(),
      voxels: z.int().nonnegative(),
      /** What of it lies outside of the series' grid, and is lost by an import. */
      outsideMl: z.number().nonnegative(),
      /** null: a person must say it. */
      proposed: z.object({ part: z.enum(segmentParts), by: z.enum(['code', 'name', 'value']) }).nullable(),
    }),
  ),
  /** Numbers of the segments that voxels have together, for every way that occurs. */
  combinations: z.array(z.object({ segments: z.array(segmentNumber), voxels: z.int().positive() })),
  /** Whether all values are of the labels that are stored here (0 to 6). */
  mayBeStoredLabels: z.boolean(),
});
export type MaskInspection = z.infer<typeof maskInspection>;

export const segmentationService = {
  methods: {
    /**
     * The segmentation of a reading of the series; without one, of the reading that the one who asks goes on with, created by the first who
     * does. Refused for a series that can't make a volume, and for readings that are hidden from them.
     */
    open: method(z.object({ seriesId: id, readingId: id.optional() }), segmentation),
    /** Those that the one who asks may see. */
    list: method(nothing, z.array(segmentation)),
    /** Newest first. */
    listRevisions: method(z.object({ segmentationId: id }), z.array(revision)),
    /**
     * Stores the labelmap that was put to `/blob/upload` as the next revision, with its audit row, in one transaction.
     * `parentRevisionId` must be the head (null for the first), otherwise 'conflict' and nothing is stored.
     * Undo and redo commit too, with the tool 'undo@1' or 'redo@1': history only grows. Refused for a reading that is signed, locked or
     * another reader's; a reviewed one becomes a draft again.
     *
     * `lesions`: one for every piece of tumour of these labels, its anchor inside ('invalid_input' otherwise). The host gives new ones the
     * next numbers, whatever number they came with. Without a list the host follows the head's lesions by itself, judging by the tool
     * whether a person or an algorithm drew.
     */
    commit: method(
      z.object({
        segmentationId: id,
        parentRevisionId: id.nullable(),
        uploadId: id,
        action: revisionAction,
        cut: cut.nullable(),
        lesions: z.array(lesion).max(MAX_PIECES).optional(),
      }),
      revision,
    ),
    /**
     * What a mask file (NIfTI, NRRD, DICOM SEG or RT Structure Set) holds and how it fits the series; changes nothing. With `revisionId`, what is
     * drawn in it is among the combinations, as segments of `domain/drawnSegments.ts`.
     */
    inspectMask: method(
      z
        .object({ seriesId: id, ...maskFile, threshold: threshold.optional(), revisionId: id.optional() })
        .refine(isOneFile, 'path or uploadId'),
      maskInspection,
    ),
    /**
     * A mask file becomes the next revision of the reading (as in `open`), resampled where it lies on another grid; an upload is used up.
     * `parentRevisionId`: the head that the person saw, and `sha256`: the file that was looked at, else 'conflict'. `parts` (by number) or `named`
     * (by name) say what segments are, `order` what wins where they overlap, weakest first; `labels` 'full': values are the labels that are
     * stored here. Pixels of fractional segments count from `threshold` of their maximum on. With `keepDrawn` it is added to what is drawn.
     */
    importMask: method(
      z
        .object({
          seriesId: id,
          readingId: id.optional(),
          parentRevisionId: id.nullable().optional(),
          ...maskFile,
          sha256: z.string().length(64).optional(),
          labels: maskLabels.optional(),
          parts: z.record(z.string().regex(/^-?\d{1,16}$/), z.enum(segmentParts)).optional(),
          named: z.record(z.string(), z.enum(segmentParts)).optional(),
          order: z
            .array(z.enum(tissues))
            .refine((order) => new Set(order).size === tissues.length && order.length === tissues.length)
            .optional(),
          threshold: threshold.optional(),
          keepDrawn: z.boolean().optional(),
        })
        .refine(({ keepDrawn, labels }) => !(keepDrawn && labels === 'full'), 'stored labels are a whole drawing')
        .refine(isOneFile, 'path or uploadId'),
      revision,
    ),
  },
  events: { changed: z.object({ segmentationId: id, revisionId: id }) },
};

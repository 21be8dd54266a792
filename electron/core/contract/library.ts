import { z } from 'zod';
import { id, instant, nothing, volumeGeometry } from './common.ts';
import { method } from './define.ts';

export const geometryProblemCode = z.enum([
  'single_slice',
  'missing_position',
  'missing_orientation',
  'mixed_orientation',
  'mixed_matrix',
  'mixed_spacing',
  'duplicate_position',
  'missing_slice',
  'irregular_spacing',
  'jitter',
  'gantry_tilt',
  'thick_slices',
  'coarse_intensity',
  'lossy_compression',
  'mixed_frame_of_reference',
  'duplicate_uid',
  'missing_uid',
  'reformatted',
  'resampled',
  'unreadable_file',
]);
export type GeometryProblemCode = z.infer<typeof geometryProblemCode>;
export const geometryProblem = z.object({
  code: geometryProblemCode,
  /** One sentence that names the slices (by file name or instance number and position). */
  message: z.string(),
});
export type GeometryProblem = z.infer<typeof geometryProblem>;
export const geometryStatus = z.enum(['regular', 'warning', 'refused']);

export const contrastPhase = z.enum(['native', 'arterial', 'portal_venous', 'delayed']);
export type ContrastPhase = z.infer<typeof contrastPhase>;

/** How a series was computed from another one. */
export const resampleKind = z.enum(['regular_grid', 'half_size']);
export type ResampleKind = z.infer<typeof resampleKind>;

/** A series as the library shows it. Text from headers is shown as text and never logged. */
export const series = z.object({
  id,
  seriesInstanceUid: z.string(),
  studyInstanceUid: z.string(),
  /** PatientID of the file, for the person to recognise the patient; never exported. */
  patientLabel: z.string(),
  modality: z.string(),
  description: z.string(),
  seriesNumber: z.int().nullable(),
  /** From the header, `YYYY-MM-DD`; null when absent or not a date. */
  acquisitionDate: z.iso.date().nullable(),
  importedAt: instant,
  instanceCount: z.int(),
  /** null when the series is refused and has no single grid. */
  geometry: volumeGeometry.nullable(),
  geometryStatus,
  problems: z.array(geometryProblem),
  lossy: z.boolean(),
  patientPosition: z.string(),
  frameOfReferenceUid: z.string(),
  /** True for the generated patient. */
  sample: z.boolean(),
  /** Which volume of its Series Instance UID this is, e.g. 'acquisition 2'; empty when it is the only one. */
  part: z.string(),
  /** Its images were computed from others (MPR, MIP ...), not reconstructed from the scan: put aside by default. */
  reformat: z.boolean(),
  /** Its files stay where they were found, instead of in the data folder. */
  inPlace: z.boolean(),
  phase: z.object({
    /** null when nothing says it. */
    proposed: contrastPhase.nullable(),
    /** What the proposal rests on, as a sentence; empty without one. */
    basis: z.string(),
    /** What the person said; null until then. */
    confirmed: contrastPhase.nullable(),
  }),
  /** Refused as it is, but its slices can be computed onto a regular grid. */
  canResample: z.boolean(),
  /** For a series that was computed from another one on request. */
  derivedFrom: z.object({ seriesId: id, kind: resampleKind, statement: z.string() }).nullable(),
  /** Several Series Instance UIDs were joined on request. */
  joined: z.boolean(),
});
export type Series = z.infer<typeof series>;

/**
 * What became of a file. `put_aside`: recognised, but no slice of a volume (localizer, dose sheet, secondary capture); `conflict`: imported
 * beside a file with the same SOP Instance UID and other pixels.
 */
export const fileOutcome = z.enum(['imported', 'already_there', 'skipped', 'put_aside', 'conflict']);
export type FileOutcome = z.infer<typeof fileOutcome>;
export const reportedFile = z.object({ path: z.string(), outcome: fileOutcome, reason: z.string() });
export type ReportedFile = z.infer<typeof reportedFile>;
export const importReport = z.object({
  id,
  startedAt: instant,
  finishedAt: instant.nullable(),
  sources: z.array(z.string()),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  imported: z.int(),
  alreadyThere: z.int(),
  /** Files with a reason: skipped, put aside, in conflict. */
  skipped: z.array(reportedFile),
  seriesIds: z.array(id),
});
export type ImportReport = z.infer<typeof importReport>;

/** Series that would make one volume together. */
export const joinOffer = z.object({ seriesIds: z.array(id).min(2), statement: z.string() });
export type JoinOffer = z.infer<typeof joinOffer>;

export const folderEntry = z.object({ name: z.string(), path: z.string(), kind: z.enum(['folder', 'file']) });

export const library = {
  methods: {
    listSeries: method(nothing, z.array(series)),
    getSeries: method(z.object({ seriesId: id }), series),
    /** Starts a job of kind 'import'; its report can be read at any time under the same id. */
    startImport: method(
      z
        .object({
          paths: z.array(z.string().min(1)).optional(),
          /** Of files that were sent to `/blob/source/{sourceId}` before. */
          sourceId: id.optional(),
          /** Index the files where they are, instead of copying them into the data folder. */
          inPlace: z.boolean().optional(),
        })
        .refine(({ paths = [], sourceId }) => paths.length > 0 !== (sourceId !== undefined), 'paths or sourceId')
        .refine(({ inPlace, sourceId }) => !(inPlace && sourceId), 'sent files are always copied'),
      z.object({ jobId: id }),
    ),
    /** Starts a job of kind 'sample': writes the generated patient's two CT studies and imports them. */
    startSample: method(nothing, z.object({ jobId: id })),
    importReport: method(z.object({ jobId: id }), importReport),
    listImports: method(nothing, z.array(importReport)),
    /** Every file of an import with what became of it, or those with one outcome; in pages. */
    importFiles: method(
      z.object({
        jobId: id,
        outcome: fileOutcome.optional(),
        offset: z.int().nonnegative(),
        limit: z.int().positive().max(1000),
      }),
      z.object({ total: z.int(), files: z.array(reportedFile) }),
    ),
    /** `phase` null takes a confirmation back. */
    confirmPhase: method(z.object({ seriesId: id, phase: contrastPhase.nullable() }), series),
    joinOffers: method(nothing, z.array(joinOffer)),
    /** Refused when they don't make one volume, or when one of them was drawn on. */
    joinSeries: method(z.object({ seriesIds: z.array(id).min(2) }), series),
    /** Takes a join back. */
    separateSeries: method(z.object({ seriesId: id }), z.object({ seriesIds: z.array(id) })),
    /** Makes a series of its own, computed from this one; asked again, the one that is there. */
    resample: method(z.object({ seriesId: id, kind: resampleKind }), series),
    /** Names of files that are not where they should be, or are not the ones that were imported. */
    checkOriginals: method(
      z.object({ seriesId: id }),
      z.object({ missing: z.array(z.string()), changed: z.array(z.string()) }),
    ),
    /** Folders and files of this machine, for a window that has no native dialog. `path` null: the home folder. */
    browse: method(
      z.object({ path: z.string().nullable() }),
      z.object({ path: z.string(), parent: z.string().nullable(), entries: z.array(folderEntry) }),
    ),
  },
  events: { changed: nothing },
};

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
]);
export type GeometryProblemCode = z.infer<typeof geometryProblemCode>;
export const geometryProblem = z.object({
  code: geometryProblemCode,
  /** One sentence that names the slices (by file name or instance number and position). */
  message: z.string(),
});
export type GeometryProblem = z.infer<typeof geometryProblem>;
export const geometryStatus = z.enum(['regular', 'warning', 'refused']);

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
});
export type Series = z.infer<typeof series>;

export const skippedFile = z.object({ path: z.string(), reason: z.string() });
export const importReport = z.object({
  id,
  startedAt: instant,
  finishedAt: instant.nullable(),
  sources: z.array(z.string()),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  imported: z.int(),
  alreadyThere: z.int(),
  skipped: z.array(skippedFile),
  seriesIds: z.array(id),
});
export type ImportReport = z.infer<typeof importReport>;

export const folderEntry = z.object({ name: z.string(), path: z.string(), kind: z.enum(['folder', 'file']) });

export const library = {
  methods: {
    listSeries: method(nothing, z.array(series)),
    getSeries: method(z.object({ seriesId: id }), series),
    /** Starts a job of kind 'import'; its report can be read at any time under the same id. */
    startImport: method(z.object({ paths: z.array(z.string().min(1)).min(1) }), z.object({ jobId: id })),
    /** Starts a job of kind 'sample': writes the generated patient's two CT studies and imports them. */
    startSample: method(nothing, z.object({ jobId: id })),
    importReport: method(z.object({ jobId: id }), importReport),
    listImports: method(nothing, z.array(importReport)),
    /** Folders and files of this machine, for a window that has no native dialog. `path` null: the home folder. */
    browse: method(
      z.object({ path: z.string().nullable() }),
      z.object({ path: z.string(), parent: z.string().nullable(), entries: z.array(folderEntry) }),
    ),
  },
  events: { changed: nothing },
};

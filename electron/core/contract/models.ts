import { z } from 'zod';
import { modelDescription } from '../domain/modelDescription.ts';
import { id, instant, nothing } from './common.ts';
import { method } from './define.ts';

/** A person's ONNX file in the data folder. Its name, version and hash are stored with all that it finds. */
export const model = z.object({
  id,
  addedAt: instant,
  /** Of the file. */
  sha256: z.string().length(64),
  byteSize: z.int().positive(),
  description: modelDescription,
  /** Measured on one patch when it was added. */
  channels: z.int().positive(),
  secondsPerPatch: z.number().nonnegative(),
  peakBytes: z.number().positive(),
});
export type Model = z.output<typeof model>;

export const modelsService = {
  methods: {
    list: method(nothing, z.array(model)),
    /**
     * Copies an ONNX file into the data folder after trying it on one patch. `descriptionPath` null: the JSON file of the same name beside it.
     * 'conflict' when the same file is there already with the same description.
     */
    add: method(z.object({ path: z.string().min(1), descriptionPath: z.string().min(1).nullable() }), model),
    /** What it found stays; it can't be run any more. */
    remove: method(z.object({ modelId: id }), nothing),
    /**
     * Starts a job of kind 'model' that runs it on a series. What it found waits at `/blob/found/JOB` (gzipped run-length form; values are places
     * in `modelSegments` from 1) until the next run or the host's end; nothing is stored.
     */
    run: method(z.object({ seriesId: id, modelId: id }), z.object({ jobId: id })),
  },
  events: { changed: nothing },
};

/** The threads that decode and compute slices, shared by all volumes. */
import { createWorkerPool } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import type { DecodeOutcome, DecodeTask } from './decodeTask.ts';

const WORKERS = 2;
/** A slice of 512 x 512 takes some 30 ms at most; a decoder that is still at it after this was led astray by the file. */
const LIMIT_MS = 2000;
const USUAL_PIXELS = 512 * 512;

export const workers = createWorkerPool<DecodeTask, DecodeOutcome[]>(
  workerUrl('./decodeWorker', import.meta.url),
  WORKERS,
  {
    limitMs: ({ shape }) => LIMIT_MS * Math.max(1, (shape.dims[0] * shape.dims[1]) / USUAL_PIXELS),
  },
);

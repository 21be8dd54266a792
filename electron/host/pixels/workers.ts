/** The threads that decode and compute slices, shared by all volumes. */
import { createWorkerPool } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import type { DecodeOutcome, DecodeTask } from './decodeTask.ts';

const WORKERS = 2;
/** How long decoding may take, in ms: a slice of 512 x 512 needs some 30 and gets 4000; a decoder that needs more was led astray by the file. */
export const decodeLimitMs = (pixelCount: number): number => 1000 + pixelCount * 0.0115;

export const workers = createWorkerPool<DecodeTask, DecodeOutcome[]>(
  workerUrl('./decodeWorker', import.meta.url),
  WORKERS,
  {
    limitMs: ({ shape }) => decodeLimitMs(shape.dims[0] * shape.dims[1]),
  },
);

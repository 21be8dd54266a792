/** The threads that make slices, shared by all volumes. */
import { createWorkerPool } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import type { ComputeTask } from './computeTask.ts';
import type { DecodeOutcome, DecodeTask } from './decodeTask.ts';

const WORKERS = 2;
/** How long decoding may take, in ms: a slice of 512 x 512 needs some 30 and gets 4000; a decoder that needs more was led astray by the file. */
export const decodeLimitMs = (pixelCount: number): number => 1000 + pixelCount * 0.0115;

const pool = createWorkerPool<DecodeTask | ComputeTask, DecodeOutcome[] | number>(
  workerUrl('./volumeWorker', import.meta.url),
  WORKERS,
  {
    limitMs: ({ shape }) => decodeLimitMs(shape.dims[0] * shape.dims[1]),
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 },
  },
);

/** One outcome for each slice, up to the first one that is lost. */
export const decodeInWorker = (task: DecodeTask): Promise<DecodeOutcome[]> =>
  pool.run(task) as Promise<DecodeOutcome[]>;

/** The slice's checksum. */
export const computeInWorker = (task: ComputeTask): Promise<number> => pool.run(task) as Promise<number>;

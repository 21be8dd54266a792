/**
 * The host's threads, shared by all that reads and decodes: an import leaves them running for the series that is opened next, and their memory
 * is there once.
 */
import { createWorkerPool } from '../jobs/workerPool.ts';
import { workerUrl } from '../workerUrl.ts';
import type { HostTask, HostTasks, TaskKind } from './tasks.ts';

/** More would only wait for the disk, or take memory that an ordinary machine lacks. */
const THREADS = 2;

/** How long decoding may take, in ms: a slice of 512 x 512 needs some 30 and gets 4000; a decoder that needs more was led astray by the file. */
export const decodeLimitMs = (pixelCount: number): number => 1000 + pixelCount * 0.0115;

function limitMs({ kind, input }: HostTask): number {
  if (kind !== 'decode') return Infinity;
  const [columns, rows] = (input as HostTasks['decode']['input']).shape.dims;
  return decodeLimitMs(columns * rows);
}

/** From the end of an import to the opening of a series. */
const IDLE_MS = 30_000;

const pool = createWorkerPool<HostTask, HostTasks[TaskKind]['result']>(
  workerUrl('./worker', import.meta.url),
  THREADS,
  {
    limitMs,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 },
    idleMs: IDLE_MS,
  },
);

/** Rejects as `WorkerPool.run`. */
export const runInThread = async <Kind extends TaskKind>(
  kind: Kind,
  input: HostTasks[Kind]['input'],
): Promise<HostTasks[Kind]['result']> => await pool.run({ kind, input });

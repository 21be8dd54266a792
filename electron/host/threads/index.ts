/**
 * The host's threads, shared by all that reads and decodes: an import leaves them running for the series that is opened next, and their memory
 * is there once.
 */
import { createTaskPool } from '../jobs/taskPool.ts';
import type { Task } from '../jobs/tasks.ts';
import { workerUrl } from '../workerUrl.ts';
import type { HostTasks } from './tasks.ts';

/** More would only wait for the disk, or take memory that an ordinary machine lacks. */
const THREADS = 2;

/** How long decoding may take, in ms: a slice of 512 x 512 needs some 30 and gets 4000; a decoder that needs more was led astray by the file. */
export const decodeLimitMs = (pixelCount: number): number => 1000 + pixelCount * 0.0115;

function limitMs({ kind, input }: Task<HostTasks>): number {
  if (kind !== 'decode') return Infinity;
  const [columns, rows] = (input as HostTasks['decode']['input']).shape.dims;
  return decodeLimitMs(columns * rows);
}

/** From the end of an import to the opening of a series. */
const IDLE_MS = 30_000;

/** Rejects as `WorkerPool.run`. */
export const runInThread = createTaskPool<HostTasks>(workerUrl('./worker', import.meta.url), THREADS, {
  limitMs,
  resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 },
  idleMs: IDLE_MS,
});

import { createWorkerPool, type WorkerPoolOptions } from './workerPool.ts';
import type { Task, Tasks } from './tasks.ts';

/** Runs one task. Rejects as `WorkerPool.run`. */
export type RunTask<Kinds extends Tasks<Kinds>> = <Kind extends keyof Kinds>(
  kind: Kind,
  input: Kinds[Kind]['input'],
) => Promise<Kinds[Kind]['result']>;

/** A pool of workers for tasks of several kinds; its script calls `serveKinds`. */
export function createTaskPool<Kinds extends Tasks<Kinds>>(
  script: URL,
  size: number,
  options: WorkerPoolOptions<Task<Kinds>>,
): RunTask<Kinds> {
  const pool = createWorkerPool<Task<Kinds>, Kinds[keyof Kinds]['result']>(script, size, options);
  return async (kind, input) => await pool.run({ kind, input });
}

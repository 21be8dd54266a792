import { parentPort, type Transferable } from 'node:worker_threads';
import type { TaskAnswer } from './workerPool.ts';

/** The worker's side of `createWorkerPool`: answers each task with what `handle` returns; `transfer` lists buffers to hand over. */
export function serveTasks<Result>(
  handle: (task: never) => Promise<Result> | Result,
  transfer: (result: Result) => Transferable[] = () => [],
): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs only as a worker');
  const answer = async (task: never): Promise<void> => {
    try {
      const result = await handle(task);
      port.postMessage({ result } satisfies TaskAnswer<Result>, transfer(result));
    } catch (error) {
      port.postMessage({
        failure: error instanceof Error ? error.message : String(error),
      } satisfies TaskAnswer<Result>);
    }
  };
  port.on('message', (task: unknown) => void answer(task as never));
}

import { parentPort, type Transferable } from 'node:worker_threads';
import type { Loaders, Task, Tasks } from './tasks.ts';
import type { TaskAnswer } from './workerPool.ts';

/**
 * The worker's side of `createWorkerPool`: answers each task with what `handle` returns.
 * @param handle calls `begin` each time it begins what must be done within the pool's time limit
 * @param transfer lists buffers to hand over
 */
export function serveTasks<Result>(
  handle: (task: never, begin: () => void) => Promise<Result> | Result,
  transfer: (result: Result) => Transferable[] = () => [],
): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs only as a worker');
  const post = (answer: TaskAnswer<Result>, handedOver: Transferable[] = []): void => {
    port.postMessage(answer, handedOver);
  };
  const answer = async (task: never): Promise<void> => {
    try {
      const result = await handle(task, () => {
        post({ begun: true });
      });
      post({ result }, transfer(result));
    } catch (error) {
      const { message, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
      post({ failure: message, code });
    }
  };
  port.on('message', (task: unknown) => void answer(task as never));
}

/** The worker's side of `createTaskPool`. @param transfer lists buffers to hand over */
export function serveKinds<Kinds extends Tasks<Kinds>>(
  loaders: Loaders<Kinds>,
  transfer?: (result: Kinds[keyof Kinds]['result']) => Transferable[],
): void {
  const handle = async <Kind extends keyof Kinds>({ kind, input }: Task<Kinds, Kind>, begin: () => void) =>
    (await loaders[kind]())(input, begin);
  serveTasks<Kinds[keyof Kinds]['result']>(handle, transfer);
}

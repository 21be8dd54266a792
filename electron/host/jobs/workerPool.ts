import { Worker } from 'node:worker_threads';

/** What a worker answers to one task; see `serveTasks`. */
export type TaskAnswer<Result> = { readonly result: Result } | { readonly failure: string };

/** A worker died, or was ended because it took too long, before it answered. */
export class WorkerLost extends Error {}

export interface WorkerPool<Task, Result> {
  /** Rejects when the worker throws or dies; other tasks go on in a fresh worker. */
  run(task: Task): Promise<Result>;
}

interface Waiting<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Up to `size` workers, started when they are first needed, each doing one task at a time in the order they came. Idle workers don't keep
 * the program running.
 * @param limitMs a worker that takes longer for a task is ended, and the task rejected; 0: no limit
 */
export function createWorkerPool<Task, Result>(script: URL, size: number, limitMs = 0): WorkerPool<Task, Result> {
  const queue: Waiting<Task, Result>[] = [];
  const idle: Worker[] = [];
  let alive = 0;

  function spawn(): Worker {
    alive++;
    const worker = new Worker(script);
    worker.once('exit', () => {
      alive--;
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    });
    return worker;
  }

  function give(worker: Worker, { task, resolve, reject }: Waiting<Task, Result>): void {
    worker.ref();
    const limit = limitMs > 0 ? setTimeout(() => void worker.terminate(), limitMs) : undefined;
    const settle = (): void => {
      clearTimeout(limit);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const onMessage = (answer: TaskAnswer<Result>): void => {
      settle();
      worker.unref();
      idle.push(worker);
      if ('result' in answer) resolve(answer.result);
      else reject(new Error(answer.failure));
      next();
    };
    const onError = (error: Error): void => {
      settle();
      reject(new WorkerLost(error.message, { cause: error }));
      void worker.terminate().then(next);
    };
    const onExit = (): void => {
      settle();
      reject(new WorkerLost('a worker ended'));
      next();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(task);
  }

  function next(): void {
    while (queue.length > 0) {
      const worker = idle.pop() ?? (alive < size ? spawn() : undefined);
      if (!worker) return;
      give(worker, queue.shift()!);
    }
  }

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        queue.push({ task, resolve, reject });
        next();
      }),
  };
}

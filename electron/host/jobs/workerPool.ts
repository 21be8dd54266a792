import { Worker, type ResourceLimits } from 'node:worker_threads';

/** What a worker answers to one task, last of all its result or failure; see `serveTasks`. */
export type TaskAnswer<Result> =
  | { readonly begun: true }
  | { readonly result: Result }
  | { readonly failure: string; readonly code?: string | undefined };

/** A worker died, or was ended because it took too long, before it answered. */
export class WorkerLost extends Error {}

export interface WorkerPool<Task, Result> {
  /** Rejects when the worker throws (with the error's message and code) or dies; other tasks go on in a fresh worker. */
  run(task: Task): Promise<Result>;
}

export interface WorkerPoolOptions<Task> {
  /** How long a worker may be at a task since it last said that it begins, before it is ended and the task rejected; default: no limit. */
  readonly limitMs?: (task: Task) => number;
  readonly resourceLimits?: ResourceLimits;
  /** How long a worker is kept that has nothing to do: it holds some 30 MB, and starting one takes a tenth of a second. */
  readonly idleMs?: number;
}

interface Waiting<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Up to `size` workers, started when they are needed, each doing one task at a time in the order they came. Idle workers don't keep the
 * program running, and are ended after a while.
 */
export function createWorkerPool<Task, Result>(
  script: URL,
  size: number,
  { limitMs, resourceLimits = {}, idleMs = 1000 }: WorkerPoolOptions<Task> = {},
): WorkerPool<Task, Result> {
  const queue: Waiting<Task, Result>[] = [];
  /** With what ends them. */
  const idle = new Map<Worker, NodeJS.Timeout>();
  let alive = 0;
  let starting: Worker | undefined;

  function spawn(): Worker {
    alive++;
    const worker = new Worker(script, { resourceLimits });
    starting = worker;
    const started = (): void => {
      if (starting !== worker) return;
      starting = undefined;
      next();
    };
    worker.once('message', started).once('exit', started);
    worker.once('exit', () => {
      alive--;
      takeIdle(worker);
      next();
    });
    return worker;
  }

  function rest(worker: Worker): void {
    worker.unref();
    const end = (): void => {
      idle.delete(worker);
      void worker.terminate();
    };
    idle.set(worker, setTimeout(end, idleMs).unref());
  }

  function takeIdle(worker = [...idle.keys()].at(-1)): Worker | undefined {
    if (!worker) return undefined;
    clearTimeout(idle.get(worker));
    idle.delete(worker);
    return worker;
  }

  function give(worker: Worker, { task, resolve, reject }: Waiting<Task, Result>): void {
    worker.ref();
    let limit: NodeJS.Timeout | undefined;
    const settle = (): void => {
      clearTimeout(limit);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const onMessage = (answer: TaskAnswer<Result>): void => {
      if ('begun' in answer) {
        clearTimeout(limit);
        const ms = limitMs?.(task) ?? Infinity;
        if (Number.isFinite(ms)) limit = setTimeout(() => void worker.terminate(), ms);
        return;
      }
      settle();
      rest(worker);
      if ('result' in answer) resolve(answer.result);
      else reject(Object.assign(new Error(answer.failure), { code: answer.code }));
      next();
    };
    const onError = (error: Error): void => {
      settle();
      reject(new WorkerLost(error.message, { cause: error }));
      void worker.terminate();
    };
    const onExit = (): void => {
      settle();
      reject(new WorkerLost('a worker ended'));
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(task);
  }

  function next(): void {
    while (queue.length > 0) {
      // One after the other: starting takes all of a core, and the first to be there has work for both.
      const worker = takeIdle() ?? (alive < size && !starting ? spawn() : undefined);
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

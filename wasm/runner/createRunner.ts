/** The caller's end of a worker: one task after the other, in one worker that is kept. */
import { RemnantError } from '../../electron/core/contract/errors.ts';
import type { CancelFlag } from './cancelFlag.ts';
import { cancelled, createCancelFlag, requestCancel } from './cancelFlag.ts';
import type { TaskReply, TaskRequest } from './messages.ts';
import type { Runner, RunOptions, TaskInput, TaskName, TaskOutput } from './tasks.ts';

/** A started worker, whatever kind. */
export interface WorkerPort {
  readonly post: (request: TaskRequest) => void;
  /** Ends the worker at once. */
  readonly end: () => void;
}

export interface WorkerEvents {
  readonly onReply: (reply: TaskReply) => void;
  /** The worker died; it is started anew for the next task. */
  readonly onFailure: () => void;
}

export interface RunnerOptions {
  readonly spawn: (events: WorkerEvents) => WorkerPort;
}

interface Pending {
  readonly cancel: CancelFlag;
  readonly options: RunOptions;
  readonly settle: (outcome: { readonly output: unknown } | { readonly error: RemnantError }) => void;
}

export function createRunner({ spawn }: RunnerOptions): Runner {
  const pending = new Map<number, Pending>();
  let worker: WorkerPort | null = null;
  let disposed = false;
  let lastId = 0;

  const failAll = (error: RemnantError): void => {
    for (const { settle } of [...pending.values()]) settle({ error });
  };
  const onReply = (reply: TaskReply): void => {
    // A cancelled run is no longer pending: its late replies fall through here.
    const run = pending.get(reply.id);
    if (!run) return;
    if (reply.kind === 'progress') run.options.onProgress?.(reply.fraction);
    else if (reply.kind === 'done') run.settle({ output: reply.output });
    else run.settle({ error: new RemnantError(reply.error.code, reply.error.message) });
  };
  const start = (): WorkerPort => {
    const started: WorkerPort = spawn({
      onReply,
      onFailure: () => {
        if (worker !== started) return;
        worker = null;
        failAll(new RemnantError('internal', 'The computation stopped unexpectedly. Nothing was stored; try again.'));
      },
    });
    return started;
  };

  const run = (name: TaskName, input: unknown, options: RunOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (disposed || options.signal?.aborted) {
        reject(cancelled());
        return;
      }
      const id = ++lastId;
      const cancel = createCancelFlag();
      const abort = (): void => {
        // Once the worker writes, its result is moments away and stands.
        if (requestCancel(cancel)) pending.get(id)?.settle({ error: cancelled() });
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      pending.set(id, {
        cancel,
        options,
        settle: (outcome) => {
          pending.delete(id);
          options.signal?.removeEventListener('abort', abort);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.output);
        },
      });
      worker ??= start();
      worker.post({ id, name, input, cancel });
    });

  return {
    run: <Name extends TaskName>(name: Name, input: TaskInput<Name>, options: RunOptions = {}) =>
      run(name, input, options) as Promise<TaskOutput<Name>>,
    dispose: () => {
      disposed = true;
      for (const { cancel } of pending.values()) requestCancel(cancel);
      const ended = worker;
      worker = null;
      ended?.end();
      failAll(cancelled());
    },
  };
}

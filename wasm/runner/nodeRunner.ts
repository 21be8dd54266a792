import { Worker } from 'node:worker_threads';
import { createRunner } from './createRunner.ts';
import type { TaskReply } from './messages.ts';
import type { Runner } from './tasks.ts';

/** The worker beside this file: `.ts` when run from source, `.js` when built. */
const workerUrl = new URL(`./nodeWorker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/**
 * What tasks hold lies in arrays outside of the heap; what they make and drop in it is short-lived. Room for three times as much new as this
 * would be kept beside them for nothing.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

/** A runner over a Node thread. The thread keeps the process alive only while a task runs. */
export const nodeRunner = (): Runner =>
  createRunner({
    spawn: ({ onReply, onFailure }) => {
      const worker = new Worker(workerUrl, { resourceLimits });
      let running = 0;
      worker.unref();
      worker.on('message', (reply: TaskReply) => {
        if (reply.kind !== 'progress' && --running === 0) worker.unref();
        onReply(reply);
      });
      worker.on('error', onFailure);
      worker.on('exit', onFailure);
      return {
        post: (request) => {
          if (running++ === 0) worker.ref();
          worker.postMessage(request);
        },
        end: () => {
          void worker.terminate();
        },
      };
    },
  });

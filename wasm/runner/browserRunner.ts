import { createRunner } from './createRunner.ts';
import type { TaskReply } from './messages.ts';
import type { Runner } from './tasks.ts';

/** A runner over a module worker; the page must be cross-origin isolated for shared volumes. */
export const browserRunner = (): Runner =>
  createRunner({
    spawn: ({ onReply, onFailure }) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }: MessageEvent<TaskReply>) => {
        onReply(data);
      });
      worker.addEventListener('error', onFailure);
      return {
        post: (request) => {
          worker.postMessage(request);
        },
        end: () => {
          worker.terminate();
        },
      };
    },
  });

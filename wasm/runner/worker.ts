/** Body of the browser's worker. */
import type { TaskRequest } from './messages.ts';
import { serveTask } from './serveTasks.ts';

let queue: Promise<void> = Promise.resolve();
globalThis.addEventListener('message', ({ data }: MessageEvent<TaskRequest>) => {
  queue = queue.then(() =>
    serveTask(data, (message) => {
      globalThis.postMessage(message);
    }),
  );
});

/** Body of the Node thread. */
import { parentPort } from 'node:worker_threads';
import type { TaskRequest } from './messages.ts';
import { serveTask } from './serveTasks.ts';

let queue: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: TaskRequest) => {
  queue = queue.then(() =>
    serveTask(request, (message) => {
      parentPort?.postMessage(message);
    }),
  );
});

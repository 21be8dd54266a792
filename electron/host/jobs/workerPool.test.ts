import { expect, test } from 'vitest';
import { createWorkerPool } from './workerPool.ts';

const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', (task) => {
      if (task === 'throw') throw new Error('a bug');
      if (task === 'exit') process.exit(1);
      if (task === 'hang') for (;;);
      parentPort.postMessage(task === 'fail' ? { failure: 'no such file' } : { result: { task, threadId } });
    });
  `)}`,
);
interface Answer {
  readonly task: string;
  readonly threadId: number;
}

test('every task gets its own answer, from no more workers than allowed', async () => {
  const pool = createWorkerPool<string, Answer>(script, 2);
  const tasks = Array.from({ length: 50 }, (_, at) => `task ${at}`);
  const answers = await Promise.all(tasks.map((task) => pool.run(task)));
  expect(answers.map(({ task }) => task)).toEqual(tasks);
  expect(new Set(answers.map(({ threadId }) => threadId)).size).toBeLessThanOrEqual(2);
});

test.each([
  ['fail', 'no such file'],
  ['throw', 'a bug'],
  ['exit', 'a worker ended'],
  ['hang', 'a worker ended'],
])('%s: only this task fails, the others are done', async (bad, message) => {
  const pool = createWorkerPool<string, Answer>(script, 1, 1000);
  const [before, broken, ...after] = await Promise.allSettled(['a', bad, 'b', 'c'].map((task) => pool.run(task)));
  expect(broken).toMatchObject({ status: 'rejected', reason: { message } });
  expect([before, ...after]).toMatchObject(['a', 'b', 'c'].map((task) => ({ status: 'fulfilled', value: { task } })));
});

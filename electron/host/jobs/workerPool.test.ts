import { expect, onTestFinished, test, vi } from 'vitest';
import { createWorkerPool } from './workerPool.ts';

const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', (task) => {
      parentPort.postMessage({ begun: true });
      if (task === 'throw') throw new Error('a bug');
      if (task === 'exit') process.exit(1);
      if (task === 'hang') for (;;);
      const failure = { failure: 'no such file', code: 'ENOENT' };
      parentPort.postMessage(task === 'fail' ? failure : { result: { task, threadId } });
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
  ['fail', { message: 'no such file', code: 'ENOENT' }],
  ['throw', { message: 'a bug' }],
  ['exit', { message: 'a worker ended' }],
  ['hang', { message: 'a worker ended' }],
])('%s: only this task fails, the others are done', async (bad, reason) => {
  const pool = createWorkerPool<string, Answer>(script, 1, { limitMs: (task) => (task === 'hang' ? 100 : 60_000) });
  const [before, broken, ...after] = await Promise.allSettled(['a', bad, 'b', 'c'].map((task) => pool.run(task)));
  expect(broken).toMatchObject({ status: 'rejected', reason });
  expect([before, ...after]).toMatchObject(['a', 'b', 'c'].map((task) => ({ status: 'fulfilled', value: { task } })));
});

test('waiting before it begins is not held against a worker', async () => {
  const slow = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (task) => setTimeout(() => {
      parentPort.postMessage({ begun: true });
      parentPort.postMessage({ result: task });
    }, 20));`;
  const url = new URL(`data:text/javascript,${encodeURIComponent(slow)}`);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const pool = createWorkerPool<string, string>(url, 1, { limitMs: () => 1 });
  const answer = pool.run('after a while');
  vi.advanceTimersByTime(60_000);
  expect(await answer).toBe('after a while');
});

test('an idle worker is ended, and another one does what comes later', async () => {
  const pool = createWorkerPool<string, Answer>(script, 1);
  const first = await pool.run('a');
  await vi.waitUntil(async () => (await pool.run('b')).threadId !== first.threadId, {
    timeout: 30_000,
    interval: 1100,
  });
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Job } from '../../core/contract/jobs.ts';
import { createJobs } from './jobs.ts';

let events: Job[];
let ids: number;
const logged: unknown[] = [];

const jobsForTest = () =>
  createJobs({
    emit: (_name, payload) => {
      events.push(payload as Job);
    },
    log: {
      info: () => undefined,
      error: (_event, error) => {
        logged.push(error);
      },
    },
    newId: () => `00000000-0000-7000-8000-${String(++ids).padStart(12, '0')}`,
    now: () => new Date(0),
  });

beforeEach(() => {
  events = [];
  ids = 0;
  logged.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a job that ends well sends its first and its last state', async () => {
  const jobs = jobsForTest();
  const { jobId, finished } = jobs.start('import', 'Import', () => Promise.resolve());
  expect(jobs.list()).toMatchObject([{ id: jobId, state: 'running' }]);
  expect(await finished).toMatchObject({ id: jobId, state: 'done' });
  expect(events.map(({ state }) => state)).toEqual(['running', 'done']);
});

test('progress is sent at most ten times a second, the newest of each interval, and the last state at once', async () => {
  const jobs = jobsForTest();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { finished } = jobs.start('import', 'Import', async (control) => {
    for (let done = 1; done <= 1000; done++) control.report({ done, total: 1000, step: 'Reading' });
    await held;
  });
  await vi.advanceTimersByTimeAsync(99);
  expect(events).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({ done: 1000, total: 1000 });
  release();
  await finished;
  expect(events).toHaveLength(3);
  expect(events[2]).toMatchObject({ state: 'done', done: 1000 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(events).toHaveLength(3);
});

test('a cancelled job ends as cancelled at its next checkpoint', async () => {
  const jobs = jobsForTest();
  const { jobId, finished } = jobs.start('import', 'Import', async (control) => {
    await new Promise((resolve) => {
      control.signal.addEventListener('abort', resolve);
    });
    control.checkpoint();
  });
  await vi.advanceTimersByTimeAsync(0);
  jobs.cancel(jobId);
  const ended = await finished;
  expect(ended.state).toBe('cancelled');
  expect(ended.error).toBeUndefined();
});

test('an expected failure keeps its sentence; an unexpected one is logged and told plainly', async () => {
  const jobs = jobsForTest();
  const full = await jobs.start('import', 'Import', () => Promise.reject(new RemnantError('io', 'The disk is full.')))
    .finished;
  expect(full).toMatchObject({ state: 'failed', error: { code: 'io', message: 'The disk is full.' } });
  expect(logged).toEqual([]);
  const bug = new TypeError('secret detail');
  const broken = await jobs.start('import', 'Import', () => Promise.reject(bug)).finished;
  expect(broken.error?.code).toBe('internal');
  expect(broken.error?.message).not.toContain('secret');
  expect(logged).toEqual([bug]);
});

test('close cancels what runs and waits for it; an unknown job cannot be cancelled', async () => {
  const jobs = jobsForTest();
  const { finished } = jobs.start('sample', 'Sample', async (control) => {
    if (!control.signal.aborted)
      await new Promise((resolve) => {
        control.signal.addEventListener('abort', resolve);
      });
    control.checkpoint();
  });
  await jobs.close();
  expect((await finished).state).toBe('cancelled');
  expect(() => {
    jobs.cancel('none');
  }).toThrow(RemnantError);
});

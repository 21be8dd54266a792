import { RemnantError, toWireError } from '../../core/contract/errors.ts';
import type { Job } from '../../core/contract/jobs.ts';
import type { HostContext, JobControl, Jobs } from '../context.ts';
import { throttle } from './throttle.ts';

/** A window shows no more than this; every job's last state is always sent. */
const EVENT_INTERVAL_MS = 100;
/** Ended jobs that can still be listed. */
const KEPT_JOBS = 100;

interface RunningJob {
  job: Job;
  readonly abort: AbortController;
  readonly finished: Promise<Job>;
}

export type JobsDependencies = Pick<HostContext, 'emit' | 'log' | 'newId' | 'now'>;

/** Runs long operations, one entry each, and tells listeners how they go. `close` cancels all and waits for them. */
export function createJobs({ emit, log, newId, now }: JobsDependencies): Jobs & { close(): Promise<void> } {
  const known = new Map<string, RunningJob>();

  function forgetOldest(): void {
    for (const [jobId, { job }] of known) {
      if (known.size <= KEPT_JOBS) return;
      if (job.state !== 'running') known.delete(jobId);
    }
  }

  function start(
    kind: Job['kind'],
    title: string,
    work: (control: JobControl) => Promise<void>,
  ): { jobId: string; finished: Promise<Job> } {
    const jobId = newId();
    const abort = new AbortController();
    const first: Job = {
      id: jobId,
      kind,
      title,
      startedAt: now().toISOString(),
      state: 'running',
      done: 0,
      total: 0,
      step: 'Starting',
    };
    const events = throttle<Job>(EVENT_INTERVAL_MS, (job) => {
      emit('jobs.changed', job);
    });
    const update = (change: Partial<Job>): Job => (entry.job = { ...entry.job, ...change });
    const control: JobControl = {
      jobId,
      signal: abort.signal,
      report(progress) {
        if (entry.job.state === 'running') events.send(update(progress));
      },
      checkpoint() {
        if (abort.signal.aborted) throw new RemnantError('cancelled', `${title} was cancelled.`);
      },
    };
    // Started in a later microtask, so that the caller knows the id before the first event.
    const finished = Promise.resolve()
      .then(() => work(control))
      .then(
        () => update({ state: 'done' }),
        (error: unknown) => {
          const wire = toWireError(error);
          if (wire.code === 'cancelled') return update({ state: 'cancelled' });
          if (wire.code === 'internal') log.error('job.failed', error, { jobId, kind });
          return update({ state: 'failed', error: wire });
        },
      )
      .then((job) => {
        events.last(job);
        return job;
      });
    const entry: RunningJob = { job: first, abort, finished };
    known.set(jobId, entry);
    forgetOldest();
    events.send(first);
    return { jobId, finished };
  }

  return {
    start,
    list: () => [...known.values()].map(({ job }) => job).reverse(),
    cancel(jobId) {
      const entry = known.get(jobId);
      if (!entry) throw new RemnantError('not_found', 'There is no such job.');
      entry.abort.abort();
    },
    async close() {
      for (const { abort } of known.values()) abort.abort();
      await Promise.all([...known.values()].map(({ finished }) => finished));
    },
  };
}

/** Stores revisions one after the other, each on top of the one before. What failed stays in the queue and nothing behind it overtakes. */
import { RemnantError } from '../../../../electron/core/contract/errors.ts';

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly waiting: number }
  | { readonly kind: 'failed'; readonly waiting: number; readonly reason: string }
  /** Someone else stored a revision on the same parent: nothing is stored until the person decides. */
  | { readonly kind: 'conflict'; readonly waiting: number; readonly reason: string };

export interface SaveQueue<Job> {
  push(job: Job): void;
  /** After 'failed': tries again from the job that failed. */
  retry(): void;
  /** After 'conflict': goes on with the job that failed, on top of what `store` now takes as parent. */
  proceed(): void;
  state(): SaveState;
  /** Settles when nothing is waiting any more; rejects when storing stopped. */
  flushed(): Promise<void>;
}

export interface SaveQueueOptions<Job> {
  readonly store: (job: Job) => Promise<void>;
  readonly onChange: (state: SaveState) => void;
}

export function createSaveQueue<Job>({ store, onChange }: SaveQueueOptions<Job>): SaveQueue<Job> {
  const jobs: Job[] = [];
  let running = false;
  let state: SaveState = { kind: 'saved' };
  const waiters: { resolve: () => void; reject: (error: unknown) => void }[] = [];

  const set = (next: SaveState): void => {
    state = next;
    onChange(next);
  };
  const settle = (error: unknown): void => {
    for (const waiter of waiters.splice(0)) {
      if (error === null) waiter.resolve();
      else waiter.reject(error);
    }
  };

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (jobs.length > 0) {
        set({ kind: 'saving', waiting: jobs.length });
        await store(jobs[0]!);
        jobs.shift();
      }
      set({ kind: 'saved' });
      settle(null);
    } catch (error) {
      const conflict = error instanceof RemnantError && error.code === 'conflict';
      const reason = error instanceof RemnantError ? error.message : 'The connection to the program failed.';
      set({ kind: conflict ? 'conflict' : 'failed', waiting: jobs.length, reason });
      settle(error);
    } finally {
      running = false;
    }
  }

  return {
    push(job) {
      jobs.push(job);
      if (state.kind === 'failed' || state.kind === 'conflict') set({ ...state, waiting: jobs.length });
      else void run();
    },
    retry() {
      if (state.kind === 'failed') void run();
    },
    proceed() {
      if (state.kind === 'conflict') void run();
    },
    state: () => state,
    flushed() {
      if (jobs.length === 0) return Promise.resolve();
      if (!running) return Promise.reject(new RemnantError('io', 'The drawing is not stored yet.'));
      return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
    },
  };
}

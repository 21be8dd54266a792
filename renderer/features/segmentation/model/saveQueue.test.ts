import { describe, expect, it } from 'vitest';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { createSaveQueue, type SaveState } from './saveQueue.ts';

/** A store whose every call is answered by the test. */
function make() {
  const calls: { job: string; done: () => void; fail: (error: Error) => void }[] = [];
  const states: SaveState[] = [];
  const queue = createSaveQueue<string>({
    store: (job) =>
      new Promise((resolve, reject) => {
        calls.push({ job, done: resolve, fail: reject });
      }),
    onChange: (state) => states.push(state),
  });
  return { queue, calls, states };
}
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};

describe('save queue', () => {
  it('stores one after the other, in order', async () => {
    const { queue, calls } = make();
    queue.push('a');
    queue.push('b');
    await settle();
    expect(calls.map(({ job }) => job)).toEqual(['a']);
    expect(queue.state()).toEqual({ kind: 'saving', waiting: 1 });
    calls[0]!.done();
    await settle();
    expect(calls.map(({ job }) => job)).toEqual(['a', 'b']);
    calls[1]!.done();
    await queue.flushed();
    expect(queue.state()).toEqual({ kind: 'saved' });
  });

  it('keeps what failed, lets nothing overtake it and goes on when asked', async () => {
    const { queue, calls } = make();
    queue.push('a');
    calls[0]!.fail(new Error('line lost'));
    await settle();
    queue.push('b');
    await settle();
    expect(calls).toHaveLength(1);
    expect(queue.state()).toMatchObject({ kind: 'failed', waiting: 2 });
    await expect(queue.flushed()).rejects.toThrow();
    queue.retry();
    calls[1]!.done();
    await settle();
    calls[2]!.done();
    await queue.flushed();
    expect(calls.map(({ job }) => job)).toEqual(['a', 'a', 'b']);
  });

  it('stops at a conflict until the person decides', async () => {
    const { queue, calls } = make();
    queue.push('a');
    calls[0]!.fail(new RemnantError('conflict', 'Someone else was first.'));
    await settle();
    expect(queue.state()).toEqual({ kind: 'conflict', waiting: 1, reason: 'Someone else was first.' });
    queue.retry();
    queue.push('b');
    await settle();
    expect(calls).toHaveLength(1);
    queue.proceed();
    calls[1]!.done();
    await settle();
    calls[2]!.done();
    await queue.flushed();
    expect(queue.state()).toEqual({ kind: 'saved' });
  });

  it('tells who waits for it when storing fails', async () => {
    const { queue, calls } = make();
    queue.push('a');
    const flushed = queue.flushed();
    calls[0]!.fail(new RemnantError('io', 'The disk is full.'));
    await expect(flushed).rejects.toThrow('The disk is full.');
  });
});

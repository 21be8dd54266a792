import { describe, expect, it, vi } from 'vitest';
import { memoryChannels, type Channel } from '../../electron/core/contract/channel.ts';
import { createHost } from './host.ts';

const info = { name: 'Remnant', version: '1.2.3', dataFolder: '/data', accounts: 'none', platform: 'linux' };

/** A host's end that answers every request with `info`, and lets the test send events and hang up. */
function hostEnd() {
  const [window, host] = memoryChannels();
  host.onFrame((frame) => {
    host.send({ kind: 'answer', id: (frame as { id: number }).id, output: info });
  });
  return { window, host };
}
const turns = async (count = 10) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe('createHost', () => {
  it('lets a call made before the line is open wait for it', async () => {
    const { window } = hostEnd();
    let opened: (channel: Channel) => void = () => undefined;
    const host = createHost({ open: () => new Promise((resolve) => (opened = resolve)), later: vi.fn() });
    const answer = host.client.app.info({});
    opened(window);
    await expect(answer).resolves.toEqual(info);
  });

  it('keeps client and listeners over a lost line', async () => {
    const ends = [hostEnd(), hostEnd()];
    let reconnect: () => void = () => undefined;
    const remaining = [...ends];
    const host = createHost({
      open: () => Promise.resolve(remaining.shift()!.window),
      later: (work) => {
        reconnect = work;
      },
    });
    const heard = vi.fn();
    const stop = host.listen('library.changed', heard);
    await turns();
    ends[0]!.host.close();
    await turns();
    expect(host.connection.getState()).toEqual({ state: 'lost', line: 1 });
    await expect(host.client.app.info({})).rejects.toMatchObject({ code: 'io' });

    reconnect();
    await turns();
    expect(host.connection.getState()).toEqual({ state: 'open', line: 2 });
    await expect(host.client.app.info({})).resolves.toEqual(info);
    ends[1]!.host.send({ kind: 'event', name: 'library.changed', payload: {} });
    await turns();
    expect(heard).toHaveBeenCalledTimes(1);

    stop();
    ends[1]!.host.send({ kind: 'event', name: 'library.changed', payload: {} });
    await turns();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('tries again with longer pauses while nothing answers', async () => {
    const pauses: number[] = [];
    createHost({
      open: () => Promise.reject(new Error('nobody')),
      later: (work, ms) => {
        pauses.push(ms);
        if (pauses.length < 8) work();
      },
    });
    await turns(40);
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });
});

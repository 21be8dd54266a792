import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../../app/commands/index.ts';
import { untouched, useSegmentation } from '../store.ts';
import { awaitReady, dropAwaited, followAwaited } from './awaited.ts';

const ran: string[] = [];
const fake = (id: string) => ({ id, title: id, group: 'Test', run: () => void ran.push(id) });
commands.register([fake('first'), fake('second')]);
followAwaited();

/** As the series being opened goes through its phases. */
async function reach(phase: 'loading' | 'ready' | 'failed', readOnly: string | null = null): Promise<void> {
  useSegmentation.setState({ phase, readOnly });
  await Promise.resolve();
}

describe('what is asked for while a series loads', () => {
  afterEach(() => {
    ran.length = 0;
    useSegmentation.setState({ ...untouched });
  });

  it('is done in its order once the series is ready, and once only', async () => {
    await reach('loading');
    for (const id of ['second', 'first', 'second']) awaitReady(id);
    expect(ran).toEqual([]);
    await reach('ready');
    expect(ran).toEqual(['second', 'first']);
    await reach('loading');
    await reach('ready');
    expect(ran).toHaveLength(2);
  });

  it('is left out when it was cancelled, when the series could not be opened, and at any other time', async () => {
    awaitReady('first');
    await reach('loading');
    awaitReady('first');
    dropAwaited();
    await reach('ready');
    await reach('loading');
    awaitReady('first');
    await reach('failed');
    expect(ran).toEqual([]);
  });

  it('says why nothing can be drawn where that turns out so', async () => {
    await reach('loading');
    awaitReady('unknown');
    await reach('ready', 'It is signed.');
    expect(useSegmentation.getState().problem).toBe('It is signed.');
  });
});

import { describe, expect, it, vi } from 'vitest';
import { createQuery } from './query.ts';

/** Questions whose answers come when the test says so. */
function controlled() {
  const asked: { resolve: (value: string) => void; reject: (error: unknown) => void }[] = [];
  const query = createQuery(() => new Promise<string>((resolve, reject) => asked.push({ resolve, reject })));
  return { query, asked };
}
const settled = () => Promise.resolve().then(() => undefined);

describe('createQuery', () => {
  it('shows the answer of the newest question, even when an older one comes later', async () => {
    const { query, asked } = controlled();
    query.refresh();
    query.refresh();
    asked[1]!.resolve('new');
    await settled();
    asked[0]!.resolve('old');
    await settled();
    expect(query.get()).toEqual({ data: 'new', error: undefined, isBusy: false });
  });

  it('ignores the failure of an older question', async () => {
    const { query, asked } = controlled();
    query.refresh();
    query.refresh();
    asked[0]!.reject(new Error('late'));
    await settled();
    expect(query.get()).toMatchObject({ error: undefined, isBusy: true });
  });

  it('keeps the data it has while it asks again and when that fails', async () => {
    const { query, asked } = controlled();
    query.refresh();
    asked[0]!.resolve('first');
    await settled();
    query.refresh();
    expect(query.get()).toMatchObject({ data: 'first', isBusy: true });
    const error = new Error('no');
    asked[1]!.reject(error);
    await settled();
    expect(query.get()).toEqual({ data: 'first', error, isBusy: false });
  });

  it('says nothing more once it is stopped', async () => {
    const { query, asked } = controlled();
    query.refresh();
    const listener = vi.fn();
    query.subscribe(listener);
    query.stop();
    asked[0]!.resolve('late');
    await settled();
    expect(listener).not.toHaveBeenCalled();
    expect(query.get().data).toBeUndefined();
  });
});

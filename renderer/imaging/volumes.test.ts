import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { createVolume, fetchOrder, loadVolume } from './volumes.ts';

const geometry: VolumeGeometry = {
  dims: [4, 3, 7],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const truth = Int16Array.from({ length: 84 }, (_, at) => at - 40);

/** A host that sends the asked slices in pieces of five bytes. */
const host =
  (cutBytes = 0): typeof fetch =>
  (input) => {
    const url = new URL(input as string, 'http://host');
    const [from, count] = [Number(url.searchParams.get('from')), Number(url.searchParams.get('count'))];
    const bytes = new Uint8Array(truth.buffer, from * 24, count * 24 - cutBytes);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 5) controller.enqueue(bytes.slice(at, at + 5));
        controller.close();
      },
    });
    return Promise.resolve(new Response(body));
  };
const quiet = { signal: new AbortController().signal, onSlices: () => undefined, onProgress: () => undefined };

describe('loadVolume', () => {
  it('asks for the middle first and for every slice once', () => {
    for (const slices of [1, 2, 3, 4, 69, 300]) {
      const order = fetchOrder(slices);
      const all = order.flatMap(({ from, count }) => Array.from({ length: count }, (_, n) => from + n));
      expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: slices }, (_, k) => k));
      expect(all.slice(0, 3)).toContain(Math.floor((slices - 1) / 2));
    }
  });

  it('fills the shared buffer and tells of whole slices only', async () => {
    const volume = createVolume('s', geometry);
    const told: number[] = [];
    let last = 0;
    await loadVolume(volume, {
      ...quiet,
      fetch: host(),
      onSlices: ({ from, count }) => {
        for (let k = from; k < from + count; k++) {
          told.push(k);
          expect(volume.hu.subarray(k * 12, k * 12 + 12)).toEqual(truth.subarray(k * 12, k * 12 + 12));
        }
      },
      onProgress: (fraction) => {
        expect(fraction).toBeGreaterThan(last);
        last = fraction;
      },
    });
    expect(told).toHaveLength(7);
    expect(last).toBe(1);
    expect(Int16Array.from(volume.hu)).toEqual(truth);
  });

  it('says when images are missing', async () => {
    await expect(loadVolume(createVolume('s', geometry), { ...quiet, fetch: host(3) })).rejects.toThrow(
      /stopped arriving/,
    );
  });

  it('passes on why the host refuses', async () => {
    const refuse: typeof fetch = () =>
      Promise.resolve(Response.json({ code: 'not_found', message: 'There is no such series.' }, { status: 404 }));
    await expect(loadVolume(createVolume('s', geometry), { ...quiet, fetch: refuse })).rejects.toThrow(
      'There is no such series.',
    );
  });

  it('refuses a volume beyond the budget with its size', () => {
    const huge = { ...geometry, dims: [2048, 2048, 512] as const };
    expect(() => createVolume('s', huge)).toThrow(/needs 10.7 GB.*at most 3.2 GB/);
  });
});

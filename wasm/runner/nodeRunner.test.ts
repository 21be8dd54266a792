import { afterEach, describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { nodeRunner } from './nodeRunner.ts';
import type { Runner } from './tasks.ts';

const geometry: VolumeGeometry = {
  dims: [60, 60, 60],
  spacingMm: [2, 2, 2],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const total = 60 ** 3;
const inBall = (at: number): boolean =>
  ((at % 60) - 30) ** 2 + ((Math.floor(at / 60) % 60) - 30) ** 2 + (Math.floor(at / 3600) - 30) ** 2 <= 400;

function ball(): { hu: Int16Array; labels: Uint8Array } {
  const hu = new Int16Array(new SharedArrayBuffer(2 * total));
  for (let at = 0; at < total; at++) hu[at] = inBall(at) ? 110 : -80;
  return { hu, labels: new Uint8Array(new SharedArrayBuffer(total)) };
}
const strokes = [
  {
    segment: 'liver' as const,
    radiusMm: 4,
    pointsMm: [[50, 60, 60] as [number, number, number], [70, 60, 60] as [number, number, number]],
  },
];

describe('nodeRunner', () => {
  let runner: Runner;
  afterEach(() => {
    runner.dispose();
  });

  it('grows into the shared labels, with rising progress, in a worker that is used again', async () => {
    runner = nodeRunner();
    const { hu, labels } = ball();
    const fractions: number[] = [];
    const { box, counts } = await runner.run(
      'growLiver',
      { hu, geometry, labels, strokes, cut: null },
      { onProgress: (fraction) => fractions.push(fraction) },
    );
    const truth = hu.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
    expect(Math.abs(counts[1]! / truth - 1)).toBeLessThan(0.04);
    expect(labels[30 + 60 * (30 + 60 * 30)]).toBe(1);
    expect(box!.max[0] - box!.min[0]).toBeGreaterThan(36);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);

    const { runs } = await runner.run('encode', { labels, dims: geometry.dims });
    const copy = new Uint8Array(new SharedArrayBuffer(total));
    await runner.run('decode', { runs, labels: copy, dims: geometry.dims });
    expect(Buffer.from(copy).equals(Buffer.from(labels))).toBe(true);
    const delta = await runner.run('diff', { before: copy, after: labels, dims: geometry.dims });
    expect(delta.starts).toHaveLength(0);
  });

  it('corrects a liver that is there near the new stroke, whatever drew it', async () => {
    runner = nodeRunner();
    const { hu, labels } = ball();
    for (let at = 0; at < total; at++) labels[at] = inBall(at) ? 1 : 0;
    const [stroke, drawnByHand, tumour] = [
      30 + 60 * (30 + 60 * 12),
      58 + 60 * (58 + 60 * 58),
      30 + 60 * (30 + 60 * 45),
    ];
    [labels[drawnByHand], labels[tumour]] = [2, 3];
    const outside = {
      segment: 'background' as const,
      radiusMm: 3,
      pointsMm: [[60, 60, 24] as [number, number, number]],
    };
    const input = { hu, geometry, labels, strokes: [...strokes, outside], followed: 1, cut: null };
    const { box } = await runner.run('correctLiver', input);
    expect([labels[stroke], labels[drawnByHand], labels[tumour]]).toEqual([0, 2, 3]);
    expect(labels[30 + 60 * (30 + 60 * 30)]).toBe(1);
    expect(box!.max[2]).toBeLessThan(45);
    expect((await runner.run('correctLiver', { ...input, followed: 2 })).box).toBeNull();
  });

  it('divides, and does nothing the second time', async () => {
    runner = nodeRunner();
    const { labels } = ball();
    labels.fill(1);
    const cut = {
      surfaces: [
        {
          pointsMm: [
            [59, 0, 0],
            [59, 100, 0],
            [59, 0, 100],
          ] as [number, number, number][],
        },
      ],
      flrSide: [100, 60, 60] as [number, number, number],
    };
    const first = await runner.run('divide', { labels, geometry, cut });
    expect(first.counts).toEqual([0, total / 2, total / 2, 0, 0, 0, 0]);
    expect(first.box).toEqual({ min: [30, 0, 0], max: [59, 59, 59] });
    expect((await runner.run('divide', { labels, geometry, cut })).box).toBeNull();
  });

  it('fills slices by ITK-wasm inside the worker', async () => {
    runner = nodeRunner();
    const { hu, labels } = ball();
    for (let at = 0; at < total; at++) if (hu[at]! > 0 && Math.floor(at / 3600) % 4 === 2) labels[at] = 1;
    const { box, counts } = await runner.run('interpolate', { labels, geometry, segment: 'liver' });
    expect(box).not.toBeNull();
    // Interpolation ends at the outermost drawn slices: the caps beyond are nobody's.
    const [below, above] = [box!.min[2] - 1, box!.max[2] + 1];
    const truth = hu.subarray(below * 3600, (above + 1) * 3600).reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
    expect(Math.abs(counts[1]! / truth - 1)).toBeLessThan(0.04);
  });

  it('cancels at once and leaves the labels untouched; the next task runs', async () => {
    runner = nodeRunner();
    const { hu, labels } = ball();
    const stop = new AbortController();
    const run = runner.run(
      'growLiver',
      { hu, geometry, labels, strokes, cut: null },
      {
        signal: stop.signal,
        onProgress: () => {
          stop.abort();
        },
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    await runner.run('encode', { labels, dims: geometry.dims });
    expect(labels.every((label) => label === 0)).toBe(true);
    await expect(runner.run('encode', { labels, dims: geometry.dims }, { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('passes a reason on as RemnantError', async () => {
    runner = nodeRunner();
    const { hu, labels } = ball();
    const outside = [{ ...strokes[0]!, pointsMm: [[900, 900, 900] as [number, number, number]] }];
    await expect(runner.run('growLiver', { hu, geometry, labels, strokes: outside, cut: null })).rejects.toMatchObject({
      name: 'RemnantError',
      code: 'invalid_input',
    });
  });

  it('ends with what was running', async () => {
    runner = nodeRunner();
    const { hu, labels } = ball();
    const run = runner.run('growLiver', { hu, geometry, labels, strokes, cut: null });
    runner.dispose();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });
});

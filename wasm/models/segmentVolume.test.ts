import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voxelCount, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import type { ModelDescription } from '../../electron/core/domain/modelDescription.ts';
import { channelsOf, thresholdDescription } from '../../tests/fixtures/models/networks.ts';
import { neededBytes, patchCount, segmentVolume, type Predict } from './index.ts';

const grid: VolumeGeometry = {
  dims: [13, 11, 9],
  spacingMm: [0.8, 0.8, 2.5],
  originMm: [-10, -20, 30],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};

/** The network of the fixtures without its runtime. */
const predict: Predict = (patch) => {
  const data = new Float32Array(3 * patch.length);
  patch.forEach((value, at) => {
    channelsOf(value).forEach((score, channel) => (data[channel * patch.length + at] = score));
  });
  return Promise.resolve({ data, channels: 3 });
};
const run = (
  hu: Int16Array,
  geometry: VolumeGeometry,
  change: Partial<ModelDescription> = {},
  network: Predict = predict,
): Promise<Uint8Array> =>
  segmentVolume({ hu, geometry, description: { ...thresholdDescription, ...change } }, network, () => undefined);

/** As `foundValue` numbers them: liver 1, tumour 4. */
const expected = (hu: Int16Array): Uint8Array =>
  Uint8Array.from(hu, (value) => (value > 150 ? 4 : value > 100 ? 1 : 0));
/** No value lies on a threshold, where rounding decides. */
const noise = (geometry: VolumeGeometry, seed: number): Int16Array =>
  Int16Array.from({ length: voxelCount(geometry) }, (_, at) => ((at * 7919 + seed * 104729) % 97) * 3 - 20.5);

describe('a network that looks at one voxel, on the grid of the series', () => {
  it('finds exactly what its thresholds say, for every order and direction of axes, patch and overlap', async () => {
    const axes = fc
      .tuple(
        fc.shuffledSubarray(['LR', 'PA', 'SI'], { minLength: 3, maxLength: 3 }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      )
      .map(([pairs, flips]) => pairs.map((pair, at) => pair[flips[at] ? 1 : 0]).join(''));
    const size = fc.integer({ min: 1, max: 16 });
    await fc.assert(
      fc.asyncProperty(
        axes,
        fc.tuple(size, size, size),
        fc.constantFrom(0, 0.25, 0.5, 0.8),
        fc.nat(1000),
        async (letters, patch, overlap, seed) => {
          const hu = noise(grid, seed);
          expect(await run(hu, grid, { axes: letters, patch, overlap })).toEqual(expected(hu));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does so slice by slice', async () => {
    const hu = noise(grid, 1);
    const depths = new Set<number>();
    const slices: Predict = (patch) => {
      depths.add(patch.length);
      return predict(patch);
    };
    expect(await run(hu, grid, { patch: [8, 8] }, slices)).toEqual(expected(hu));
    expect([...depths]).toEqual([64]);
    expect(patchCount(grid, { ...thresholdDescription, patch: [8, 8] })).toBe(9 * 2 * 3);
  });

  it('takes the highest of a set of channels for one segment, and channels by themselves with a threshold', async () => {
    const hu = noise(grid, 2);
    const both = await run(hu, grid, { segments: { liver: [1, 2] } });
    expect(both).toEqual(expected(hu).map((value) => (value > 0 ? 1 : 0)));
    const each = await run(hu, grid, { decision: { kind: 'threshold', above: 0 } });
    // The second line is above 0 from (0.5 + 2 * 0.75) / 3 = 2/3 on.
    expect(each).toEqual(Uint8Array.from(hu, (value) => (value > (2 / 3) * 200 ? 4 : value > 100 ? 1 : 0)));
  });
});

describe('resampling', () => {
  const { cos, sin, PI } = Math;
  const [c, s] = [cos(PI / 9), sin(PI / 9)];
  const oblique: VolumeGeometry = {
    dims: [40, 36, 30],
    spacingMm: [1, 1, 2],
    originMm: [5, 6, 7],
    direction: { i: [-c, -s, 0], j: [s, -c, 0], k: [0, 0, 1] },
  };
  /** HU falls linearly from the middle of an ellipsoid. */
  const ellipsoid = (axes: readonly [number, number, number]): Int16Array => {
    const [columns, rows, slices] = oblique.dims;
    const hu = new Int16Array(columns * rows * slices);
    for (let k = 0; k < slices; k++)
      for (let j = 0; j < rows; j++)
        for (let i = 0; i < columns; i++) {
          const r = Math.hypot((i - 19.5) / axes[0], (j - 17.5) / axes[1], (2 * (k - 14.5)) / axes[2]);
          hu[i + columns * (j + rows * k)] = Math.round(150 - 50 * r);
        }
    return hu;
  };

  it.each(['SPL', 'RAS', 'LPS', 'AIR'])(
    'keeps place and size of an ellipsoid at another spacing, axes %s',
    async (axes) => {
      const hu = ellipsoid([14, 10, 20]);
      const found = await run(hu, oblique, { axes, spacingMm: [1.5, 1.5, 1.5], patch: [12, 20, 16] });
      const truth = expected(hu);
      let [both, sum] = [0, 0];
      truth.forEach((value, at) => {
        both += value === 1 && found[at] === 1 ? 1 : 0;
        sum += (value === 1 ? 1 : 0) + (found[at] === 1 ? 1 : 0);
      });
      expect((2 * both) / sum).toBeGreaterThan(0.98);
      expect(Math.abs(sum - 2 * both) / both).toBeLessThan(0.04);
    },
  );

  it('gives the same wherever patches are cut', async () => {
    const hu = ellipsoid([14, 10, 20]);
    const whole = await run(hu, oblique, { spacingMm: [1.5, 1.5, 1.5], patch: [64, 64, 64] });
    for (const patch of [
      [7, 9, 11],
      [16, 16, 16],
      [40, 5, 30],
    ] as const) {
      const cut = await run(hu, oblique, { spacingMm: [1.5, 1.5, 1.5], patch: [...patch] });
      // Rounding of float32 sums may decide voxels that lie on a threshold.
      expect(cut.filter((value, at) => value !== whole[at]).length).toBeLessThan(4);
    }
  });

  it('pads a patch that is larger than the volume with 0', async () => {
    const values = new Set<number>();
    await run(new Int16Array(voxelCount(grid)).fill(120), grid, { patch: [16, 16, 16] }, (patch) => {
      patch.forEach((value) => values.add(Math.round(value * 1000) / 1000));
      expect(patch.filter((value) => value > 0)).toHaveLength(voxelCount(grid));
      return predict(patch);
    });
    expect([...values].sort()).toEqual([0, 0.6]);
  });
});

describe('what does not fit', () => {
  const hu = new Int16Array(voxelCount(grid));
  it.each<[string, Partial<ModelDescription>, RegExp]>([
    ['a channel that is not there', { segments: { liver: [3] } }, /names channel 3, but the model gives 3 channels/],
    ['no background', { segments: { liver: [0, 1], tumour: [2] } }, /left for the background/],
  ])('%s is told in a sentence', async (_name, change, sentence) => {
    await expect(run(hu, grid, change)).rejects.toThrow(sentence);
  });

  it('NaN is refused, infinity counts as very certain', async () => {
    const all =
      (value: number): Predict =>
      (patch) =>
        Promise.resolve({
          data: new Float32Array(3 * patch.length).map((_, at) =>
            at < patch.length ? 0 : at < 2 * patch.length ? value : -1,
          ),
          channels: 3,
        });
    await expect(run(hu, grid, {}, all(NaN))).rejects.toThrow(/no numbers/);
    expect(new Set(await run(hu, grid, {}, all(Infinity)))).toEqual(new Set([1]));
  });
});

it('memory is known beforehand and does not grow with the model grid as a whole', () => {
  const large: VolumeGeometry = { ...grid, dims: [512, 512, 512], spacingMm: [0.8, 0.8, 0.8] };
  const description = { ...thresholdDescription, patch: [64, 128, 128] as [number, number, number] };
  const bytes = neededBytes(large, { ...description, spacingMm: [0.8, 0.8, 0.8] }, 3);
  expect(bytes).toBeGreaterThan(3 * 512 ** 3);
  expect(bytes).toBeLessThan(3 * 512 ** 3 + 64 * 512 ** 2 * 16 * 1.2);
});

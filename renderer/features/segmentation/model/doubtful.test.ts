import { expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { doubtsOf, isSeen, sureness } from './doubtful.ts';

const geometry: VolumeGeometry = {
  dims: [8, 4, 2],
  spacingMm: [10, 10, 10],
  originMm: [5, 5, 5],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};

it('names connected places by size, each by its least sure block', () => {
  const percent = new Uint8Array(64).fill(100);
  percent[1] = 40;
  percent[5] = 30;
  percent[6] = 10;
  percent[7] = 45;
  const { places, doubtful } = doubtsOf({ overall: 0.9, geometry, percent });
  expect(places.map(({ volumeMl }) => volumeMl)).toEqual([3, 1]);
  expect(places[0]!.pointMm).toEqual([65, 5, 5]);
  expect(doubtful.marked.reduce((sum, value) => sum + value, 0)).toBe(4);
});

it('is seen once every place was jumped to', () => {
  const { places } = doubtsOf({ overall: 0.9, geometry, percent: new Uint8Array(64) });
  expect(places).toHaveLength(1);
  expect([0, 1].map((seen) => isSeen({ places, seen }))).toEqual([false, true]);
});

it('says in words how sure it is', () => {
  expect([0.95, 0.75, 0.3].map(sureness)).toEqual(['sure', 'fair', 'unsure']);
});

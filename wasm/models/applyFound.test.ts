import { expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { foundValue } from './decide.ts';
import { applyFound } from './index.ts';

const geometry: VolumeGeometry = {
  dims: [8, 1, 1],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const [liver, resected, flr, tumour] = [
  foundValue('liver'),
  foundValue('resected'),
  foundValue('flr'),
  foundValue('tumour'),
];
const draw = (labels: number[], found: number[], known: Parameters<typeof applyFound>[3], remnantFrom = Infinity) => {
  const drawn = Uint8Array.from(labels);
  const box = applyFound(drawn, geometry, Uint8Array.from(found), known, (x) => x >= remnantFrom);
  return { labels: Array.from(drawn), box };
};

it('liver and tumours take the place of the liver, on the sides that the cut tells', () => {
  const { labels, box } = draw(
    [1, 1, 0, 0, 0, 0, 0, 0],
    [0, liver, liver, tumour, tumour, liver, 0, 0],
    ['liver', 'tumour'],
    4,
  );
  expect(labels).toEqual([0, 1, 1, 3, 4, 2, 0, 0]);
  expect(box).toEqual({ min: [0, 0, 0], max: [5, 0, 0] });
});

it('tumours drawn before stay, also where the model has no liver', () => {
  expect(draw([3, 3, 1, 0, 0, 0, 0, 0], [0, liver, liver, liver, 0, 0, 0, 0], ['liver']).labels).toEqual([
    3, 3, 1, 1, 0, 0, 0, 0,
  ]);
});

it('a model of tumours only adds to them', () => {
  expect(draw([1, 1, 2, 2, 0, 3, 0, 0], [0, tumour, tumour, 0, tumour, 0, 0, 0], ['tumour']).labels).toEqual([
    1, 3, 4, 2, 3, 3, 0, 0,
  ]);
});

it('a model that divides the liver does so, whatever the cut says', () => {
  const found = [resected, resected, flr, flr, 0, 0, 0, 0];
  expect(draw([0, 0, 3, 0, 0, 0, 0, 0], found, ['resected', 'flr'], 0).labels).toEqual([1, 1, 4, 2, 0, 0, 0, 0]);
});

it('finding what is drawn changes nothing', () => {
  expect(draw([1, 3, 0, 0, 0, 0, 0, 0], [liver, tumour, 0, 0, 0, 0, 0, 0], ['liver', 'tumour']).box).toBeNull();
});

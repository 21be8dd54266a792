import { expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { diffLabels } from '../../../../wasm/kernels/index.ts';
import { Drawing } from './drawing.ts';

const geometry: VolumeGeometry = {
  dims: [5, 5, 4],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const middle = (k: number): number => 2 + 5 * (2 + 5 * k);
const action = { title: 'Brush', tool: 'brush@1', parameters: {} };

it('tells where the liver is cut off, and no longer once that is undone', () => {
  const labels = new Uint8Array(100);
  const drawing = new Drawing(labels, geometry, null);
  labels[middle(1)] = 1;
  drawing.commit({ min: [0, 0, 0], max: [4, 4, 3] }, action);
  expect(drawing.atBorder()).toEqual([]);
  labels[middle(0)] = 2;
  drawing.commit({ min: [0, 0, 0], max: [4, 4, 3] }, action);
  expect(drawing.atBorder()).toEqual([expect.stringMatching(/first slice.*cut off/)]);
  drawing.undo();
  expect(drawing.atBorder()).toEqual([]);
  drawing.redo();
  expect(drawing.atBorder()).toHaveLength(1);
});

it('goes back to what was before it was opened, and forward again', () => {
  const labels = new Uint8Array(100);
  labels[middle(1)] = 1;
  const drawing = new Drawing(labels, geometry, null);
  const whole = { min: [0, 0, 0], max: [4, 4, 3] } as const;
  const delta = diffLabels(new Uint8Array(100), labels, geometry.dims, whole);
  drawing.recall(action, delta, null);
  expect(drawing.undo()?.action).toEqual(action);
  expect(drawing.liveCounts(null)[1]).toBe(0);
  expect(labels[middle(1)]).toBe(0);
  drawing.redo();
  expect(labels[middle(1)]).toBe(1);
});

it('goes on from a revision that the host stored, with its lesions and cut, and back', () => {
  const labels = new Uint8Array(100);
  labels[middle(1)] = 1;
  const drawing = new Drawing(labels, geometry, null);
  const after = new Uint8Array(100);
  after[middle(1)] = 2;
  after[middle(2)] = 4;
  const whole = { min: [0, 0, 0], max: [4, 4, 3] } as const;
  const lesion = { id: 'lesion', number: 3, state: 'confirmed', anchor: middle(2) } as const;
  const revision = {
    action: { ...action, title: 'Import mask' },
    cut: null,
    lesions: [{ ...lesion, resectedVoxels: 0, flrVoxels: 1 }],
  };
  drawing.adopt(revision, diffLabels(labels, after, geometry.dims, whole));
  expect(labels).toEqual(after);
  expect(drawing.liveCounts(null).slice(0, 5)).toEqual([98, 0, 1, 0, 1]);
  expect(drawing.lesions.map(({ lesion: { id, number } }) => [id, number])).toEqual([['lesion', 3]]);
  expect(drawing.differs(whole, null)).toBe(false);
  expect(drawing.undo()?.action.title).toBe('Import mask');
  expect(drawing.liveCounts(null).slice(0, 5)).toEqual([99, 1, 0, 0, 0]);
  expect(drawing.lesions).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { countLabels } from '../../../../electron/core/domain/labels.ts';
import type { VoxelBox } from '../../../../wasm/kernels/index.ts';
import { Drawing, joinBoxes } from './drawing.ts';
import { stepsTo } from './history.ts';

const geometry: VolumeGeometry = {
  dims: [4, 3, 3],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const whole: VoxelBox = { min: [0, 0, 0], max: [3, 2, 2] };
const action = (title: string) => ({ title, tool: 'test@1', parameters: {} });
const start = () => new Drawing(new Uint8Array(36), geometry, null);

describe('Drawing', () => {
  it('undoes and redoes any series of changes, and counts as if counted anew', () => {
    const change = fc.array(fc.tuple(fc.nat(35), fc.nat(6)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(6), (changes, back) => {
        const drawing = start();
        const states = [Uint8Array.from(drawing.labels)];
        for (const [n, voxels] of changes.entries()) {
          for (const [at, label] of voxels) drawing.labels[at] = label;
          if (drawing.commit(whole, action(`step ${n}`))) states.push(Uint8Array.from(drawing.labels));
        }
        const steps = Math.min(back, states.length - 1);
        for (let n = 0; n < steps; n++) drawing.undo();
        expect(drawing.labels).toEqual(states.at(-1 - steps));
        expect(drawing.liveCounts(null)).toEqual(countLabels(drawing.labels));
        for (let n = 0; n < steps; n++) drawing.redo();
        expect(drawing.labels).toEqual(states.at(-1));
        expect(drawing.liveCounts(null)).toEqual(countLabels(drawing.labels));
      }),
    );
  });

  it('drops a step that changed nothing', () => {
    const drawing = start();
    drawing.labels[3] = 1;
    drawing.labels[3] = 0;
    expect(drawing.commit(whole, action('a stroke outside'))).toBeNull();
    expect(drawing.history.done).toEqual([]);
  });

  it('keeps the cut in step with the voxels', () => {
    const drawing = start();
    const cut = {
      surfaces: [
        {
          pointsMm: [
            [0, 0, 0],
            [1, 0, 0],
            [0, 1, 0],
          ] as [number, number, number][],
        },
      ],
      flrSide: [0, 0, 1] as [number, number, number],
    };
    expect(drawing.commit(null, action('divide'), cut)).not.toBeNull();
    expect(drawing.cut).toEqual(cut);
    drawing.undo();
    expect(drawing.cut).toBeNull();
    drawing.redo();
    expect(drawing.cut).toEqual(cut);
  });

  it('shows counts of what is drawn and not yet committed', () => {
    const drawing = start();
    drawing.labels[0] = 2;
    expect(drawing.liveCounts(whole)[2]).toBe(1);
    expect(drawing.liveCounts(null)[2]).toBe(0);
  });

  it('puts back what was drawn since the last commit', () => {
    const drawing = start();
    drawing.labels[0] = 1;
    drawing.commit(whole, action('kept'));
    drawing.labels.fill(3);
    drawing.rollBack(whole);
    expect(countLabels(drawing.labels)).toEqual([35, 1, 0, 0, 0, 0, 0]);
  });

  it('forgets the oldest steps beyond its budget, never the newest', () => {
    const drawing = start();
    drawing.history = { ...drawing.history, byteBudget: 25 };
    for (let at = 0; at < 5; at++) {
      drawing.labels[at * 2] = 1;
      drawing.commit(whole, action(`step ${at}`));
    }
    expect(drawing.history.done.map((entry) => entry.action.title)).toEqual(['step 3', 'step 4']);
    drawing.labels.forEach((_, at) => (drawing.labels[at] = at % 2 === 0 ? 5 : 6));
    drawing.commit(whole, action('large'));
    expect(drawing.history.done.map((entry) => entry.action.title)).toEqual(['large']);
  });

  it('tells how many steps lead to an entry, back and forth', () => {
    const drawing = start();
    for (let at = 0; at < 4; at++) {
      drawing.labels[at] = 1;
      drawing.commit(whole, action(`step ${at + 1}`));
    }
    drawing.undo();
    drawing.undo();
    expect([0, 1, 2, 3, 4].map((number) => stepsTo(drawing.history, number))).toEqual([2, 1, 0, -1, -2]);
  });
});

describe('joinBoxes', () => {
  it('holds both', () => {
    expect(joinBoxes({ min: [0, 5, 2], max: [1, 6, 3] }, { min: [2, 4, 2], max: [3, 4, 9] })).toEqual({
      min: [0, 4, 2],
      max: [3, 6, 9],
    });
    expect(joinBoxes(null, whole)).toBe(whole);
  });
});

import { describe, expect, it } from 'vitest';
import type { Revision } from '../../../../electron/core/contract/segmentation.ts';
import { effective, storedStep } from './storedUndo.ts';

/** Revisions of named states, oldest first; '' is nothing drawn. */
function history(...steps: [tool: string, state: string][]): Revision[] {
  return steps
    .map(([tool, state], at) => ({
      id: `revision-${at + 1}`,
      segmentationId: 'segmentation',
      parentRevisionId: at === 0 ? null : `revision-${at}`,
      number: at + 1,
      createdAt: '2026-01-01T00:00:00.000Z',
      action: { title: `${tool} ${state}`, tool: `${tool}@1`, parameters: {} },
      counts: [100, state === '' ? 0 : 1, 0, 0, 0, 0, 0],
      cut: null,
      lesions: [],
      sha256: state,
    }))
    .reverse();
}
const numbers = (revisions: readonly Revision[]) => effective(revisions).map(({ number }) => number);

describe('effective', () => {
  it('takes undone steps out and redone ones in again', () => {
    expect(numbers(history(['brush', 'a'], ['brush', 'b'], ['undo', 'a']))).toEqual([1]);
    expect(numbers(history(['brush', 'a'], ['brush', 'b'], ['undo', 'a'], ['redo', 'b']))).toEqual([1, 2]);
    expect(numbers(history(['brush', 'a'], ['undo', ''], ['brush', 'c'], ['redo', 'c']))).toEqual([3, 4]);
  });
  it("counts an undo above someone else's revision as a change", () => {
    expect(numbers(history(['brush', 'a'], ['import', 'x'], ['undo', 'y']))).toEqual([1, 2, 3]);
  });
});

describe('storedStep', () => {
  it('goes back step by step, to nothing', () => {
    const all = history(['brush', 'a'], ['brush', 'b']);
    expect(storedStep(all)).toMatchObject({ undone: { number: 2 }, to: { number: 1 } });
    const back = history(['brush', 'a'], ['brush', 'b'], ['undo', 'a']);
    expect(storedStep(back)).toMatchObject({ undone: { number: 1 }, to: null });
    expect(storedStep(history(['brush', 'a'], ['undo', '']))).toBeNull();
    expect(storedStep([])).toBeNull();
  });
});

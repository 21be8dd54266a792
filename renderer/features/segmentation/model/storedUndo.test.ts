import { expect, it } from 'vitest';
import type { Revision } from '../../../../electron/core/contract/segmentation.ts';
import { storedStep } from './storedUndo.ts';

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
it('goes back step by step, to nothing', () => {
  const all = history(['brush', 'a'], ['brush', 'b']);
  expect(storedStep(all)).toMatchObject({ undone: { number: 2 }, to: { number: 1 } });
  const back = history(['brush', 'a'], ['brush', 'b'], ['undo', 'a']);
  expect(storedStep(back)).toMatchObject({ undone: { number: 1 }, to: null });
  expect(storedStep(history(['brush', 'a'], ['undo', '']))).toBeNull();
  expect(storedStep([])).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { effective, provenanceOf, type ProvenRevision } from './provenance.ts';

type Step = readonly [
  tool: string,
  state: string,
  seconds: number,
  parameters?: ProvenRevision['action']['parameters'],
];

/** Revisions of named states; '' is nothing drawn. Given oldest first, listed newest first. */
const history = (...steps: Step[]): (ProvenRevision & { readonly number: number })[] =>
  steps
    .map(([tool, state, seconds, parameters = {}], at) => ({
      number: at + 1,
      createdAt: new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString(),
      action: { tool: `${tool}@1`, parameters },
      counts: [100, state === '' ? 0 : 1, 0, 0, 0, 0, 0],
      sha256: state,
    }))
    .toReversed();
const numbers = (...steps: Step[]) => effective(history(...steps)).map(({ number }) => number);

describe('effective', () => {
  it('takes undone steps out and redone ones in again', () => {
    expect(numbers(['brush', 'a', 0], ['brush', 'b', 1], ['undo', 'a', 2])).toEqual([1]);
    expect(numbers(['brush', 'a', 0], ['brush', 'b', 1], ['undo', 'a', 2], ['redo', 'b', 3])).toEqual([1, 2]);
    expect(numbers(['brush', 'a', 0], ['undo', '', 1], ['brush', 'c', 2], ['redo', 'c', 3])).toEqual([3, 4]);
  });
  it("counts an undo above someone else's revision as a change", () => {
    expect(numbers(['brush', 'a', 0], ['import', 'x', 1], ['undo', 'y', 2])).toEqual([1, 2, 3]);
  });
});

describe('provenanceOf', () => {
  it('tells tools, strokes, edits and time of each segment, without idle pauses and undone steps', () => {
    const { segments, workingSeconds } = provenanceOf(
      history(
        ['find-liver', 'a', 0],
        ['grow-liver', 'b', 20, { strokes: 1 }],
        ['grow-liver', 'c', 30, { strokes: 2 }],
        ['brush', 'd', 1000, { segment: 'liver' }],
        ['brush', 'e', 1010, { segment: 'liver' }],
        ['undo', 'd', 1015],
        ['grow-tumour', 'f', 1050, { strokes: 3 }],
        ['grow-tumour', 'g', 1060, { strokes: 1 }],
        ['divide', 'h', 1100, { points: 6 }],
      ),
    );
    expect(segments).toEqual([
      {
        segment: 'liver',
        tools: [
          { tool: 'find-liver@1', count: 1 },
          { tool: 'grow-liver@1', count: 2 },
          { tool: 'brush@1', count: 1 },
        ],
        strokes: 2,
        edits: 1,
        workingSeconds: 20 + 10 + 10 + 5,
      },
      {
        segment: 'tumour',
        tools: [{ tool: 'grow-tumour@1', count: 2 }],
        strokes: 4,
        edits: 0,
        workingSeconds: 35 + 10,
      },
      { segment: 'flr', tools: [{ tool: 'divide@1', count: 1 }], strokes: 0, edits: 0, workingSeconds: 40 },
    ]);
    expect(workingSeconds).toBe(130);
  });

  it('gives a whole mask to all segments, and nothing to nothing', () => {
    expect(provenanceOf(history(['import', 'a', 0])).segments.map(({ segment }) => segment)).toEqual([
      'liver',
      'tumour',
      'flr',
    ]);
    expect(provenanceOf([])).toEqual({ segments: [], workingSeconds: 0 });
  });
});

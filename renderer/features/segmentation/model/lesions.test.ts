import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import { countLabels } from '../../../../electron/core/domain/labels.ts';
import { stateAction } from '../../../../electron/core/domain/lesions.ts';
import { Drawing } from './drawing.ts';
import { measuredCounts, proposedRuns, removeLesion, withState } from './lesions.ts';

const geometry: VolumeGeometry = {
  dims: [10, 3, 1],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const everywhere = { min: [0, 0, 0], max: [9, 2, 0] } as const;
const action = (tool: string) => ({ title: tool, tool, parameters: {} });
const shown = ({ lesions }: Drawing): string[] =>
  lesions.map(({ lesion: { number, state, resectedVoxels, flrVoxels } }) =>
    [number, state, resectedVoxels, flrVoxels].join(' '),
  );

function start() {
  const labels = new Uint8Array(30).fill(1);
  const drawing = new Drawing(labels, geometry, null);
  const draw = (tool: string, label: number, from: number, to: number) => {
    labels.fill(label, from, to);
    return drawing.commit(everywhere, action(tool));
  };
  return { labels, drawing, draw };
}

describe('lesions of a drawing', () => {
  it('follow every step, and come back with undo and redo', () => {
    const { drawing, draw } = start();
    draw('grow-tumour@1', 3, 2, 5);
    draw('brush@1', 3, 7, 9);
    expect(shown(drawing)).toEqual(['1 proposed 3 0', '2 confirmed 2 0']);
    const ids = new Set([drawing.lesions[0]!.lesion.id]);
    drawing.commit(null, stateAction('confirmed', [1], false), null, withState(drawing.lesions, ids, 'confirmed'));
    expect(shown(drawing)).toEqual(['1 confirmed 3 0', '2 confirmed 2 0']);
    draw('divide@1', 4, 2, 4);
    expect(shown(drawing)).toEqual(['1 confirmed 1 2', '2 confirmed 2 0']);
    drawing.undo();
    drawing.undo();
    expect(shown(drawing)).toEqual(['1 proposed 3 0', '2 confirmed 2 0']);
    drawing.redo();
    expect(shown(drawing)).toEqual(['1 confirmed 3 0', '2 confirmed 2 0']);
    while (drawing.undo() !== null);
    expect(shown(drawing)).toEqual([]);
  });

  it('stay the very list while only liver is drawn', () => {
    const { drawing, draw } = start();
    draw('brush@1', 3, 2, 5);
    const before = drawing.lesions;
    draw('brush@1', 2, 10, 12);
    expect(drawing.lesions).toBe(before);
    expect(drawing.commit(null, action('confirm-lesion@1'), null, drawing.lesions)).toBeNull();
  });

  it('never get the number of one that was undone', () => {
    const { drawing, draw } = start();
    draw('brush@1', 3, 2, 5);
    drawing.undo();
    draw('brush@1', 3, 20, 22);
    expect(shown(drawing)).toEqual(['2 confirmed 2 0']);
  });

  it('begin with what is stored, and are all confirmed when that is from before they had a state', () => {
    const labels = Uint8Array.from([0, 3, 3, 0, 4, 4, 0, 0, 0, 0, ...new Uint8Array(20)]);
    expect(shown(new Drawing(labels, geometry, null))).toEqual(['1 confirmed 2 0', '2 confirmed 0 2']);
    const lesions = [
      { id: 'b', number: 7, state: 'proposed', anchor: 5 },
      { id: 'a', number: 4, state: 'confirmed', anchor: 1 },
    ] as const;
    const drawing = new Drawing(labels, geometry, null, { lesions, lastLesionNumber: 9 });
    expect(shown(drawing)).toEqual(['4 confirmed 2 0', '7 proposed 0 2']);
    labels[8] = 3;
    drawing.commit(everywhere, action('brush@1'));
    expect(shown(drawing).at(-1)).toBe('10 confirmed 1 0');
  });

  it('take over the numbers that the host gave them', () => {
    const { drawing, draw } = start();
    draw('brush@1', 3, 2, 5);
    const { lesion } = drawing.lesions[0]!;
    expect(drawing.renumber([lesion])).toBe(false);
    expect(drawing.renumber([{ ...lesion, number: 6 }])).toBe(true);
    draw('brush@1', 3, 7, 9);
    expect(shown(drawing)).toEqual(['6 confirmed 3 0', '7 confirmed 2 0']);
  });

  it('tell the views which voxels are proposed, in memory order', () => {
    const labels = Uint8Array.from([0, 3, 3, 0, 0, 0, 0, 3, 3, 0, 0, 3, 3, 0, 0, 0, 0, 3, 0, 0, ...new Uint8Array(10)]);
    const lesions = [
      { id: 'a', number: 1, state: 'proposed', anchor: 1 },
      { id: 'b', number: 2, state: 'proposed', anchor: 7 },
    ] as const;
    const { lesions: found } = new Drawing(labels, geometry, null, { lesions, lastLesionNumber: 2 });
    expect([...proposedRuns(found)]).toEqual([1, 3, 7, 9, 11, 13, 17, 18]);
    expect([...proposedRuns(withState(found, new Set(['a']), 'confirmed'))]).toEqual([7, 9, 17, 18]);
    expect([...proposedRuns([])]).toEqual([]);
  });

  it('are taken out of the labels on their side', () => {
    const { drawing, draw, labels } = start();
    draw('brush@1', 3, 2, 4);
    draw('brush@1', 4, 4, 6);
    removeLesion(labels, drawing.lesions[0]!.piece);
    expect([...labels.subarray(0, 8)]).toEqual([1, 1, 1, 1, 2, 2, 1, 1]);
  });
});

describe('what is measured while drawing', () => {
  it('leaves out proposed lesions and previews of tumour, and counts what a brush adds', () => {
    const { drawing, draw, labels } = start();
    draw('grow-tumour@1', 3, 2, 5);
    const committed = { counts: drawing.liveCounts(null), lesions: drawing.lesions.map(({ lesion }) => lesion) };
    const measured = (preview: readonly number[] | null) => measuredCounts(countLabels(labels), committed, preview);
    expect(measured(null)).toEqual([0, 30, 0, 0, 0, 0, 0]);
    labels.fill(3, 20, 24);
    expect(measured(null)).toEqual([0, 26, 0, 4, 0, 0, 0]);
    expect(measured(committed.counts)).toEqual([0, 30, 0, 0, 0, 0, 0]);
    labels.fill(1, 0, 30);
    expect(measured(null)).toEqual([0, 30, 0, 0, 0, 0, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { countLabels, type SegmentName } from '../../electron/core/domain/labels.ts';
import { applyRepair, planRepair, segmentBox, type RepairKind } from './repair.ts';

const geometry: VolumeGeometry = {
  dims: [10, 8, 6],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const at = (i: number, j: number, k: number) => i + 10 * (j + 8 * k);
const left = (x: number) => x > 4;

/** A block of liver, FLR where i > 4, with a hole in each side and an island. */
function liver(): Uint8Array {
  const labels = new Uint8Array(480);
  for (let k = 1; k < 5; k++)
    for (let j = 1; j < 6; j++) for (let i = 1; i < 8; i++) labels[at(i, j, k)] = left(i) ? 2 : 1;
  labels[at(2, 3, 2)] = 0;
  labels[at(6, 3, 2)] = 0;
  labels[at(9, 7, 5)] = 1;
  return labels;
}

function repair(labels: Uint8Array, segment: SegmentName, kind: RepairKind): void {
  applyRepair(labels, geometry, planRepair(labels, geometry, segment, kind)!, left);
}

describe('a repair', () => {
  it('finds the box of a segment with a margin inside the grid', () => {
    expect(segmentBox(liver(), geometry, 'flr')).toEqual({ min: [4, 0, 0], max: [8, 6, 5] });
    expect(segmentBox(new Uint8Array(480), geometry, 'liver')).toBeNull();
  });
  it('is only planned until it is applied, and is nothing for a segment that is not drawn', () => {
    const labels = liver();
    planRepair(labels, geometry, 'liver', 'fillHoles');
    expect(labels).toEqual(liver());
    expect(planRepair(labels, geometry, 'tumour', 'fillHoles')).toBeNull();
  });
  it('keeps the largest piece of the liver', () => {
    const labels = liver();
    repair(labels, 'liver', 'keepLargest');
    expect(labels[at(9, 7, 5)]).toBe(0);
    expect(countLabels(labels)[1]).toBe(4 * 5 * 4 - 1);
  });
  it('fills a hole with the side it lies on', () => {
    const labels = liver();
    repair(labels, 'liver', 'fillHoles');
    expect(labels[at(2, 3, 2)]).toBe(1);
    expect(labels[at(6, 3, 2)]).toBe(2);
  });
  it('gives an island of tumour back to the tissue around it', () => {
    const labels = liver();
    labels[at(2, 2, 2)] = 3;
    labels[at(3, 2, 2)] = 3;
    labels[at(6, 2, 2)] = 4;
    repair(labels, 'tumour', 'keepLargest');
    expect([labels[at(2, 2, 2)], labels[at(3, 2, 2)], labels[at(6, 2, 2)]]).toEqual([3, 3, 2]);
  });
});

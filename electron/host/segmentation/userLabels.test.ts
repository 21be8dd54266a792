import { describe, expect, it } from 'vitest';
import { fromUserLabels } from './userLabels.ts';

const row = (...values: number[]): Uint8Array => Uint8Array.from(values);
const line = (mask: Uint8Array): number[] => [...fromUserLabels(mask, [mask.length, 1, 1])];

describe('masks in the terms of the person', () => {
  it('maps liver and FLR to the two sides', () => {
    expect(line(row(0, 1, 1, 3, 3, 0))).toEqual([0, 1, 1, 2, 2, 0]);
  });

  it('puts each tumour where most of its faces touch', () => {
    expect(line(row(1, 2, 1, 3, 2, 2, 3))).toEqual([1, 3, 1, 2, 4, 4, 2]);
  });

  it('puts a tumour on the border, or by itself, into the resected part', () => {
    expect(line(row(1, 2, 3))).toEqual([1, 3, 2]);
    expect(line(row(0, 2, 0))).toEqual([0, 3, 0]);
  });

  it('counts faces, not voxels, in three dimensions', () => {
    // 3 x 3 x 3: the tumour in the middle touches four FLR voxels and two liver voxels.
    const mask = new Uint8Array(27).fill(3);
    mask[13] = 2;
    mask[13 - 9] = 1;
    mask[13 + 9] = 1;
    expect(fromUserLabels(mask, [3, 3, 3])[13]).toBe(4);
  });

  it('does not reach around the edge of a row', () => {
    // 2 x 2: (1,0) is a tumour; its memory neighbour (0,1) is FLR, but not adjacent.
    const mask = row(1, 2, 3, 0);
    expect([...fromUserLabels(mask, [2, 2, 1])]).toEqual([1, 3, 2, 0]);
  });

  it('keeps every voxel of the mask in the liver and refuses other values', () => {
    const mask = row(0, 1, 2, 3, 2, 1, 0, 3);
    expect(line(mask).map((label) => label > 0)).toEqual([...mask].map((value) => value > 0));
    expect(() => line(row(0, 4))).toThrow('has the value 4');
  });

  it('leaves the mask as it was', () => {
    const mask = row(3, 2, 3);
    line(mask);
    expect([...mask]).toEqual([3, 2, 3]);
  });
});

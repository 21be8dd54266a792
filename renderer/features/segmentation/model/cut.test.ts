import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import { clicked, draftOf, emptyCut, finished, previewOf, withoutLast } from './cut.ts';

const triangle: Vec3[] = [
  [0, 0, 0],
  [0, 10, 0],
  [0, 0, 10],
];
const drawn = triangle.reduce(clicked, emptyCut);

describe('cut', () => {
  it('previews nothing, then says what is missing, then the plane through three points', () => {
    expect(previewOf(emptyCut).kind).toBe('none');
    const short = previewOf(clicked(emptyCut, [0, 0, 0]));
    expect(short.kind === 'incomplete' && short.reason).toMatch(/three/);
    const preview = previewOf(drawn);
    if (preview.kind !== 'surface') throw new Error(preview.kind);
    expect(Math.abs(preview.heightMm(7, 3, 4))).toBeCloseTo(7);
    for (const point of triangle) expect(preview.heightMm(...point)).toBeCloseTo(0);
  });
  it('can be applied once the remaining side is chosen', () => {
    expect(finished(drawn)).toMatch(/side/);
    const sided = clicked({ ...drawn, placing: 'side' }, [5, 1, 1]);
    expect(finished(sided)).toEqual({ surfaces: [{ pointsMm: triangle }], flrSide: [5, 1, 1] });
  });
  it('refuses a side that lies on the surface', () => {
    expect(finished(clicked({ ...drawn, placing: 'side' }, [0, 5, 5]))).toMatch(/one side/);
  });
  it('moves the chosen side by another click and takes points back', () => {
    const sided = clicked(clicked({ ...drawn, placing: 'side' }, [5, 0, 0]), [-5, 0, 0]);
    expect(sided.flrSide).toEqual([-5, 0, 0]);
    expect(withoutLast(sided).flrSide).toBeNull();
    expect(withoutLast(drawn).pointsMm).toHaveLength(2);
  });
  it('opens a stored cut to be changed', () => {
    const cut = finished(clicked({ ...drawn, placing: 'side' }, [5, 1, 1]));
    if (typeof cut === 'string') throw new Error(cut);
    expect(draftOf(cut)).toEqual({ pointsMm: triangle, flrSide: [5, 1, 1], placing: 'points' });
    expect(draftOf(null)).toEqual(emptyCut);
  });
});

import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import type { VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import {
  clicked,
  draftOf,
  emptyCut,
  finished,
  gripAt,
  moved,
  pointNear,
  previewOf,
  sidesOf,
  surfacePoints,
  withLine,
  withSide,
  withoutLast,
} from './cut.ts';

const triangle: Vec3[] = [
  [0, 0, 0],
  [0, 10, 0],
  [0, 0, 10],
];
const drawn = triangle.reduce((draft, point) => clicked(draft, point), emptyCut);

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
    expect(finished(drawn)).toMatch(/does not divide/);
    const sided = withSide(drawn, [5, 1, 1]);
    expect(finished(sided)).toEqual({ surfaces: [{ pointsMm: triangle }], flrSide: [5, 1, 1] });
  });
  it('refuses a side that lies on the surface', () => {
    expect(finished(withSide(drawn, [0, 5, 5]))).toMatch(/one side/);
  });
  it('takes points back', () => {
    expect(withoutLast(drawn).pointsMm).toHaveLength(2);
  });
  it('opens a stored cut to be changed', () => {
    const cut = finished(withSide(drawn, [5, 1, 1]));
    if (typeof cut === 'string') throw new Error(cut);
    expect(draftOf(cut)).toEqual({ ...emptyCut, pointsMm: triangle, flrSide: [5, 1, 1], isSideChosen: true });
    expect(draftOf(null)).toEqual(emptyCut);
  });
});

describe('a free-hand line', () => {
  const up: Vec3 = [0, 0, 1];
  const along = (z: number): Vec3[] => [0, 5, 10, 15, 20].map((y) => [0, y, z]);
  const line = withLine({ ...emptyCut, line: along(3) }, up);

  it('on a single slice cuts straight through the others', () => {
    const preview = previewOf(line);
    if (preview.kind !== 'surface') throw new Error(preview.kind);
    expect(Math.abs(preview.heightMm(4, 8, 40))).toBeCloseTo(4);
  });
  it('on a second slice bends the surface, and on the same slice takes the place of the first', () => {
    const second = withLine({ ...line, line: along(30).map(([, y, z]): Vec3 => [9, y, z]) }, up);
    expect(surfacePoints(second)).toEqual(second.pointsMm);
    const again = withLine({ ...second, line: along(3).map(([, y, z]): Vec3 => [2, y, z]) }, up);
    expect(again.pointsMm.filter(([, , z]) => z === 3)).toEqual([
      [2, 0, 3],
      [2, 20, 3],
    ]);
    expect(again.pointsMm.filter(([, , z]) => z === 30)).toHaveLength(2);
  });
  it('of a few mm is a click', () => {
    expect(
      withLine({ ...emptyCut, line: [[0, 0, 3], [0, 1, 3]] }, up).pointsMm, // prettier-ignore
    ).toEqual([[0, 0, 3]]);
  });
  it('has points that can be taken hold of on their slice only, and moved', () => {
    expect(pointNear(line, [1, 20, 3], up, 5)).toBe(1);
    expect(pointNear(line, [1, 20, 8], up, 5)).toBe(-1);
    expect(pointNear(line, [9, 20, 3], up, 5)).toBe(-1);
    expect(moved(line, 1, [3, 20, 3]).pointsMm[1]).toEqual([3, 20, 3]);
  });
});

describe('sidesOf', () => {
  const geometry: VolumeGeometry = {
    dims: [40, 20, 20],
    spacingMm: [1, 1, 1],
    originMm: [0, 0, 0],
    direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
  };
  it('proposes the part with less liver', () => {
    const sides = sidesOf(new Uint8Array(16_000).fill(1), geometry, (x) => x - 12);
    expect(sides?.smaller[0]).toBe(0);
    expect(sides?.larger[0]).toBe(35);
  });
  it('proposes nothing where the surface misses the liver', () => {
    expect(sidesOf(new Uint8Array(16_000).fill(1), geometry, (x) => x + 5)).toBeNull();
  });
});

describe('taking hold of the cut', () => {
  const up: Vec3 = [0, 0, 1];
  const reach = { point: 6, line: 3 };
  const draft = withLine(
    {
      ...emptyCut,
      line: [
        [0, 0, 3],
        [0, 40, 3],
      ],
    },
    up,
  );
  const surface = previewOf(draft);
  if (surface.kind !== 'surface') throw new Error(surface.kind);
  const grip = (at: Vec3) => gripAt(draft, surface.heightMm, at, up, reach);

  it('prefers a point to the line, and takes the line anywhere on the slice', () => {
    expect(grip([3, 1, 3])).toEqual({ pointMm: [0, 0, 3], index: 0 });
    expect(grip([2, 20, 3])).toEqual({ pointMm: [2, 20, 3], index: null });
    expect(grip([4, 20, 3])).toBeNull();
    expect(grip([1, 20, 13])).toEqual({ pointMm: [1, 20, 13], index: null });
  });
  it('has nothing but points to hold before there is a surface', () => {
    expect(gripAt(draft, null, [2, 20, 3], up, reach)).toBeNull();
    expect(gripAt(draft, null, [2, 0, 3], up, reach)?.index).toBe(0);
  });
});

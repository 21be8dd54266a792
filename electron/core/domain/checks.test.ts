import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksOf, faultSentence, findFaults, shapeWarnings } from './checks.ts';
import { patientToIndex, type Vec3, type VolumeGeometry } from './geometry.ts';
import { countLabels } from './labels.ts';
import { pieces } from './runComponents.ts';

const dims: Vec3 = [20, 18, 16];
const geometry: VolumeGeometry = {
  dims,
  spacingMm: [5, 5, 5],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const at = (i: number, j: number, k: number): number => i + dims[0] * (j + dims[1] * k);

function fill(labels: Uint8Array, label: number, min: Vec3, max: Vec3): void {
  for (let k = min[2]; k <= max[2]; k++)
    for (let j = min[1]; j <= max[1]; j++) for (let i = min[0]; i <= max[0]; i++) labels[at(i, j, k)] = label;
}

/** A liver of 10 x 10 x 10 voxels (125 mL), its left half the remnant. */
function liver(): Uint8Array {
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
  fill(labels, 1, [3, 3, 3], [12, 12, 12]);
  fill(labels, 2, [8, 3, 3], [12, 12, 12]);
  return labels;
}
const kinds = (labels: Uint8Array) => findFaults(labels, geometry).map(({ kind }) => kind);

describe('findFaults', () => {
  it('finds nothing in a sound liver, and nothing where nothing is drawn', () => {
    expect(kinds(liver())).toEqual([]);
    expect(kinds(new Uint8Array(dims[0] * dims[1] * dims[2]))).toEqual([]);
  });

  it('names holes and islands, and the place of each', () => {
    const labels = liver();
    fill(labels, 0, [5, 5, 5], [5, 6, 5]);
    fill(labels, 1, [16, 3, 3], [16, 5, 3]);
    expect(findFaults(labels, geometry)).toMatchObject([
      { kind: 'liverIslands', count: 1, voxels: 3, at: [16, expect.any(Number) as number, 3] },
      { kind: 'liverHoles', count: 1, voxels: 2, at: [5, expect.any(Number) as number, 5] },
    ]);
  });

  it('takes slices left out for gaps, not for islands', () => {
    const labels = liver();
    fill(labels, 0, [0, 0, 6], [19, 17, 8]);
    expect(findFaults(labels, geometry)).toMatchObject([
      { kind: 'liverGaps', count: 3, at: [expect.any(Number) as number, 8, 6] },
      { kind: 'flrPieces' },
    ]);
  });

  it('tells a tumour outside the liver from one inside, and one on a single slice from a round one', () => {
    const labels = liver();
    fill(labels, 3, [4, 4, 4], [6, 6, 6]);
    expect(kinds(labels)).toEqual([]);
    fill(labels, 3, [15, 5, 5], [16, 6, 6]);
    fill(labels, 4, [9, 5, 9], [11, 6, 9]);
    expect(kinds(labels)).toEqual(['tumourDetached', 'tumourThin']);
  });

  it('sees a remnant in two pieces, and the border of the volume', () => {
    const labels = liver();
    fill(labels, 2, [3, 3, 3], [3, 5, 5]);
    fill(labels, 1, [5, 5, 0], [6, 6, 2]);
    expect(kinds(labels)).toEqual(['liverBorder', 'flrPieces']);
  });

  it('tells a sliver beside the cut from a second part, and crumbs not at all', () => {
    const labels = liver();
    fill(labels, 2, [3, 3, 3], [3, 5, 3]);
    expect(kinds(labels), '0.4 mL').toEqual([]);
    fill(labels, 2, [3, 3, 3], [3, 10, 3]);
    fill(labels, 2, [5, 12, 12], [5, 12, 12]);
    const [sliver] = findFaults(labels, geometry);
    expect(sliver).toMatchObject({ kind: 'flrPieces', count: 1, voxels: 8 });
    expect(faultSentence(sliver!, geometry)).toBe(
      '1 sliver of the FLR beside the cut, apart from the rest (1.0 mL, 1.6 % of it).',
    );
    fill(labels, 2, [3, 3, 3], [5, 12, 4]);
    expect(faultSentence(findFaults(labels, geometry)[0]!, geometry)).toMatch(/^The FLR is not in one piece: 1 piece/);
  });

  it('leaves the labels alone and can be ended between its passes', () => {
    const labels = liver();
    const before = labels.slice();
    expect(() =>
      findFaults(labels, geometry, () => {
        throw new Error('ended');
      }),
    ).toThrow('ended');
    expect(labels).toEqual(before);
  });
});

describe('checksOf', () => {
  const checks = (labels: Uint8Array, unconfirmedLesions = 0) =>
    checksOf({ faults: findFaults(labels, geometry), counts: countLabels(labels), geometry, unconfirmedLesions });

  it('says what is missing', () => {
    expect(checks(new Uint8Array(dims[0] * dims[1] * dims[2])).map(({ kind }) => kind)).toEqual(['noLiver']);
    const undivided = liver().map((label) => (label === 2 ? 1 : label));
    expect(checks(undivided).map(({ kind }) => kind)).toEqual(['liverVolume', 'noCut']);
    expect(checks(liver(), 2).find(({ kind }) => kind === 'unconfirmed')?.sentence).toMatch(/^2 lesions are proposed/);
  });

  it('leads to the place in the patient and offers what mends it', () => {
    const labels = liver();
    fill(labels, 0, [5, 5, 5], [5, 6, 5]);
    const hole = checks(labels).find(({ kind }) => kind === 'liverHoles')!;
    expect(hole.sentence).toBe('1 hole inside the liver (0.3 mL).');
    expect(hole.repair).toEqual({ kind: 'fillHoles', segment: 'liver' });
    const [i, j, k] = patientToIndex(geometry, hole.placeMm!).map(Math.round) as [number, number, number];
    expect(labels[at(i, j, k)]).toBe(0);
    expect(shapeWarnings(findFaults(labels, geometry), geometry)).toEqual([hole.sentence]);
  });
});

describe('pieces', () => {
  it('are those of a flood fill, whatever the voxels', () => {
    const small: Vec3 = [4, 3, 3];
    const box = { min: [0, 0, 0], max: [3, 2, 2] } as const;
    const belongs = Uint8Array.from({ length: 256 }, (_, value) => Number(value === 1));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 36, maxLength: 36, max: 1 }), (values) => {
        const found = pieces({ dims: small, box, values, belongs });
        expect(found.map(({ voxels }) => voxels)).toEqual(floodSizes(values, small));
        for (const piece of found) expect(values[piece.at[0] + 4 * (piece.at[1] + 3 * piece.at[2])]).toBe(1);
      }),
    );
  });
});

function floodSizes(values: Uint8Array, [columns, rows, slices]: Vec3): number[] {
  const left = values.slice();
  const size = (i: number, j: number, k: number): number => {
    if (i < 0 || j < 0 || k < 0 || i >= columns || j >= rows || k >= slices) return 0;
    const here = i + columns * (j + rows * k);
    if (left[here] !== 1) return 0;
    left[here] = 0;
    const near = [size(i - 1, j, k), size(i + 1, j, k), size(i, j - 1, k), size(i, j + 1, k)];
    return [...near, size(i, j, k - 1), size(i, j, k + 1)].reduce((sum, each) => sum + each, 1);
  };
  const sizes: number[] = [];
  for (let k = 0; k < slices; k++)
    for (let j = 0; j < rows; j++) for (let i = 0; i < columns; i++) sizes.push(size(i, j, k));
  return sizes.filter((each) => each > 0).sort((a, b) => b - a);
}

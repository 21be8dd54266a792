import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VolumeGeometry } from './geometry.ts';
import { encodeRuns, type LabelmapRuns } from './labelmapRuns.ts';
import { MAX_LABEL } from './labels.ts';
import { liverAtBorder, touchedSides, touchedSidesOfRuns, type Side } from './liverAtBorder.ts';

const axial: VolumeGeometry['direction'] = { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] };

function labelmap(dims: LabelmapRuns['dims'], ...drawn: readonly (readonly [number, number, number])[]): LabelmapRuns {
  const labels = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (const [i, j, k] of drawn) labels[i + dims[0] * (j + dims[1] * k)] = 2;
  return { dims, labels };
}

/** Looks at every voxel. */
function slowly({ dims, labels }: LabelmapRuns): Side[] {
  const found = new Set<string>();
  labels.forEach((label, at) => {
    if (label === 0) return;
    const index = { i: at % dims[0], j: Math.floor(at / dims[0]) % dims[1], k: Math.floor(at / (dims[0] * dims[1])) };
    (['i', 'j', 'k'] as const).forEach((axis, number) => {
      if (index[axis] === 0) found.add(`${axis} first`);
      if (index[axis] === dims[number]! - 1) found.add(`${axis} last`);
    });
  });
  return (['k', 'i', 'j'] as const)
    .flatMap((axis) => (['first', 'last'] as const).map((end) => ({ axis, end })))
    .filter(({ axis, end }) => found.has(`${axis} ${end}`));
}

describe('sides that are touched', () => {
  test('are those of a search through all voxels, from voxels and from runs', () => {
    const size = fc.integer({ min: 1, max: 6 });
    const maps = fc.tuple(size, size, size).chain(([a, b, c]) =>
      fc
        .array(fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: MAX_LABEL })), {
          minLength: a * b * c,
          maxLength: a * b * c,
        })
        .map((labels): LabelmapRuns => ({ dims: [a, b, c], labels: Uint8Array.from(labels) })),
    );
    const runs = fc.tuple(size, size, size, fc.nat(), fc.nat()).map(([a, b, c, x, y]): LabelmapRuns => {
      const total = a * b * c;
      const labels = new Uint8Array(total).fill(1, Math.min(x % total, y % total), Math.max(x % total, y % total));
      return { dims: [a, b, c], labels };
    });
    fc.assert(
      fc.property(fc.oneof(maps, runs), (map) => {
        expect(touchedSides(map)).toEqual(slowly(map));
        expect(touchedSidesOfRuns(encodeRuns(map))).toEqual(slowly(map));
      }),
      { numRuns: 1000 },
    );
  });

  test('a liver inside touches none', () => {
    expect(touchedSides(labelmap([4, 4, 4], [1, 2, 1], [2, 2, 2]))).toEqual([]);
    expect(touchedSidesOfRuns(encodeRuns(labelmap([4, 4, 4], [1, 2, 1], [2, 2, 2])))).toEqual([]);
  });

  test('no labelmap, no answer', () => {
    expect(() => touchedSidesOfRuns(Uint8Array.of(1, 2, 3))).toThrow(RangeError);
  });
});

describe('sentences', () => {
  test('name the slice and where in the patient it is', () => {
    const map = labelmap([4, 4, 4], [1, 1, 0], [1, 1, 3]);
    expect(liverAtBorder(touchedSides(map), { direction: axial })).toEqual([
      'The liver touches the first slice (feet): it may be cut off, so that its volume is too small.',
      'The liver touches the last slice (head): it may be cut off, so that its volume is too small.',
    ]);
  });

  test('name the edge of the images', () => {
    const map = labelmap([4, 4, 4], [0, 1, 1], [1, 3, 1]);
    expect(liverAtBorder(touchedSides(map), { direction: axial })).toEqual([
      "The liver touches the edge of the images (patient's right): it may be cut off, so that its volume is too small.",
      'The liver touches the edge of the images (back): it may be cut off, so that its volume is too small.',
    ]);
  });

  test('follow the orientation', () => {
    const feetUp: VolumeGeometry['direction'] = { i: [-1, 0, 0], j: [0, 1, 0], k: [0, 0, -1] };
    const [sentence] = liverAtBorder([{ axis: 'k', end: 'first' }], { direction: feetUp });
    expect(sentence).toContain('first slice (head)');
    const coronal: VolumeGeometry['direction'] = { i: [1, 0, 0], j: [0, 0, -1], k: [0, 1, 0] };
    expect(liverAtBorder([{ axis: 'j', end: 'last' }], { direction: coronal })[0]).toContain('(feet)');
    expect(liverAtBorder([{ axis: 'k', end: 'last' }], { direction: coronal })[0]).toContain('last slice (back)');
  });

  test('oblique slices have a side too', () => {
    const c = Math.SQRT1_2;
    const oblique: VolumeGeometry['direction'] = { i: [1, 0, 0], j: [0, c, c], k: [0, -c, c] };
    expect(liverAtBorder([{ axis: 'k', end: 'last' }], { direction: oblique })[0]).toMatch(/\((front|head)\)/);
  });
});

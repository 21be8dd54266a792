import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Vec3 } from '../../core/domain/geometry.ts';
import { placedSlices } from '../../../tests/fixtures/slices.ts';
import { joinable } from './joinable.ts';
import type { SliceToGroup } from './partition.ts';

const axial = (count: number, startMm = 0, stepMm = 2.5): Vec3[] =>
  Array.from({ length: count }, (_, k) => [-200, -180, startMm + k * stepMm]);
let count = 0;
function series(
  positions: readonly Vec3[],
  timing: Partial<SliceToGroup['timing']> = {},
  rest: Partial<SliceToGroup> = {},
): SliceToGroup[] {
  const name = `${++count} `;
  const known = { acquisitionNumber: 1, acquisitionSeconds: 36_000, temporalPosition: null, contentSeconds: null };
  return placedSlices(positions, {}, { name, timing: { ...known, ...timing }, ...rest });
}
const members = (...groups: readonly SliceToGroup[][]): (readonly number[])[] =>
  joinable(groups).map((offer) => offer.groups);

describe('offered to be joined', () => {
  test('two halves', () => {
    expect(joinable([series(axial(5, 12.5)), series(axial(5))])).toEqual([
      {
        groups: [1, 0],
        statement:
          'Together these 2 series make one volume of 10 slices, 2.5 mm apart: each goes on where another one ends.',
      },
    ]);
  });

  test('halves without times, and in any orientation', () => {
    const unknown = { acquisitionSeconds: null, acquisitionNumber: null };
    expect(members(series(axial(5), unknown), series(axial(5, 12.5), unknown))).toEqual([[0, 1]]);
    const coronal = { rowCosines: [1, 0, 0], columnCosines: [0, 0, -1] } as const;
    const at = (from: number): Vec3[] => Array.from({ length: 4 }, (_, k): Vec3 => [0, from + 2 * k, 0]);
    const [a, b] = [
      placedSlices(at(0), coronal as never, { name: 'a' }),
      placedSlices(at(8), coronal as never, { name: 'b' }),
    ];
    expect(members(a, b)).toEqual([[0, 1]]);
  });

  test('slices that alternate, in one scan', () => {
    const [offer] = joinable([series(axial(8, 0, 5)), series(axial(8, 2.5, 5))]);
    expect(offer!.groups).toEqual([0, 1]);
    expect(offer!.statement).toContain('their slices alternate');
    expect(members(series(axial(8, 0, 6)), series(axial(8, 2, 6)), series(axial(8, 4, 6)))).toEqual([[0, 1, 2]]);
  });

  test('a scan of which every file is a series of its own', () => {
    expect(members(...axial(12).map((position) => series([position])))).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    ]);
  });

  test('a slow scan, slice by slice', () => {
    const slices = axial(12).map((position, k) =>
      series([position], { acquisitionNumber: k, acquisitionSeconds: 36_000 + 4 * k }),
    );
    expect(members(...slices)).toHaveLength(1);
  });

  test('a series and what is missing from it', () => {
    const lacking = series(axial(20).filter((_, k) => k !== 7));
    expect(members(lacking, series([axial(20)[7]!]))).toEqual([[0, 1]]);
  });

  test('each of two scans in one study', () => {
    const late = { acquisitionNumber: 2, acquisitionSeconds: 36_040 };
    expect(
      members(series(axial(5)), series(axial(5), late), series(axial(5, 12.5)), series(axial(5, 12.5), late)),
    ).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });
});

describe('not offered', () => {
  const late = { acquisitionSeconds: 36_035 };
  const unknown = { acquisitionSeconds: null };
  test.each<[string, SliceToGroup[][]]>([
    ['two phases of the same positions', [series(axial(20)), series(axial(20), late)]],
    ['two phases of which one goes on where the other ends', [series(axial(20)), series(axial(20, 50), late)]],
    ['two phases whose slices alternate', [series(axial(20, 0, 5)), series(axial(20, 2.5, 5), late)]],
    [
      'whole scans without times whose slices alternate',
      [series(axial(20, 0, 5), unknown), series(axial(20, 2.5, 5), unknown)],
    ],
    [
      'whole scans of two acquisitions whose slices alternate',
      [series(axial(20, 0, 5)), series(axial(20, 2.5, 5), { acquisitionNumber: 2 })],
    ],
    ['stacks with a gap', [series(axial(20)), series(axial(20, 55))]],
    ['stacks far apart', [series(axial(20)), series(axial(20, 300))]],
    ['stacks that overlap', [series(axial(20)), series(axial(20, 45))]],
    ['stacks with other distances', [series(axial(20)), series(axial(20, 50, 5))]],
    ['two frames of reference', [series(axial(5)), series(axial(5, 12.5), {}, { frameOfReferenceUid: '2.25.7' })]],
    ['two matrices', [series(axial(5)), placedSlices(axial(5, 12.5), { rows: 256 }, { name: 'b' })]],
    ['two fields of view', [series(axial(5)), placedSlices(axial(5, 12.5), { pixelSpacingMm: [1, 1] }, { name: 'b' })]],
    ['stacks beside each other', [series(axial(5)), series(axial(5, 12.5).map(([x, y, z]): Vec3 => [x + 30, y, z]))]],
    ['slices without position', [series(axial(5)), placedSlices(axial(5, 12.5), { positionMm: null }, { name: 'b' })]],
    [
      'halves of which it is not clear which go together',
      [series(axial(5)), series(axial(5)), series(axial(5, 12.5)), series(axial(5, 12.5))],
    ],
    ['two single slices', [series([[0, 0, 0]]), series([[0, 0, 50]])]],
    ['one series', [series(axial(5))]],
    ['nothing', []],
  ])('%s', (_name, groups) => {
    expect(joinable(groups)).toEqual([]);
  });

  test('series of which a person, or the description, says different phases', () => {
    const halves = [series(axial(5)), series(axial(5, 12.5))];
    expect(joinable(halves, ['arterial', 'portal_venous'])).toEqual([]);
    expect(joinable(halves, ['arterial', null])).toHaveLength(1);
    expect(joinable(halves, ['arterial', 'arterial'])).toHaveLength(1);
    const thirds = [series(axial(5)), series(axial(5, 12.5)), series(axial(5, 25))];
    for (const { groups } of joinable(thirds, ['arterial', null, 'portal_venous']))
      expect(groups).not.toEqual([0, 1, 2]);
  });
});

test('any scan, cut into pieces, is found again, in any order of series and slices', () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 })
        .filter((lengths) => lengths.reduce((a, b) => a + b) >= 4),
      fc.infiniteStream(fc.nat()),
      (lengths, random) => {
        const shuffled = <T>(values: readonly T[]): T[] =>
          values
            .map((value) => ({ value, key: random.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ value }) => value);
        let start = 0;
        const pieces = lengths.map((length) => {
          const piece = shuffled(series(axial(length, start * 2.5)));
          start += length;
          return piece;
        });
        const groups = shuffled(pieces);
        const [offer, ...others] = joinable(groups);
        expect(others).toEqual([]);
        expect(offer!.groups.map((at) => groups[at])).toEqual(pieces);
      },
    ),
  );
});

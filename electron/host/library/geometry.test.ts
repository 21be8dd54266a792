import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cross,
  indexToPatient,
  normalize,
  scale,
  add,
  subtract,
  length,
  type Vec3,
} from '../../core/domain/geometry.ts';
import { volumeGeometry } from '../../core/contract/common.ts';
import { judgeGeometry, type SliceToJudge } from './geometry.ts';

interface StackOptions {
  readonly i?: Vec3;
  readonly j?: Vec3;
  readonly count?: number;
  readonly stepMm?: number;
  readonly originMm?: Vec3;
}

function stack({
  i = [1, 0, 0],
  j = [0, 1, 0],
  count = 10,
  stepMm = 2.5,
  originMm = [-200, -180, 40],
}: StackOptions = {}): SliceToJudge[] {
  const normal = cross(i, j);
  return Array.from({ length: count }, (_, k) => ({
    name: `${k + 1}.dcm`,
    contentKey: `content ${k}`,
    slope: 1,
    lossy: false,
    sopInstanceUid: `2.25.${k + 1}`,
    copy: 0,
    frameOfReferenceUid: '2.25.1000',
    reformat: false,
    slice: {
      rows: 400,
      columns: 512,
      positionMm: [...add(originMm, scale(normal, k * stepMm))],
      rowCosines: [...i],
      columnCosines: [...j],
      pixelSpacingMm: [0.8, 0.7],
      instanceNumber: k + 1,
    },
  }));
}

type Slice = SliceToJudge['slice'];
const change = (slices: readonly SliceToJudge[], at: number, edit: (slice: Slice) => Partial<Slice>): SliceToJudge[] =>
  slices.map((each, index) => (index === at ? { ...each, slice: { ...each.slice, ...edit(each.slice) } } : each));
const moved =
  (by: Vec3) =>
  (slice: Slice): Partial<Slice> => ({ positionMm: [...add(slice.positionMm!, by)] });

const directions = fc
  .tuple(
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    fc.double({ min: -3, max: 3, noNaN: true }),
  )
  .map(([a, b, c]): { i: Vec3; j: Vec3 } => {
    const i: Vec3 = [Math.cos(a) * Math.cos(b), Math.sin(a) * Math.cos(b), Math.sin(b)];
    const helper: Vec3 = Math.abs(i[2]) < 0.7 ? [0, 0, 1] : [1, 0, 0];
    const u = normalize(cross(i, helper));
    const v = cross(i, u);
    return { i, j: add(scale(u, Math.cos(c)), scale(v, Math.sin(c))) };
  });

describe('regular series', () => {
  test('oblique slices in any order: every voxel of every slice is where its header says, to 1e-9 mm', () => {
    fc.assert(
      fc.property(
        directions,
        fc.shuffledSubarray([...Array(9).keys()], { minLength: 9 }),
        fc.double({ min: 0.4, max: 3, noNaN: true }),
        (axes, shuffle, stepMm) => {
          const slices = stack({ ...axes, stepMm, count: 9 });
          const { geometry, status, order } = judgeGeometry(shuffle.map((at) => slices[at]!));
          expect(status).toBe('regular');
          expect(order.map((at) => shuffle[at])).toEqual([...Array(9).keys()]);
          expect(judgeGeometry(slices).geometry).toEqual(geometry);
          slices.forEach(({ slice }, k) => {
            const header = add(
              add(slice.positionMm!, scale(slice.rowCosines!, 0.7 * 511)),
              scale(slice.columnCosines!, 0.8 * 399),
            );
            expect(length(subtract(indexToPatient(geometry!, [511, 399, k]), header))).toBeLessThan(1e-9);
          });
        },
      ),
    );
  });

  test('flipped rows, columns and files (feet first, prone) give a right-handed volume with ascending slices', () => {
    for (const x of [1, -1]) {
      for (const y of [1, -1]) {
        const slices = stack({ i: [x, 0, 0], j: [0, y, 0] }).reverse();
        const { geometry, status } = judgeGeometry(slices);
        expect(status).toBe('regular');
        expect(geometry!.direction.k).toEqual(cross(geometry!.direction.i, geometry!.direction.j));
        expect(geometry!.direction.k[2]).toBe(x * y);
        expect(geometry!.spacingMm).toEqual([0.7, 0.8, 2.5]);
        expect(geometry!.dims).toEqual([512, 400, 10]);
        expect(geometry!.originMm).toEqual([-200, -180, 40]);
      }
    }
  });

  test('positions written with two digits are regular; spacing is the mean over the extent', () => {
    const slices = stack({ count: 100, stepMm: 1.6 }).map((each, k) => ({
      ...each,
      slice: { ...each.slice, positionMm: [0, 0, Number((k * 1.5999).toFixed(2))] as [number, number, number] },
    }));
    const { status, geometry } = judgeGeometry(slices);
    expect(status).toBe('regular');
    expect(geometry!.spacingMm[2]).toBeCloseTo(158.39 / 99, 12);
  });

  test('positions far from the origin, and the noise of how numbers are written, change nothing', () => {
    const written = (value: number): number => Number(value.toPrecision(10).slice(0, 16));
    fc.assert(
      fc.property(directions, fc.double({ min: -9000, max: 9000, noNaN: true }), ({ i, j }, far) => {
        const slices = stack({ i, j, originMm: [far, -far, far / 3], count: 40, stepMm: 1.25 }).map((each) => ({
          ...each,
          slice: {
            ...each.slice,
            positionMm: each.slice.positionMm!.map(written) as [number, number, number],
            rowCosines: i.map((value) => Number(value.toFixed(6))) as [number, number, number],
            columnCosines: j.map((value) => Number(value.toFixed(6))) as [number, number, number],
          },
        }));
        const { status, geometry } = judgeGeometry(slices);
        expect(status).toBe('regular');
        slices.forEach(({ slice }, k) => {
          expect(length(subtract(indexToPatient(geometry!, [0, 0, k]), slice.positionMm))).toBeLessThan(1e-3);
        });
      }),
    );
  });

  test('cosines of -0.000001 are those of 0', () => {
    const slices = stack({ count: 30 }).map((each, k) => ({
      ...each,
      slice: { ...each.slice, rowCosines: [1, k % 3 === 0 ? -0.000001 : 0.000001, 0] as [number, number, number] },
    }));
    expect(judgeGeometry(slices).status).toBe('regular');
  });

  test("every axis flip, and any order, puts each slice's first pixel at its position, to 1e-9 mm", () => {
    const flip = fc.constantFrom<1 | -1>(1, -1);
    fc.assert(
      fc.property(directions, flip, flip, fc.boolean(), ({ i, j }, x, y, reversed) => {
        const slices = stack({ i: scale(i, x), j: scale(j, y), stepMm: 2 });
        const input = reversed ? [...slices].reverse() : slices;
        const { geometry, order } = judgeGeometry(input);
        order.forEach((at, k) => {
          const first = indexToPatient(geometry!, [0, 0, k]);
          expect(length(subtract(first, input[at]!.slice.positionMm!))).toBeLessThan(1e-9);
        });
        expect(
          length(subtract(geometry!.direction.k, cross(geometry!.direction.i, geometry!.direction.j))),
        ).toBeLessThan(1e-12);
      }),
    );
  });

  test('instance numbers mean nothing', () => {
    const slices = stack();
    const reversed = slices.map((each, k) => ({ ...each, slice: { ...each.slice, instanceNumber: 10 - k } }));
    expect(judgeGeometry(reversed)).toEqual(judgeGeometry(slices));
  });
});

describe('refused series name the slices', () => {
  const cases: [string, SliceToJudge[], string, string][] = [
    ['one slice', stack({ count: 1 }), 'single_slice', '1.dcm'],
    [
      'a missing slice',
      stack().filter((_, k) => k !== 4),
      'missing_slice',
      '1 slice missing between 4.dcm (at 47.5 mm) and 6.dcm (at 52.5 mm)',
    ],
    ['an uneven step', change(stack(), 9, moved([0, 0, 1.2])), 'irregular_spacing', '10.dcm'],
    ['no position', change(stack(), 3, () => ({ positionMm: null })), 'missing_position', '4.dcm'],
    [
      'no orientation',
      change(stack(), 3, () => ({ rowCosines: null, columnCosines: null })),
      'missing_orientation',
      '4.dcm',
    ],
    [
      'an orientation that is none',
      change(stack(), 3, () => ({ rowCosines: [0, 0, 0] })),
      'missing_orientation',
      '4.dcm',
    ],
    ['no pixel spacing', change(stack(), 3, () => ({ pixelSpacingMm: null })), 'mixed_spacing', '4.dcm'],
    ['two matrices', change(stack(), 3, () => ({ rows: 256 })), 'mixed_matrix', '4.dcm'],
    ['two pixel spacings', change(stack(), 3, () => ({ pixelSpacingMm: [0.8, 0.71] })), 'mixed_spacing', '4.dcm'],
    [
      'two orientations',
      change(stack(), 3, () => ({ rowCosines: [0, 1, 0], columnCosines: [0, 0, -1] })),
      'mixed_orientation',
      '4.dcm',
    ],
    [
      'two slices at one place',
      [...stack(), { ...stack()[4]!, name: 'other.dcm', contentKey: 'other' }],
      'duplicate_position',
      'other.dcm',
    ],
    [
      'a copy moved sideways',
      [...stack(), { ...change(stack(), 4, moved([0.05, 0, 0]))[4]!, name: 'copy.dcm' }],
      'duplicate_position',
      'copy.dcm',
    ],
    [
      'two frames of reference',
      stack().map((each, k) => ({ ...each, frameOfReferenceUid: k === 3 ? '2.25.7' : each.frameOfReferenceUid })),
      'mixed_frame_of_reference',
      '4.dcm',
    ],
    ['one slice moved sideways', change(stack(), 3, moved([5, 0, 0])), 'irregular_spacing', '4.dcm'],
  ];
  test.each(cases)('%s', (_title, slices, code, named) => {
    for (const input of [slices, [...slices].reverse()]) {
      const judged = judgeGeometry(input);
      expect(judged).toMatchObject({ status: 'refused', geometry: null, order: [] });
      expect(judged.problems.map((each) => each.code)).toContain(code);
      expect(judged.problems.map((each) => each.message).join(' ')).toContain(named);
    }
  });

  test('a tilted gantry, with its angle', () => {
    const tilt = Math.tan((15 * Math.PI) / 180);
    const slices = stack().map((each, k) => ({
      ...each,
      slice: { ...each.slice, positionMm: [-200, -180 + 2.5 * k * tilt, 2.5 * k] as [number, number, number] },
    }));
    const { status, problems } = judgeGeometry(slices);
    expect(status).toBe('refused');
    expect(problems).toMatchObject([{ code: 'gantry_tilt' }]);
    expect(problems[0]!.message).toContain('15.0 degrees');
  });
});

test('whatever the headers say, the answer can be stored and read again', () => {
  const number = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  const few = fc.constantFrom(0, 1, -1, 0.02, 5, 1e5);
  const vector = fc.tuple(fc.oneof(few, number), fc.oneof(few, number), fc.oneof(few, number));
  const slice = fc.record({
    name: fc.constantFrom('a', 'b'),
    contentKey: fc.constantFrom('x', 'y'),
    slope: number,
    lossy: fc.boolean(),
    sopInstanceUid: fc.constantFrom('', '1', '2'),
    copy: fc.constantFrom(0, 1),
    frameOfReferenceUid: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('', '1') }, fc.constant('2')),
    reformat: fc.boolean(),
    slice: fc.record({
      rows: fc.constantFrom(1, 2),
      columns: fc.constant(2),
      positionMm: fc.option(vector, { freq: 20 }),
      rowCosines: fc.oneof(
        { weight: 8, arbitrary: fc.constant<[number, number, number]>([1, 0, 0]) },
        { weight: 1, arbitrary: vector },
      ),
      columnCosines: fc.constant<[number, number, number]>([0, 1, 0]),
      pixelSpacingMm: fc.constantFrom<[number, number]>([1e-3, 1e-3], [100, 1]),
      instanceNumber: fc.constant(null),
    }),
  });
  fc.assert(
    fc.property(fc.array(slice, { minLength: 1, maxLength: 5 }), (slices) => {
      const { geometry, status, order, problems } = judgeGeometry(slices);
      expect(status === 'refused').toBe(geometry === null);
      expect(order).toHaveLength(geometry?.dims[2] ?? 0);
      // As text, because that is how it is stored (and there -0 is 0).
      const stored = JSON.stringify(geometry);
      if (geometry) expect(JSON.stringify(volumeGeometry.parse(JSON.parse(stored)))).toBe(stored);
      if (status !== 'regular') expect(problems).not.toHaveLength(0);
    }),
    { numRuns: 2000 },
  );
});

describe('warnings keep the volume', () => {
  test('jitter', () => {
    const { status, problems, order } = judgeGeometry(change(stack(), 4, moved([0, 0, 0.1])));
    expect(status).toBe('warning');
    expect(problems).toMatchObject([{ code: 'jitter' }]);
    expect(problems[0]!.message).toContain('5.dcm');
    expect(order).toHaveLength(10);
  });

  test('a copy with identical pixels is left out', () => {
    const { status, problems, geometry } = judgeGeometry([...stack(), { ...stack()[4]!, name: 'copy.dcm' }]);
    expect(status).toBe('warning');
    expect(problems).toMatchObject([{ code: 'duplicate_position' }]);
    expect(geometry!.dims[2]).toBe(10);
  });

  test.each([
    [3, []],
    [3.1, ['volumes of tumours']],
    [5, ['volumes of tumours']],
    [5.1, ['all volumes']],
    [10, ['all volumes']],
  ])('slices %d mm apart', (stepMm, said) => {
    const { problems } = judgeGeometry(stack({ stepMm }));
    expect(problems.map(({ code }) => code)).toEqual(said.map(() => 'thick_slices'));
    said.forEach((text, at) => {
      expect(problems[at]!.message).toContain(text);
    });
  });

  test('coarse intensities', () => {
    const slices = stack().map((each) => ({ ...each, slope: 32.1 }));
    expect(judgeGeometry(slices).problems.map(({ code }) => code)).toEqual(['coarse_intensity']);
  });

  test('images computed from others', () => {
    const { status, problems } = judgeGeometry(stack().map((each, k) => ({ ...each, reformat: k > 7 })));
    expect(status).toBe('warning');
    expect(problems).toMatchObject([{ code: 'reformatted' }]);
    expect(problems[0]!.message).toContain('2 slices computed from other images (reformatted), not reconstructed');
    expect(problems[0]!.message).toContain('10.dcm, 9.dcm');
  });

  test('blank UIDs', () => {
    const { status, problems } = judgeGeometry(
      stack().map((each, k) => ({ ...each, sopInstanceUid: k === 2 ? '' : '1' })),
    );
    expect(status).toBe('warning');
    expect(problems.map(({ code }) => code)).toEqual(['missing_uid']);
    expect(problems[0]!.message).toContain('3.dcm');
  });

  test('a UID that several files have; frames of one file may share theirs, and copies that are left out do no harm', () => {
    const shared = stack().map((each, k) => ({
      ...each,
      sopInstanceUid: k < 2 ? '1' : each.sopInstanceUid,
      copy: k === 1 ? 1 : 0,
    }));
    const { status, problems } = judgeGeometry(shared);
    expect(status).toBe('warning');
    expect(problems).toMatchObject([{ code: 'duplicate_uid' }]);
    expect(problems[0]!.message).toContain('1.dcm, 2.dcm');
    expect(judgeGeometry(stack().map((each) => ({ ...each, sopInstanceUid: '1' }))).status).toBe('regular');
    const copied = [...stack(), { ...stack()[4]!, name: 'copy.dcm', copy: 1 }];
    expect(judgeGeometry(copied).problems.map(({ code }) => code)).toEqual(['duplicate_position']);
  });

  test('lossy compression, with the slices', () => {
    const slices = stack().map((each, k) => ({ ...each, lossy: k === 6 }));
    const { status, problems } = judgeGeometry(slices);
    expect(status).toBe('warning');
    expect(problems).toMatchObject([{ code: 'lossy_compression' }]);
    expect(problems[0]!.message).toContain('7.dcm');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Vec3 } from '../../core/domain/geometry.ts';
import { placedSlices } from '../../../tests/fixtures/slices.ts';
import { judgeGeometry } from './geometry.ts';
import { partition, type SliceToGroup } from './partition.ts';

type Timing = SliceToGroup['timing'];
const axial = (count: number, stepMm = 2.5, startMm = 0): Vec3[] =>
  Array.from({ length: count }, (_, k) => [-200, -180, startMm + k * stepMm]);
/** A stack with a name of its own, so that its contents differ from those of others. */
const stack = (
  name: string,
  positions: readonly Vec3[],
  timing: Partial<Timing> = {},
  rest: Partial<SliceToGroup> = {},
) =>
  placedSlices(
    positions,
    {},
    {
      name,
      timing: {
        acquisitionNumber: 1,
        acquisitionSeconds: 36_000,
        temporalPosition: null,
        contentSeconds: null,
        ...timing,
      },
      ...rest,
    },
  );
const coronalScout = placedSlices(
  [[-250, 0, 300]],
  { rowCosines: [1, 0, 0], columnCosines: [0, 0, -1], rows: 888, columns: 888, pixelSpacingMm: [0.6, 0.6] },
  { name: 'scout' },
);
const renumbered = (slices: readonly SliceToGroup[], from: number, by = 1): SliceToGroup[] =>
  slices.map((each, k) => ({ ...each, slice: { ...each.slice, instanceNumber: from + k * by } }));

const labels = (slices: readonly SliceToGroup[]): string[] => partition(slices).map(({ label }) => label);
const summary = (slices: readonly SliceToGroup[]): [string, number, string][] =>
  partition(slices).map(({ label, at, judgement }) => [label, at.length, judgement.status]);
const codes = (slices: readonly SliceToGroup[]): string[][] =>
  partition(slices).map(({ judgement }) => judgement.problems.map(({ code }) => code));

describe('one volume is one part', () => {
  test.each<[string, SliceToGroup[]]>([
    ['a regular stack', stack('a', axial(20))],
    [
      'with an acquisition number per slice',
      stack('a', axial(20)).map((each, k) => ({ ...each, timing: { ...each.timing, acquisitionNumber: k } })),
    ],
    [
      'with an acquisition number and time per four slices, as of a step-and-shoot scan',
      stack('a', axial(40)).map((each, k) => {
        const shot = Math.floor(k / 4);
        return { ...each, timing: { ...each.timing, acquisitionNumber: shot, acquisitionSeconds: 36_000 + 7 * shot } };
      }),
    ],
    [
      'in two acquisitions, one after the other',
      [...stack('a', axial(20)), ...stack('b', axial(20, 2.5, 50), { acquisitionNumber: 2 })],
    ],
    ['with copies of the same pixels', [...stack('a', axial(20)), ...stack('a', axial(20), {}, { copy: 1 })]],
    ['of frames that share one UID', stack('a', axial(20), {}, { sopInstanceUid: '2.25.1' })],
    ['with a blank frame of reference', stack('a', axial(20), {}, { frameOfReferenceUid: '' })],
  ])('%s', (_name, slices) => {
    expect(partition(slices)).toEqual([
      {
        label: '',
        at: slices.map((_, at) => at),
        judgement: expect.objectContaining({ order: expect.any(Array) as number[] }) as unknown,
      },
    ]);
    expect(partition(slices)[0]!.judgement).toEqual(judgeGeometry(slices));
    expect(partition(slices)[0]!.judgement.status).not.toBe('refused');
  });
});

describe('several volumes are told apart', () => {
  const full = axial(109);
  test.each<[string, SliceToGroup[], [string, number, string][]]>([
    [
      'two phases by acquisition',
      [...stack('a', full), ...stack('b', full, { acquisitionNumber: 4 })],
      [
        ['acquisition 1', 109, 'regular'],
        ['acquisition 4', 109, 'regular'],
      ],
    ],
    [
      'two phases by temporal position',
      [...stack('a', full, { temporalPosition: 2 }), ...stack('b', full, { temporalPosition: 1 })],
      [
        ['phase 1', 109, 'regular'],
        ['phase 2', 109, 'regular'],
      ],
    ],
    [
      'two phases by acquisition time',
      [...stack('a', full, { acquisitionSeconds: 36_070 }), ...stack('b', full, { acquisitionSeconds: 36_030 })],
      [
        ['acquired at 10:00:30', 109, 'regular'],
        ['acquired at 10:01:10', 109, 'regular'],
      ],
    ],
    [
      'two phases whose slices each have a time',
      ['a', 'b'].flatMap((name, phase) =>
        stack(name, full).map((each, k) => ({
          ...each,
          timing: { ...each.timing, acquisitionSeconds: 36_000 + 35 * phase + k * 0.05 },
        })),
      ),
      [
        ['acquired at 10:00:00', 109, 'regular'],
        ['acquired at 10:00:35', 109, 'regular'],
      ],
    ],
    [
      'two phases by instance number, scan after scan',
      [...stack('a', full), ...renumbered(stack('b', full), 110)],
      [
        ['phase 1', 109, 'regular'],
        ['phase 2', 109, 'regular'],
      ],
    ],
    [
      'three phases by instance number, position after position',
      ['a', 'b', 'c'].flatMap((name, phase) => renumbered(stack(name, full), 1 + phase, 3)),
      [
        ['phase 1', 109, 'regular'],
        ['phase 2', 109, 'regular'],
        ['phase 3', 109, 'regular'],
      ],
    ],
    [
      'two phases in two table positions each',
      ['a', 'b'].flatMap((name, phase) => [
        ...stack(`${name} top`, axial(20), {
          acquisitionNumber: 1 + 2 * phase,
          acquisitionSeconds: 36_000 + phase * 40,
        }),
        ...stack(`${name} end`, axial(20, 2.5, 50), {
          acquisitionNumber: 2 + 2 * phase,
          acquisitionSeconds: 36_003 + phase * 40,
        }),
      ]),
      [
        ['acquired at 10:00:00', 40, 'regular'],
        ['acquired at 10:00:40', 40, 'regular'],
      ],
    ],
    [
      'overlapping chest and abdomen',
      [...stack('chest', axial(60)), ...stack('abdomen', axial(60, 2.5, 120), { acquisitionNumber: 2 })],
      [
        ['acquisition 1', 60, 'regular'],
        ['acquisition 2', 60, 'regular'],
      ],
    ],
    [
      'chest and abdomen of other spacings',
      [...stack('chest', axial(40, 5)), ...stack('abdomen', axial(60, 2.5, 200), { acquisitionNumber: 2 })],
      [
        ['acquisition 1', 40, 'warning'],
        ['acquisition 2', 60, 'regular'],
      ],
    ],
    [
      'two regions far apart',
      [...stack('chest', axial(40)), ...stack('pelvis', axial(40, 2.5, 300), { acquisitionNumber: 2 })],
      [
        ['acquisition 1', 40, 'regular'],
        ['acquisition 2', 40, 'regular'],
      ],
    ],
    [
      'acquisitions whose slices alternate',
      [...stack('a', axial(20, 5)), ...stack('b', axial(20, 5, 2.5), { acquisitionNumber: 2 })],
      [
        ['acquisition 1', 20, 'warning'],
        ['acquisition 2', 20, 'warning'],
      ],
    ],
    [
      'axial and coronal',
      [
        ...stack('a', axial(60)),
        ...placedSlices(
          Array.from({ length: 40 }, (_, k): Vec3 => [-200, -100 + 3 * k, 200]),
          { rowCosines: [1, 0, 0], columnCosines: [0, 0, -1] },
          { name: 'cor', reformat: true },
        ),
      ],
      [
        ['scanned', 60, 'regular'],
        ['reformatted', 40, 'warning'],
      ],
    ],
    [
      'three orientations',
      [
        ...stack('a', axial(60)),
        ...placedSlices(
          Array.from({ length: 40 }, (_, k): Vec3 => [-200, -100 + 3 * k, 200]),
          { rowCosines: [1, 0, 0], columnCosines: [0, 0, -1] },
          { name: 'cor' },
        ),
        ...placedSlices(
          Array.from({ length: 30 }, (_, k): Vec3 => [-50 + 3 * k, -150, 200]),
          { rowCosines: [0, 1, 0], columnCosines: [0, 0, -1] },
          { name: 'sag' },
        ),
      ],
      [
        ['orientation 1 (axial)', 60, 'regular'],
        ['orientation 2 (coronal)', 40, 'regular'],
        ['orientation 3 (sagittal)', 30, 'regular'],
      ],
    ],
    [
      'two matrices',
      [
        ...stack('a', full),
        ...placedSlices(full, { rows: 256, columns: 256, pixelSpacingMm: [1.6, 1.4] }, { name: 'b' }),
      ],
      [
        ['matrix 512 x 400', 109, 'regular'],
        ['matrix 256 x 256', 109, 'regular'],
      ],
    ],
    [
      'two fields of view',
      [...stack('a', full), ...placedSlices(full, { pixelSpacingMm: [0.9, 0.9] }, { name: 'b' })],
      [
        ['pixel spacing 0.8 x 0.7 mm', 109, 'regular'],
        ['pixel spacing 0.9 mm', 109, 'regular'],
      ],
    ],
    [
      'two frames of reference',
      [...stack('a', full), ...stack('b', axial(60), {}, { frameOfReferenceUid: '2.25.7' })],
      [
        ['frame of reference 1', 109, 'regular'],
        ['frame of reference 2', 60, 'regular'],
      ],
    ],
    [
      'files with the same UIDs and other pixels',
      [...stack('a', full), ...stack('b', full, {}, { copy: 1 })],
      [
        ['copy 1', 109, 'regular'],
        ['copy 2', 109, 'regular'],
      ],
    ],
    [
      'orientation and acquisition together',
      [
        ...stack('a', axial(60)),
        ...stack('b', axial(60), { acquisitionNumber: 2 }),
        ...placedSlices(
          Array.from({ length: 40 }, (_, k): Vec3 => [-200, -100 + 3 * k, 200]),
          { rowCosines: [1, 0, 0], columnCosines: [0, 0, -1] },
          { name: 'cor' },
        ),
      ],
      [
        ['orientation 1 (axial), acquisition 1', 60, 'regular'],
        ['orientation 1 (axial), acquisition 2', 60, 'regular'],
        ['orientation 2 (coronal)', 40, 'regular'],
      ],
    ],
    [
      'two phases of a tilted scan, which can be resampled',
      ['a', 'b'].flatMap((name, phase) =>
        stack(
          name,
          axial(30).map(([x, y, z]): Vec3 => [x, y + 0.2 * z, z]),
          { acquisitionNumber: phase + 1 },
        ),
      ),
      [
        ['acquisition 1', 30, 'refused'],
        ['acquisition 2', 30, 'refused'],
      ],
    ],
    [
      'two phases of which one lacks a slice',
      [...stack('a', full), ...stack('b', full, { acquisitionNumber: 2 }).filter((_, k) => k !== 50)],
      [
        ['acquisition 1', 109, 'regular'],
        ['acquisition 2', 108, 'refused'],
      ],
    ],
  ])('%s', (_name, slices, expected) => {
    expect(summary(slices)).toEqual(expected);
  });

  test('parts that are refused can be resampled', () => {
    const slices = ['a', 'b'].flatMap((name, phase) =>
      stack(
        name,
        axial(30).map(([x, y, z]): Vec3 => [x, y + 0.2 * z, z]),
        { acquisitionNumber: phase + 1 },
      ),
    );
    expect(partition(slices).map(({ judgement }) => judgement.canResample)).toEqual([true, true]);
  });
});

describe('strays', () => {
  test('a scout is a refused part beside its scan', () => {
    const slices = [...coronalScout, ...stack('a', axial(60))];
    expect(summary(slices)).toEqual([
      ['orientation 1 (axial)', 60, 'regular'],
      ['orientation 2 (coronal)', 1, 'refused'],
    ]);
    expect(codes(slices)[1]).toEqual(['single_slice']);
    const tilted = axial(60).map(([x, y, z]): Vec3 => [x, y + 0.3 * z, z]);
    expect(summary([...coronalScout, ...stack('a', tilted)])).toHaveLength(2);
  });

  test('a scout beside two phases', () => {
    const slices = [...coronalScout, ...stack('a', axial(60)), ...stack('b', axial(60), { acquisitionNumber: 2 })];
    expect(labels(slices)).toEqual([
      'orientation 1 (axial), acquisition 1',
      'orientation 1 (axial), acquisition 2',
      'orientation 2 (coronal)',
    ]);
  });

  test('one other image at the place of a slice', () => {
    const slices = [...stack('a', axial(60)), ...stack('other', [axial(60)[30]!], { acquisitionNumber: 9 })];
    expect(summary(slices)).toEqual([
      ['acquisition 1', 60, 'regular'],
      ['acquisition 9', 1, 'refused'],
    ]);
  });

  const whole = (slices: readonly SliceToGroup[], code: string, named: string): void => {
    const parts = partition(slices);
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({ label: '', judgement: { status: 'refused' } });
    expect(parts[0]!.judgement.problems.map((each) => each.code)).toContain(code);
    expect(parts[0]!.judgement.problems.map(({ message }) => message).join(' ')).toContain(named);
  };
  const odd = (at: number, edit: Partial<SliceToGroup['slice']>, rest: Partial<SliceToGroup> = {}): SliceToGroup[] =>
    stack('a', axial(60)).map((each, k) => (k === at ? { ...each, ...rest, slice: { ...each.slice, ...edit } } : each));

  test.each<[string, Partial<SliceToGroup['slice']>, string]>([
    ['another pixel spacing', { pixelSpacingMm: [0.9, 0.9] }, 'mixed_spacing'],
    ['another matrix', { rows: 128 }, 'mixed_matrix'],
    ['another orientation', { columnCosines: [0, 0, -1] }, 'mixed_orientation'],
    ['no position', { positionMm: null }, 'missing_position'],
    ['no orientation', { rowCosines: null }, 'missing_orientation'],
  ])('a slice with %s belongs to the scan in which it would leave a gap, or at its ends', (_name, edit, code) => {
    for (const at of [0, 30, 59]) whole(odd(at, edit), code, `a${at + 1}.dcm`);
  });

  test('a slice in another frame of reference, too', () => {
    whole(odd(30, {}, { frameOfReferenceUid: '2.25.7' }), 'mixed_frame_of_reference', 'a31.dcm');
  });

  test('many are no strays', () => {
    whole(
      stack('a', axial(10)).map((each, k) =>
        k > 6 ? { ...each, slice: { ...each.slice, columnCosines: [0, 0, -1] as [number, number, number] } } : each,
      ),
      'mixed_orientation',
      'a8.dcm',
    );
  });

  test('a slice without position and of another size is one', () => {
    const [scout] = coronalScout;
    const slices = [...stack('a', axial(60)), { ...scout!, slice: { ...scout!.slice, positionMm: null } }];
    expect(summary(slices)).toEqual([
      ['orientation 1 (axial)', 60, 'regular'],
      ['without position', 1, 'refused'],
    ]);
  });
});

describe('what stays in doubt is refused as a whole', () => {
  const gap = (gapMm: number): SliceToGroup[] => [
    ...stack('a', axial(20)),
    ...stack('b', axial(20, 2.5, 47.5 + gapMm), { acquisitionNumber: 2, acquisitionSeconds: 36_020 }),
  ];
  test.each<[string, SliceToGroup[], string]>([
    ['missing slices between two acquisitions', gap(5), 'missing_slice'],
    ['missing slices between two acquisitions, 25 mm', gap(25), 'missing_slice'],
    [
      'a slice missing from a step-and-shoot scan',
      stack('a', axial(40))
        .map((each, k) => ({ ...each, timing: { ...each.timing, acquisitionNumber: Math.floor(k / 4) } }))
        .filter((_, k) => k !== 18),
      'missing_slice',
    ],
    [
      'a tilted step-and-shoot scan',
      stack(
        'a',
        axial(40).map(([x, y, z]): Vec3 => [x, y + 0.3 * z, z]),
      ).map((each, k) => ({
        ...each,
        timing: { ...each.timing, acquisitionNumber: Math.floor(k / 4) },
      })),
      'gantry_tilt',
    ],
    [
      'two slices at each place, whose order is not the same everywhere',
      [...stack('a', axial(20)), ...renumbered(stack('b', axial(20)), 21)]
        .map((each, k) =>
          k % 20 === 7
            ? { ...each, slice: { ...each.slice, instanceNumber: 28 - (each.slice.instanceNumber! - 8) } }
            : each,
        )
        .map((each, k) =>
          k % 3 === 0 ? { ...each, slice: { ...each.slice, instanceNumber: 500 - each.slice.instanceNumber! } } : each,
        ),
      'duplicate_position',
    ],
    [
      'two slices at each place that nothing tells apart',
      [...stack('a', axial(20)), ...stack('b', axial(20))],
      'duplicate_position',
    ],
    ['one slice', stack('a', axial(1)), 'single_slice'],
  ])('%s', (_name, slices, code) => {
    expect(codes(slices)).toEqual([[code]]);
    expect(summary(slices)).toEqual([['', slices.length, 'refused']]);
  });
});

describe('whatever the slices', () => {
  const number = (...values: number[]): fc.Arbitrary<number | null> => fc.constantFrom(null, ...values);
  const slice = fc
    .record({
      place: fc.integer({ min: 0, max: 6 }),
      name: fc.constantFrom('a', 'b', 'c'),
      copy: fc.constantFrom(0, 0, 0, 1),
      frameOfReferenceUid: fc.constantFrom('1', '1', '1', '2', ''),
      reformat: fc.boolean(),
      timing: fc.record({
        acquisitionNumber: number(1, 2),
        acquisitionSeconds: number(36_000, 36_001, 36_040),
        temporalPosition: number(1, 2),
        contentSeconds: number(1, 2, 3, 4),
      }),
      shape: fc.record({
        rows: fc.constantFrom(4, 4, 4, 5),
        columnCosines: fc.constantFrom<[number, number, number]>([0, 1, 0], [0, 1, 0], [0, 0, -1]),
        instanceNumber: number(1, 2, 3, 4, 5),
      }),
    })
    .map(({ place, shape, ...rest }) => placedSlices([[0, place % 2, 2 * place]], shape, rest)[0]!);
  const series = fc.array(slice, { minLength: 1, maxLength: 24 });
  const byContent = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

  test('every slice is in one part, judged by its slices alone', () => {
    fc.assert(
      fc.property(series, (slices) => {
        const parts = partition(slices);
        expect(parts.flatMap(({ at }) => at).sort((a, b) => a - b)).toEqual(slices.map((_, at) => at));
        for (const { at, judgement } of parts) {
          expect(at).toEqual([...at].sort((a, b) => a - b));
          // Of two slices that show the same the first counts, and partition puts them in an order of their own.
          const { order, ...judged } = judgeGeometry(at.map((place) => slices[place]!).sort(byContent));
          expect(judgement).toMatchObject(judged);
          expect(judgement.order).toHaveLength(order.length);
        }
        expect(parts.length === 1).toBe(parts.every(({ label }) => label === ''));
        expect(new Set(parts.map(({ label }) => label)).size).toBe(parts.length);
      }),
      { numRuns: 150 },
    );
  });

  test('the order of the files decides nothing', () => {
    const clean = [
      ...coronalScout,
      ...stack('a', axial(20)),
      ...stack('b', axial(20), { acquisitionNumber: 2 }),
      ...stack('c', axial(12, 5), { acquisitionNumber: 3 }),
    ];
    const told = (slices: readonly SliceToGroup[]): unknown =>
      partition(slices).map(({ label, at, judgement: { order, ...judged } }) => ({
        label,
        ...judged,
        slices: at.map((place) => JSON.stringify(slices[place])).sort(),
        volume: order.map((place) => JSON.stringify(slices[at[place]!])),
      }));
    fc.assert(
      fc.property(
        fc
          .oneof(series, fc.constant(clean))
          .chain((slices) => fc.tuple(fc.constant(slices), fc.shuffledSubarray(slices, { minLength: slices.length }))),
        ([slices, shuffled]) => {
          expect(told(shuffled)).toEqual(told(slices));
        },
      ),
      { numRuns: 150 },
    );
  });
});

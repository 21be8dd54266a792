import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countLabels } from './labels.ts';
import { encodeRuns } from './labelmapRuns.ts';
import {
  effectiveCounts,
  holds,
  lesionSide,
  lesionsOfPieces,
  unconfirmedTumour,
  unconfirmedWarning,
  voxelsOfPiece,
  type FoundLesion,
} from './lesions.ts';
import { changeOrigin, followLesions, type ChangeOrigin } from './lesionsFollow.ts';
import { findPieces, pieceVoxels, piecesOfRuns } from './lesionsPieces.ts';

type Dims = readonly [number, number, number];
const DIMS: Dims = [7, 5, 4];
const VOXELS = DIMS[0] * DIMS[1] * DIMS[2];

/** One row of labels, as text. */
const row = (text: string): Uint8Array => Uint8Array.from(text, Number);
const rowPieces = (text: string) => findPieces(row(text), [text.length, 1, 1]);

/** By flood fill, the plain way. */
function flooded(labels: Uint8Array, [columns, rows, slices]: Dims): number[][] {
  const isTumour = (at: number): boolean => labels[at] === 3 || labels[at] === 4;
  const seen = new Set<number>();
  const pieces: number[][] = [];
  for (let start = 0; start < labels.length; start++) {
    if (!isTumour(start) || seen.has(start)) continue;
    const piece = [start];
    seen.add(start);
    for (let next = 0; next < piece.length; next++) {
      const at = piece[next]!;
      const [i, j, k] = [at % columns, Math.floor(at / columns) % rows, Math.floor(at / columns / rows)];
      for (let z = Math.max(0, k - 1); z <= Math.min(slices - 1, k + 1); z++)
        for (let y = Math.max(0, j - 1); y <= Math.min(rows - 1, j + 1); y++)
          for (let x = Math.max(0, i - 1); x <= Math.min(columns - 1, i + 1); x++) {
            const other = x + columns * (y + rows * z);
            if (!isTumour(other) || seen.has(other)) continue;
            seen.add(other);
            piece.push(other);
          }
    }
    pieces.push(piece.sort((a, b) => a - b));
  }
  return pieces;
}

const labelmaps = fc
  .array(fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 5), { minLength: VOXELS, maxLength: VOXELS })
  .map((values) => Uint8Array.from(values));

describe('pieces of tumour', () => {
  test('are those of a flood fill over all 26 neighbours, from voxels and from runs alike', () => {
    fc.assert(
      fc.property(labelmaps, (labels) => {
        const pieces = findPieces(labels, DIMS);
        expect(pieces.map((piece) => [...voxelsOfPiece(piece)])).toEqual(flooded(labels, DIMS));
        expect(piecesOfRuns(encodeRuns({ dims: DIMS, labels }))).toEqual(pieces);
        for (const piece of pieces) {
          const voxels = [...voxelsOfPiece(piece)];
          expect(piece.flrVoxels).toBe(voxels.filter((at) => labels[at] === 4).length);
          expect(pieceVoxels(piece)).toBe(voxels.length);
          labels.forEach((_, at) => {
            expect(holds(piece, at)).toBe(voxels.includes(at));
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('are looked for inside the box only', () => {
    const labels = new Uint8Array(VOXELS).fill(3);
    const [piece] = findPieces(labels, DIMS, { min: [1, 1, 1], max: [2, 3, 1] });
    expect([...voxelsOfPiece(piece!)]).toEqual([43, 44, 50, 51, 57, 58]);
  });

  test('a labelmap of specks is told apart up to the largest 500', () => {
    const labels = new Uint8Array(2 * 700);
    for (let at = 0; at < 700; at++) labels[2 * at] = 3;
    labels[1] = 3;
    const pieces = findPieces(labels, [1400, 1, 1]);
    expect(pieces).toHaveLength(500);
    expect(pieceVoxels(pieces[0]!)).toBe(3);
  });
});

let ids = 0;
const follow = (before: readonly FoundLesion[], text: string, origin: ChangeOrigin, lastNumber = 9): FoundLesion[] =>
  followLesions({ before, pieces: rowPieces(text), origin, lastNumber, newId: () => `id-${++ids}` });
const start = (text: string, origin: ChangeOrigin): FoundLesion[] => follow([], text, origin, 0);
const shown = (found: readonly FoundLesion[]): string[] =>
  found.map(({ lesion: { number, state, resectedVoxels, flrVoxels } }) =>
    [number, state, resectedVoxels, flrVoxels].join(' '),
  );

describe('lesions after a change', () => {
  test('are proposed by an algorithm, confirmed by hand and by a mask', () => {
    expect(shown(start('03301440', 'algorithm'))).toEqual(['1 proposed 2 0', '2 proposed 0 2']);
    expect(shown(start('0330', 'hand'))).toEqual(['1 confirmed 2 0']);
    expect(shown(start('0330', 'mask'))).toEqual(['1 confirmed 2 0']);
  });

  test('tell tools apart', () => {
    expect(['brush@1', 'eraser@2', 'grow-tumour@1', 'fill-holes@1', 'import-mask@1'].map(changeOrigin)).toEqual([
      'hand',
      'hand',
      'algorithm',
      'algorithm',
      'mask',
    ]);
  });

  test('keep who they are and their state when nothing of them changed, also when the cut moved', () => {
    const before = start('0333003300', 'hand');
    const after = follow(before, '0344003313', 'algorithm');
    expect(shown(after)).toEqual(['1 confirmed 1 2', '2 confirmed 2 0', '10 proposed 1 0']);
    expect(after[0]!.lesion.id).toBe(before[0]!.lesion.id);
  });

  test('a confirmed one that an algorithm changed is proposed again; by hand it stays confirmed', () => {
    const before = start('0333000', 'hand');
    expect(shown(follow(before, '0333300', 'algorithm'))).toEqual(['1 proposed 4 0']);
    expect(shown(follow(before, '0330000', 'algorithm'))).toEqual(['1 proposed 2 0']);
    expect(shown(follow(before, '0333300', 'hand'))).toEqual(['1 confirmed 4 0']);
    expect(shown(follow(start('0333000', 'algorithm'), '0333300', 'hand'))).toEqual(['1 proposed 4 0']);
  });

  test('merged, the oldest goes on, and only all confirmed stay confirmed', () => {
    const [first, second] = start('033003300', 'hand');
    expect(shown(follow([second!, first!], '033333300', 'hand'))).toEqual(['1 confirmed 6 0']);
    const proposed = { ...first!, lesion: { ...first!.lesion, state: 'proposed' as const } };
    expect(shown(follow([proposed, second!], '033333300', 'hand'))).toEqual(['1 proposed 6 0']);
  });

  test('fallen apart, the piece with the anchor goes on, else the largest; the others are new with the same state', () => {
    const before = start('333333333', 'hand');
    expect(before[0]!.lesion.anchor).toBe(4);
    expect(shown(follow(before, '333003033', 'hand'))).toEqual([
      '1 confirmed 3 0',
      '10 confirmed 1 0',
      '11 confirmed 2 0',
    ]);
    expect(shown(follow(before, '300033033', 'hand'))).toEqual([
      '1 confirmed 2 0',
      '10 confirmed 1 0',
      '11 confirmed 2 0',
    ]);
  });

  test('gone ones leave their number unused', () => {
    expect(shown(follow(start('033003300', 'hand'), '033000033', 'hand', 2))).toEqual([
      '1 confirmed 2 0',
      '3 confirmed 2 0',
    ]);
    expect(shown(follow(start('033003300', 'hand'), '000000000', 'hand', 2))).toEqual([]);
  });

  test('always are one per piece, each with its anchor inside, whatever changed', () => {
    fc.assert(
      fc.property(labelmaps, labelmaps, fc.constantFrom('hand', 'algorithm', 'mask'), (a, b, origin) => {
        const of = (labels: Uint8Array, before: readonly FoundLesion[], lastNumber: number) =>
          followLesions({ before, pieces: findPieces(labels, DIMS), origin, lastNumber, newId: () => `id-${++ids}` });
        const before = of(a, [], 0);
        const after = of(b, before, before.length);
        expect(
          lesionsOfPieces(
            after.map(({ lesion }) => lesion),
            findPieces(b, DIMS),
          ),
        ).toEqual(after);
        expect(of(b, after, 99)).toEqual(after);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a list of lesions', () => {
  const pieces = rowPieces('0330440');
  const [one, two] = start('0330440', 'hand').map(({ lesion }) => lesion);

  test('is that of the pieces its anchors lie in', () => {
    expect(lesionsOfPieces([two!, one!], pieces)).toMatchObject([{ lesion: one }, { lesion: two }]);
    expect(lesionsOfPieces([{ ...one!, anchor: 0 }, two!], pieces)).toContain('anchor outside');
    expect(lesionsOfPieces([one!, { ...two!, anchor: 2 }], pieces)).toContain('in one piece');
    expect(lesionsOfPieces([one!, one!], pieces)).toContain('listed twice');
    expect(lesionsOfPieces([one!], pieces)).toContain('not listed');
  });

  test('has sides', () => {
    expect([one!, two!, start('0340', 'hand')[0]!.lesion].map(lesionSide)).toEqual(['resected', 'flr', 'both']);
  });
});

describe('what is measured', () => {
  test('is only confirmed tumour: the rest is parenchyma of its side, and the total stays', () => {
    fc.assert(
      fc.property(labelmaps, fc.array(fc.boolean(), { minLength: 200, maxLength: 200 }), (labels, confirmed) => {
        const counts = countLabels(labels);
        const found = followLesions({
          before: [],
          pieces: findPieces(labels, DIMS),
          origin: 'mask',
          lastNumber: 0,
          newId: () => `id-${++ids}`,
        });
        const lesions = found.map(({ lesion }, at) => ({
          ...lesion,
          state: confirmed[at] ? ('confirmed' as const) : ('proposed' as const),
        }));
        const kept = labels.slice();
        found.forEach(({ piece }, at) => {
          if (confirmed[at]) return;
          for (const offset of voxelsOfPiece(piece)) kept[offset]! -= 2;
        });
        expect(effectiveCounts(counts, lesions)).toEqual(countLabels(kept));
        expect(effectiveCounts(counts, null)).toEqual(counts);
      }),
      { numRuns: 40 },
    );
  });

  test('says how much is left out', () => {
    const [one, two] = start('0330440', 'algorithm').map(({ lesion }) => lesion);
    const counts = [3, 0, 0, 2, 2, 0, 0];
    const say = (...lesions: Parameters<typeof unconfirmedTumour>[1] & object) =>
      unconfirmedWarning(unconfirmedTumour(counts, lesions), 0.5);
    expect(say(one!, two!)).toBe(
      '2 proposed lesions (2.0 mL) are not confirmed, so they are not subtracted as tumour.',
    );
    expect(say({ ...one!, state: 'confirmed' }, two!)).toContain('1 proposed lesion (1.0 mL)');
    expect(say({ ...one!, state: 'confirmed' }, { ...two!, state: 'confirmed' })).toBeNull();
    expect(say({ ...one!, state: 'confirmed' })).toContain('1.0 mL in specks');
    expect(unconfirmedWarning(unconfirmedTumour(counts, null), 0.5)).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  proposePart,
  proposePartOfValue,
  tissues,
  usualOrder,
  winningPart,
  withWinner,
  type CodedPart,
} from './segmentParts.ts';

describe('what a segment is proposed to be', () => {
  test.each([
    ['liver', 'liver', 'Liver', { part: 'liver', by: 'code' }],
    ['a liver that is named as a lesion', 'liver', 'Liver metastasis', { part: 'tumour', by: 'name' }],
    ['a lesion', 'lesion', 'Segment_1', { part: 'tumour', by: 'code' }],
    ['the remnant', 'flr', 'anything', { part: 'flr', by: 'code' }],
    ['a remnant coded as liver', 'liver', 'FLR', { part: 'flr', by: 'name' }],
    ['the resected part', 'resected', 'x', { part: 'liver', by: 'code' }],
    ['other tissue', 'other', 'Cyst', { part: 'other', by: 'code' }],
  ] as const)('%s, by code first', (_, coded, name, expected) => {
    expect(proposePart(coded, name)).toEqual(expected);
  });

  test.each([
    ['liver', 'liver'],
    ['Leber', 'liver'],
    ['liver_segment_4', 'liver'],
    ['liver_tumor', 'tumour'],
    ['Lebermetastase 3', 'tumour'],
    ['GTV_1', 'tumour'],
    ['future liver remnant', 'flr'],
    ['spleen', 'ignore'],
    ['portal_vein_and_splenic_vein', 'ignore'],
    // Both: a person must say whether that is liver.
    ['liver vessels', null],
    ['Segment_1', null],
    ['', null],
  ] as const)('"%s" without a code', (name, part) => {
    expect(proposePart(null, name)?.part ?? null).toBe(part);
  });

  test('values of a mask are liver, tumour and remnant; others are asked for', () => {
    expect([1, 2, 3, 4, 255].map((value) => proposePartOfValue(value)?.part)).toEqual([
      'liver',
      'tumour',
      'flr',
      undefined,
      undefined,
    ]);
  });

  test('a name of any letters is proposed something or asked for', () => {
    const coded = fc.constantFrom<CodedPart | null>('liver', 'resected', 'flr', 'lesion', 'other', null);
    fc.assert(
      fc.property(coded, fc.string(), (code, name) => {
        if (code !== null) expect(proposePart(code, name)).not.toBeNull();
      }),
    );
  });
});

describe('what wins', () => {
  test('is the lesion in the liver, and the remnant of the two that are parenchyma', () => {
    expect(winningPart(['liver', 'flr'], usualOrder)).toBe('flr');
    expect(winningPart(['liver', 'flr', 'tumour'], usualOrder)).toBe('tumour');
    expect(winningPart(['tumour', 'other'], usualOrder)).toBe('other');
    expect(winningPart(['ignore'], usualOrder)).toBeNull();
    const parenchyma = withWinner(usualOrder, 'parenchyma', 'tumour');
    expect(winningPart(['tumour', 'flr', 'liver'], parenchyma)).toBe('flr');
  });

  test('is what the person chose last, whatever was chosen before', () => {
    const choice = fc.tuple(fc.constantFrom(...tissues), fc.constantFrom(...tissues)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.array(choice, { minLength: 1 }), (choices) => {
        const order = choices.reduce((before, [winner, loser]) => withWinner(before, winner, loser), usualOrder);
        expect([...order].sort()).toEqual([...tissues].sort());
        const [winner, loser] = choices.at(-1)!;
        expect(order.indexOf(winner)).toBeGreaterThan(order.indexOf(loser));
      }),
    );
  });
});

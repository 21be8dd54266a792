import { expect, it } from 'vitest';
import type { ReadingPair } from '../../../electron/core/contract/readings.ts';
import { agreementColumns, agreementFigures, shownAgreement } from './model.ts';

const pair = (numbers: Readonly<Record<string, readonly [number, number]>>): ReadingPair => ({
  seriesId: '019b0000-0000-7000-8000-000000000001',
  subjectCode: 'NL01-007',
  timePoint: 'w1',
  date: '2025-03-18',
  first: { readingId: '', reader: 'Dr ann', revisionId: '' },
  second: { readingId: '', reader: 'Dr bob', revisionId: '' },
  counts: 'first',
  values: Object.entries(numbers).map(([quantity, [first, second]]) => ({
    quantity,
    name: quantity,
    unit: 'mL',
    first,
    second,
  })),
});
const textsOf = (pairs: readonly ReadingPair[]) =>
  agreementFigures(shownAgreement(pairs)[0]!).map(({ text, interval }) => [text, interval]);

it('leaves out tissue that nobody found, and nothing else that is 0', () => {
  const pairs = [
    pair({ tumour: [0, 0], other: [0, 0], tumour_flr: [0, 3] }),
    pair({ tumour: [0, 0], other: [0, 0], tumour_flr: [0, 0] }),
  ];
  expect(shownAgreement(pairs).map(({ quantity }) => quantity)).toEqual(['tumour', 'tumour_flr']);
});

it('says all of two CTs, and of one CT what one can tell', () => {
  const two = [pair({ flr: [400, 410] }), pair({ flr: [500, 530] })];
  const [pairs, bias, limits, cv, absolute] = textsOf(two);
  expect([pairs, bias?.[0], limits?.[0], cv?.[0]]).toEqual([['2', null], '20.0', '-7.7 … 47.7', '3.16 %']);
  expect(absolute?.[1]).toMatch(/^95 % CI /);
  expect(textsOf(two.slice(1)).map(([text]) => text)).toEqual(['1', '–', '–', '4.12 %', '–', '–']);
  expect(agreementFigures(shownAgreement(two)[0]!).map(({ column }) => column)).toEqual([...agreementColumns]);
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { thresholdDescription } from '../../../tests/fixtures/models/networks.ts';
import { RemnantError } from '../contract/errors.ts';
import { knownSegments, parseModelDescription, patchDims } from './modelDescription.ts';

const parse = (change: object) => parseModelDescription(JSON.stringify({ ...thresholdDescription, ...change }));

it('takes single channels and lists, and an overlap of a half when none is given', () => {
  const parsed = parse({ segments: { tumour: 2, liver: [1, 3] }, overlap: undefined });
  expect(parsed.segments).toEqual({ tumour: [2], liver: [1, 3] });
  expect(parsed.overlap).toBe(0.5);
  expect(knownSegments(parsed)).toEqual(['liver', 'tumour']);
});

it('is the same after it was stored', () => {
  const parsed = parse({ patch: [96, 96], spacingMm: [null, 0.8, 0.8] });
  expect(parseModelDescription(JSON.stringify(parsed))).toEqual(parsed);
  expect(patchDims(parsed)).toEqual([1, 96, 96]);
});

it('reads the examples of the help page', () => {
  const page = readFileSync(new URL('../../../resources/help/models.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => parseModelDescription(json!));
  expect(examples.map(knownSegments)).toEqual([['liver', 'tumour'], ['liver']]);
});

it.each<[string, object, RegExp]>([
  ['another form', { format: 2 }, /at "format": must be 1/],
  ['no name', { name: ' ' }, /at "name": must not be empty/],
  ['a name that is none', { name: 5 }, /at "name": must be a text/],
  ['letters that are no directions', { axes: 'XYZ' }, /at "axes": must be three of the letters/],
  ['a direction twice', { axes: 'SIL' }, /at "axes": needs one of/],
  ['a spacing of 0', { spacingMm: [1, 0, 1] }, /at "spacingMm\.1": must be from 0\.2 to 20 mm/],
  ['two spacings', { spacingMm: [1, 1] }, /at "spacingMm": must be three numbers/],
  ['a window upside down', { clipHu: [200, 0] }, /at "clipHu": the first number must be below/],
  ['an unknown normalisation', { normalise: { kind: 'minMax' } }, /at "normalise(\.kind)?": must have the kind/],
  ['no deviation', { normalise: { kind: 'zScore', mean: 0, sd: 0 } }, /at "normalise\.sd": must be above 0/],
  ['a patch of one number', { patch: [64] }, /at "patch": must be three numbers/],
  ['a fractional patch', { patch: [64, 64, 1.5] }, /at "patch": must be three numbers/],
  ['overlap of everything', { overlap: 1 }, /at "overlap": must be from 0 to 0\.9/],
  ['an unknown decision', { decision: { kind: 'vote' } }, /at "decision(\.kind)?": must have the kind/],
  ['no segment', { segments: {} }, /at "segments": must name at least one/],
  ['an unknown segment', { segments: { spleen: 1 } }, /has "spleen" in "segments", which is not known/],
  ['a channel twice', { segments: { liver: 1, tumour: [1] } }, /at "segments": names a channel twice/],
  ['a negative channel', { segments: { liver: -1 } }, /at "segments\.liver": /],
])('says in a sentence what is wrong: %s', (_name, change, sentence) => {
  const refused: unknown = expect.objectContaining({
    code: 'invalid_input',
    message: expect.stringMatching(sentence) as string,
  });
  let thrown: unknown;
  try {
    parse(change);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RemnantError);
  expect(thrown).toEqual(refused);
});

it.each(['', '{', 'null', '[1]', '"text"'])('says so for what is no object: %j', (json) => {
  expect(() => parseModelDescription(json)).toThrow(RemnantError);
});

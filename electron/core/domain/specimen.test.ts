import { expect, test } from 'vitest';
import { computed, refused } from './computed.ts';
import { expectedSpecimenG, specimenDeviationPct } from './specimen.ts';

test('a drained specimen weighs 0.906 g for each mL on CT', () => {
  expect(expectedSpecimenG([computed(800), computed(150), computed(50)]).value).toBeCloseTo(906, 9);
});

test('a part that is not known leaves no weight', () => {
  expect(expectedSpecimenG([computed(800), refused('The liver is not divided yet.')])).toEqual(
    refused('The liver is not divided yet.'),
  );
});

test('the deviation counts from what was expected, and needs something expected', () => {
  expect(specimenDeviationPct(951.3, 906).value).toBeCloseTo(5, 9);
  expect(specimenDeviationPct(100, 0).value).toBeNull();
});

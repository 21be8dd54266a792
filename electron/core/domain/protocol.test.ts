import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { computed } from './computed.ts';
import { judgeAll } from './eligibility.ts';
import { codeProblem, protocol, sponsorOf } from './protocol.ts';
import type { QuantityId } from './quantities.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../resources/protocols/${name}.json`, import.meta.url), 'utf8'));
const dragon2 = protocol.parse(read('dragon2'));
const plc = protocol.parse(read('dragon-plc'));

test('a second trial needs a file and no code: its own limits by liver quality', () => {
  const outcomes = (
    quality: 'normal' | 'chemotherapy_damaged' | 'cirrhosis',
    values: Partial<Record<QuantityId, number>>,
  ) =>
    judgeAll(plc, 'baseline', quality, (id) => ({ value: computed(values[id] ?? NaN), interval: null })).map(
      ({ criterion, outcome }) => `${criterion} ${outcome}`,
    );
  expect(outcomes('normal', { flr_pct_functional: 30 })).toContain('inclusion_flr not_met');
  expect(outcomes('normal', { flr_pct_functional: 29.99 })).toContain('inclusion_flr met');
  expect(outcomes('chemotherapy_damaged', { flr_pct_functional: 39.9 })).toContain('inclusion_flr met');
  expect(outcomes('cirrhosis', { flr_pct_functional: 49.9 })).toContain('inclusion_flr met');
  expect(outcomes('cirrhosis', { flr_pct_functional: 50 })).toContain('resection_flr met');
  expect(outcomes('normal', { flr_function: 2.69 })).toContain('inclusion_function met');
  expect(outcomes('normal', { flr_function: 2.7 })).toContain('inclusion_function not_met');
});

test.each([dragon2, plc])('$name gives each of its numbers a basis', (each) => {
  const { cvPct, correlationFlrTlv } = each.uncertainty;
  for (const { source } of [...Object.values(cvPct), correlationFlrTlv, ...each.criteria, ...each.schedule])
    expect(source).toMatch(/^(default: |NCT\d{8}: |as in HYPER-LIV01)/);
  for (const kind of each.requiredItems.timePoints) expect(each.schedule.map((visit) => visit.kind)).toContain(kind);
});

test('a code fits its pattern as a whole, or the protocol says what one looks like', () => {
  for (const each of [dragon2, plc]) {
    expect(codeProblem(each, 'subject', each.codes.subject.example)).toBeNull();
    expect(codeProblem(each, 'site', each.codes.site.example)).toBeNull();
  }
  expect(codeProblem(dragon2, 'subject', 'JANSEN')).toMatch(/at least one digit, such as NL01-007; never a name/);
  expect(codeProblem(dragon2, 'subject', 'x NL01-007 x')).not.toBeNull();
  expect(codeProblem(dragon2, 'site', 'NL01-007')).not.toBeNull();
});

test('a pattern that could take for ever, or is none, is refused', () => {
  const withPattern = (pattern: string): boolean => {
    const file = structuredClone(dragon2);
    return protocol.safeParse({ ...file, codes: { ...file.codes, site: { ...file.codes.site, pattern } } }).success;
  };
  expect(withPattern('[A-Z]{2}[0-9]+')).toBe(true);
  expect(withPattern('(A|B)[0-9]{2}')).toBe(true);
  expect(withPattern('([A-Z]+)+X')).toBe(false);
  expect(withPattern('([A-Z]*){9}X')).toBe(false);
  expect(withPattern('[A-Z')).toBe(false);
});

test('a file names who answers for the trial; one from before that was asked for stays valid, byte for byte', () => {
  expect([dragon2, plc].map(sponsorOf)).toEqual(['Maastricht University', 'Maastricht University']);
  const { sponsor, ...older } = dragon2;
  expect(sponsor).toBeDefined();
  expect(protocol.parse(older)).toEqual(older);
  expect(sponsorOf(protocol.parse(older))).toBe('DRAGON 2');
  for (const wrong of ['', '   ', 'x'.repeat(65)])
    expect(protocol.safeParse({ ...dragon2, sponsor: wrong }).success).toBe(false);
});

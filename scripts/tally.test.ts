import { describe, expect, it } from 'vitest';
import { lastLine, sum, tallyPlaywright, tallyVitest } from './tally.ts';

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((test, index) => ({ status: test, fullName: `test ${index}` })),
});

describe('tallyVitest', () => {
  it('counts each test once', () => {
    const tally = tallyVitest({
      testResults: [file('failed', 'passed', 'failed', 'skipped'), file('passed', 'passed', 'todo')],
    });
    expect(tally).toEqual({ passed: 2, failed: 1, skipped: ['test 2', 'test 1'] });
  });

  it('counts a file that could not be loaded as failed', () => {
    expect(tallyVitest({ testResults: [file('failed')] }).failed).toBe(1);
  });
});

describe('tallyPlaywright', () => {
  const spec = (status: string, description?: string) => ({
    title: 'opens',
    tests: [{ status, annotations: description === undefined ? [] : [{ type: 'skip', description }] }],
  });

  it('counts through nested suites, with the reasons of what was skipped', () => {
    const suites = [
      { specs: [spec('expected')], suites: [{ specs: [spec('unexpected'), spec('skipped', 'no Electron here')] }] },
    ];
    expect(tallyPlaywright({ suites, errors: [] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: ['opens (no Electron here)'],
    });
  });

  it('counts what passed only at a second try, and errors outside tests, as failed', () => {
    expect(tallyPlaywright({ suites: [{ specs: [spec('flaky')] }], errors: [{}] }).failed).toBe(2);
  });
});

it('says the sum in one line', () => {
  const tally = { passed: 2, failed: 1, skipped: ['a'] };
  expect(lastLine(sum([tally, tally]))).toBe('4 passed, 2 failed, 2 skipped');
});

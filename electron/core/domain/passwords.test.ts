import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MIN_PASSWORD_LENGTH, normalPassword, passwordProblem } from './passwords.ts';
import {
  afterFailure,
  isLockedOut,
  LOCK_OUT_MS,
  lockedOutUntil,
  MOST_TRIES,
  NO_TRIES,
  waitMs,
  waitSentence,
} from './passwordsTries.ts';
import type { Tries } from './passwordsTries.ts';

const NAMES = ['jdevries', 'J. de Vries'];

test.each([
  ['correct horse battery', null],
  ['längere Wörter helfen', null],
  ['short1', 'at least 12'],
  ['elevenchars', 'at least 12'],
  ['passwordpassword', 'first that are guessed'],
  ['Password 1234', 'first that are guessed'],
  ['aaaaaaaaaaaaaa', 'more different'],
  ['abababababababab', 'more different'],
  ['my jdevries words', 'your own name'],
  ['Signed J. DE VRIES 7', 'your own name'],
])('"%s": %s', (password, complaint) => {
  const problem = passwordProblem(password, NAMES);
  if (complaint === null) expect(problem).toBeNull();
  else expect(problem).toContain(complaint);
});

test('length is counted in characters, not in the bytes or halves that they are made of', () => {
  expect(passwordProblem('🦉🐻🦊🐼🐨🐯🦁🐮🐷🐸🐵', NAMES)).toContain('at least');
  expect(passwordProblem('🦉🐻🦊🐼🐨🐯🦁🐮🐷🐸🐵🐔', NAMES)).toBeNull();
});

test('a password is the same however its characters were composed', () => {
  const composed = 'Caf\u00e9 au lait 12';
  expect(normalPassword(composed.normalize('NFD'))).toBe(normalPassword(composed));
});

test('no complaint ever repeats the password', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 5, maxLength: 40 }), (password) => {
      const problem = passwordProblem(password, NAMES);
      expect(problem === null || password.trim().length < 5 || !problem.includes(password)).toBe(true);
      if (problem === null)
        expect(Array.from(normalPassword(password)).length).toBeGreaterThanOrEqual(MIN_PASSWORD_LENGTH);
    }),
  );
});

const at = (ms: number): Date => new Date(Date.UTC(2026, 0, 1) + ms);
const failing = (times: number): Tries =>
  Array.from({ length: times }).reduce<Tries>((tries) => afterFailure(tries, at(0)), NO_TRIES);

test('each wrong password doubles the wait, up to a minute; the tenth locks for half an hour', () => {
  expect([1, 2, 3, 6, 7, 9].map((times) => waitMs(failing(times), at(0)))).toEqual([
    1000, 2000, 4000, 32_000, 60_000, 60_000,
  ]);
  expect(waitMs(failing(MOST_TRIES), at(0))).toBe(LOCK_OUT_MS);
  expect(isLockedOut(failing(MOST_TRIES), at(LOCK_OUT_MS - 1))).toBe(true);
  expect(isLockedOut(failing(MOST_TRIES - 1), at(0))).toBe(false);
  expect(lockedOutUntil(failing(MOST_TRIES), at(60_000))).toBe(at(LOCK_OUT_MS).toISOString());
  expect(waitSentence(failing(MOST_TRIES), at(0))).toContain('30 minutes');
  expect(waitSentence(failing(1), at(1000))).toBeNull();
});

test('once a lock-out is over, counting begins anew', () => {
  expect(isLockedOut(failing(MOST_TRIES), at(LOCK_OUT_MS))).toBe(false);
  expect(afterFailure(failing(MOST_TRIES), at(LOCK_OUT_MS)).failed).toBe(1);
});

test('whatever the clock does, nobody waits longer than the lock-out', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -1e12, max: 1e12 }), (failed, later) => {
      const wait = waitMs({ failed, lastFailedAt: at(0).toISOString() }, at(later));
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(LOCK_OUT_MS);
    }),
  );
});

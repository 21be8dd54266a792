/** Wrong passwords cost time: each doubles the wait, and too many lock the account out for a while. */

/** SP 800-63B section 5.2.2 allows at most 100 in a row; a person who has forgotten it needs fewer. */
export const MOST_TRIES = 10;
export const LOCK_OUT_MS = 30 * 60_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export interface Tries {
  /** Wrong ones in a row. */
  readonly failed: number;
  /** UTC instant of the last of them. */
  readonly lastFailedAt: string | null;
}
export const NO_TRIES: Tries = { failed: 0, lastFailedAt: null };

export const isLockedOut = (tries: Tries, now: Date): boolean => tries.failed >= MOST_TRIES && waitMs(tries, now) > 0;

/** Until the next password is looked at. */
export function waitMs({ failed, lastFailedAt }: Tries, now: Date): number {
  if (lastFailedAt === null || failed === 0) return 0;
  const needed = failed >= MOST_TRIES ? LOCK_OUT_MS : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failed - 1));
  // A clock that was set back never makes the wait longer than it is.
  return Math.min(needed, Math.max(0, Date.parse(lastFailedAt) + needed - now.getTime()));
}

/** After one more wrong password; once a lock-out is over, counting begins anew. */
export function afterFailure(tries: Tries, now: Date): Tries {
  const before = tries.failed >= MOST_TRIES ? 0 : tries.failed;
  return { failed: before + 1, lastFailedAt: now.toISOString() };
}

/** When the lock-out ends; null without one. */
export const lockedOutUntil = (tries: Tries, now: Date): string | null =>
  isLockedOut(tries, now) ? new Date(now.getTime() + waitMs(tries, now)).toISOString() : null;

/** One sentence for the person who has to wait; null when the next password is looked at. */
export function waitSentence(tries: Tries, now: Date): string | null {
  const wait = waitMs(tries, now);
  if (wait <= 0) return null;
  if (isLockedOut(tries, now)) {
    const minutes = Math.ceil(wait / 60_000);
    return `Too many wrong passwords: the account is locked for ${minutes} minute${minutes === 1 ? '' : 's'}, unless an administrator unlocks it.`;
  }
  const seconds = Math.ceil(wait / 1000);
  return `Wait ${seconds} second${seconds === 1 ? '' : 's'} before the next try.`;
}

/** The only place where a password is held against an account: wrong tries are counted, slowed down and written into the trail. */
import { RemnantError } from '../../core/contract/errors.ts';
import { afterFailure, isLockedOut, NO_TRIES, waitSentence } from '../../core/domain/passwordsTries.ts';
import { hashPassword, isPassword, isWeak } from './hash.ts';
import type { HostContext } from '../context.ts';
import type { AccountRow } from '../db/tables/account.ts';
import { changeAccount, requireAccount, triesOf } from './people.ts';

/** What it is asked for, as the trail names it. */
export type Purpose = 'sign_in' | 'unlock' | 'confirm' | 'change_password';

const WRONG = 'The name or the password is not right.';
export const wrongPassword = (): RemnantError => new RemnantError('refused', WRONG);

/** Accounts whose password is being looked at: a second try at the same time would not wait its turn. */
const underWay = new Set<string>();

/**
 * @param context in whose name the trail tells of a wrong one
 * @returns the account as it then is, with its tries forgotten
 * @throws RemnantError 'refused' with the reason: wrong, or too soon after a wrong one
 */
export async function checkPassword(
  context: HostContext,
  accountId: string,
  password: string,
  purpose: Purpose,
): Promise<AccountRow> {
  const row = requireAccount(context, accountId);
  const wait = waitSentence(triesOf(row), context.now());
  if (wait !== null) throw new RemnantError('refused', wait);
  if (underWay.has(accountId)) throw new RemnantError('busy', 'The password is being checked already.');
  underWay.add(accountId);
  try {
    const right = await isPassword(password, row.passwordHash);
    const renewed = right && isWeak(row.passwordHash) ? await hashPassword(password) : null;
    // Someone may have changed the account meanwhile.
    const now = requireAccount(context, accountId);
    if (now.passwordHash !== row.passwordHash) throw wrongPassword();
    return right ? passed(context, now, renewed) : failed(context, now, purpose);
  } finally {
    underWay.delete(accountId);
  }
}

function passed(context: HostContext, row: AccountRow, renewedHash: string | null): AccountRow {
  if (row.disabledAt !== null) throw new RemnantError('refused', 'This account is disabled; ask an administrator.');
  if (row.failedTries === 0 && renewedHash === null) return row;
  const forgotten = { ...row, failedTries: NO_TRIES.failed, lastFailedAt: NO_TRIES.lastFailedAt };
  const after = { ...forgotten, passwordHash: renewedHash ?? row.passwordHash };
  return changeAccount(context, after, renewedHash === null ? 'password_right' : 'password_rehashed');
}

function failed(context: HostContext, row: AccountRow, purpose: Purpose): never {
  const now = context.now();
  const { failed: failedTries, lastFailedAt } = afterFailure(triesOf(row), now);
  const after = { ...row, failedTries, lastFailedAt };
  const tries = triesOf(after);
  changeAccount(context, after, `${purpose}_failed`, isLockedOut(tries, now) ? ['lock_out'] : []);
  const wrong = purpose === 'sign_in' ? WRONG : 'The password is not right.';
  throw new RemnantError('refused', `${wrong} ${waitSentence(tries, now) ?? ''}`.trim());
}

/**
 * Asks again who is there, for what must be meant, such as a signature. Without accounts there is no password to ask for.
 * @throws RemnantError 'refused'; a wrong password counts as a failed try
 */
export async function confirmPassword(context: HostContext, password: string | null): Promise<void> {
  const { accountId } = context.actor;
  if (accountId === null) {
    if (password !== null) throw new RemnantError('refused', 'Without accounts there is no password to confirm with.');
    return;
  }
  if (password === null) throw new RemnantError('refused', 'Type your password to confirm that it is you.');
  await checkPassword(context, accountId, password, 'confirm');
}

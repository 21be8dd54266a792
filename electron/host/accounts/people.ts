/** Accounts as rows: what is shown of them, and how they change with their entry in the trail. */
import type { Account, AccountsMode, Actor } from '../../core/contract/accounts.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { lockedOutUntil, type Tries } from '../../core/domain/passwordsTries.ts';
import type { HostContext } from '../context.ts';
import { findAccount, hasAccounts, isWorkedAlone, updateAccount, type AccountRow } from '../db/tables/account.ts';

/** Whether one person works alone or people sign in. */
export function accountsMode({ db }: Pick<HostContext, 'db'>): AccountsMode {
  if (hasAccounts(db)) return 'accounts';
  return isWorkedAlone(db) ? 'none' : 'undecided';
}

export const actorOf = ({ id, user, printedName, role }: AccountRow): Actor => ({
  accountId: id,
  user,
  printedName,
  role,
});

export const triesOf = ({ failedTries, lastFailedAt }: AccountRow): Tries => ({ failed: failedTries, lastFailedAt });

/** Without anything of the password. */
export function shownAccount(row: AccountRow, now: Date): Account {
  const { id, user, printedName, role, createdAt, disabledAt, mustChangePassword } = row;
  const lockedOut = lockedOutUntil(triesOf(row), now);
  return { id, user, printedName, role, createdAt, disabledAt, lockedOutUntil: lockedOut, mustChangePassword };
}

/** What the trail keeps of an account. */
export const auditedAccount = ({ user, printedName, role, disabledAt }: AccountRow): object => ({
  user,
  printedName,
  role,
  disabledAt,
});

/** @throws RemnantError 'not_found' */
export function requireAccount({ db }: HostContext, accountId: string): AccountRow {
  const row = findAccount(db, accountId);
  if (!row) throw new RemnantError('not_found', 'There is no such account.');
  return row;
}

/** Stores an account as it is now, with what was done to it and, where it shows, what it was before. @param also further entries of the trail */
export function changeAccount(
  context: HostContext,
  after: AccountRow,
  action: string,
  also: readonly string[] = [],
): AccountRow {
  const before = requireAccount(context, after.id);
  const [oldValue, newValue] = [auditedAccount(before), auditedAccount(after)];
  const shows = JSON.stringify(oldValue) !== JSON.stringify(newValue);
  context.change((record) => {
    updateAccount(context.db, after);
    record({ action, entity: 'account', entityId: after.id, ...(shows && { oldValue, newValue }) });
    for (const each of also) record({ action: each, entity: 'account', entityId: after.id });
  });
  return after;
}

/** What happened to an account without changing it. */
export function noteAccount(context: HostContext, accountId: string, action: string): void {
  context.change((record) => {
    record({ action, entity: 'account', entityId: accountId });
  });
}

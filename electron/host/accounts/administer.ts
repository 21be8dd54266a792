/** What administrators do with accounts. */
import { randomInt } from 'node:crypto';
import type { Account, AccountRole } from '../../core/contract/accounts.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { passwordProblem } from '../../core/domain/passwords.ts';
import { NO_TRIES } from '../../core/domain/passwordsTries.ts';
import type { HostContext } from '../context.ts';
import { findAccountOf, hasAccounts, insertAccount, listAccountRows, type AccountRow } from '../db/tables/account.ts';
import { hashPassword } from './hash.ts';
import { auditedAccount, changeAccount, requireAccount, shownAccount } from './people.ts';

interface NewAccount {
  readonly user: string;
  readonly printedName: string;
  readonly role: AccountRole;
}
export interface WithTemporaryPassword {
  readonly account: Account;
  readonly temporaryPassword: string;
}

export const listAccounts = (context: HostContext): Account[] =>
  listAccountRows(context.db).map((row) => shownAccount(row, context.now()));

/** The first account; from then on nobody works without one. @throws RemnantError 'conflict', 'refused' */
export async function createFirstAccount(
  context: HostContext,
  { user, printedName, password }: { user: string; printedName: string; password: string },
): Promise<AccountRow> {
  const refuseSecond = (): void => {
    if (hasAccounts(context.db)) throw new RemnantError('conflict', 'There are accounts already; sign in.');
  };
  refuseSecond();
  refuseBadPassword(password, [user, printedName]);
  const passwordHash = await hashPassword(password);
  refuseSecond();
  return insert(context, { user, printedName, role: 'administrator' }, { passwordHash, mustChangePassword: false });
}

/** @throws RemnantError 'conflict' when the name is taken, 'refused' while there is no first account */
export async function addAccount(context: HostContext, input: NewAccount): Promise<WithTemporaryPassword> {
  if (!hasAccounts(context.db))
    throw new RemnantError('refused', 'Make the account of the first administrator before any other.');
  refuseTaken(context, input.user);
  const temporaryPassword = newTemporaryPassword();
  const passwordHash = await hashPassword(temporaryPassword);
  refuseTaken(context, input.user);
  const row = insert(context, input, { passwordHash, mustChangePassword: true });
  return { account: shownAccount(row, context.now()), temporaryPassword };
}

export function setRole(context: HostContext, { accountId, role }: { accountId: string; role: AccountRole }): Account {
  const row = requireAccount(context, accountId);
  if (row.role === role) return shownAccount(row, context.now());
  if (role !== 'administrator') refuseLastAdministrator(context, row);
  return changed(context, { ...row, role }, 'change_role');
}

export function setDisabled(
  context: HostContext,
  { accountId, disabled }: { accountId: string; disabled: boolean },
): Account {
  const row = requireAccount(context, accountId);
  if ((row.disabledAt !== null) === disabled) return shownAccount(row, context.now());
  if (disabled) refuseLastAdministrator(context, row);
  const disabledAt = disabled ? context.now().toISOString() : null;
  return changed(context, { ...row, disabledAt }, disabled ? 'disable' : 'enable');
}

export async function resetPassword(
  context: HostContext,
  { accountId }: { accountId: string },
): Promise<WithTemporaryPassword> {
  requireAccount(context, accountId);
  const temporaryPassword = newTemporaryPassword();
  const passwordHash = await hashPassword(temporaryPassword);
  const row = { ...requireAccount(context, accountId), ...forgottenTries, passwordHash, mustChangePassword: true };
  return { account: changed(context, row, 'reset_password'), temporaryPassword };
}

export function endLockOut(context: HostContext, { accountId }: { accountId: string }): Account {
  return changed(context, { ...requireAccount(context, accountId), ...forgottenTries }, 'end_lock_out');
}

/** @throws RemnantError 'refused' with what is wrong with it */
export function refuseBadPassword(password: string, names: readonly string[]): void {
  const problem = passwordProblem(password, names);
  if (problem !== null) throw new RemnantError('refused', problem);
}

const forgottenTries = { failedTries: NO_TRIES.failed, lastFailedAt: NO_TRIES.lastFailedAt };

function changed(context: HostContext, row: AccountRow, action: string): Account {
  const after = changeAccount(context, row, action);
  context.emit('accounts.changed', {});
  return shownAccount(after, context.now());
}

function insert(
  context: HostContext,
  { user, printedName, role }: NewAccount,
  password: { passwordHash: string; mustChangePassword: boolean },
): AccountRow {
  const made = { id: context.newId(), createdAt: context.now().toISOString(), disabledAt: null };
  const row: AccountRow = { ...made, user, printedName, role, ...password, ...forgottenTries };
  context.change((record) => {
    insertAccount(context.db, row);
    record({ action: 'create', entity: 'account', entityId: row.id, newValue: auditedAccount(row) });
  });
  context.emit('accounts.changed', {});
  return row;
}

function refuseTaken({ db }: HostContext, user: string): void {
  if (findAccountOf(db, user))
    throw new RemnantError('conflict', 'This login name is taken; names are never given to another person.');
}

/** Somebody must be able to let others in. */
function refuseLastAdministrator({ db }: HostContext, row: AccountRow): void {
  const others = listAccountRows(db).some(
    ({ id, role, disabledAt }) => id !== row.id && role === 'administrator' && disabledAt === null,
  );
  if (row.role === 'administrator' && !others)
    throw new RemnantError('refused', 'This is the last administrator; make another one first.');
}

/** Letters and digits that are not mistaken for each other when read aloud or copied by hand. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 16 of 31 signs: 79 bits. */
const newTemporaryPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join(
    '-',
  );

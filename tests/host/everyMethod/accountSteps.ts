import { expect } from 'vitest';
import { PASSWORD, WRONG } from '../people.ts';
import type { Step } from './step.ts';

const anyTime = expect.any(String) as string;
const neverTold = 'a password is never told';
const tellsItself = 'the action says it all';

/** The last ones: they sign people out. */
export const accountSteps: readonly Step[] = [
  {
    method: 'accounts.add',
    user: 'ada',
    input: () => ({ user: 'new', printedName: 'Dr New', role: 'monitor' }),
    leaves: 'create account',
    became: { user: 'new', printedName: 'Dr New', role: 'monitor', disabledAt: null },
    learn: (answer, known) => {
      known['account'] = (answer as { account: { id: string } }).account.id;
    },
  },
  {
    method: 'accounts.setRole',
    user: 'ada',
    input: ({ account }) => ({ accountId: account, role: 'reader' }),
    leaves: 'change_role account',
    was: { role: 'monitor' },
    became: { role: 'reader' },
  },
  {
    method: 'accounts.setDisabled',
    user: 'ada',
    input: ({ account }) => ({ accountId: account, disabled: true }),
    leaves: 'disable account',
    was: { disabledAt: null },
    became: { disabledAt: anyTime },
  },
  {
    method: 'accounts.resetPassword',
    user: 'ada',
    input: ({ account }) => ({ accountId: account }),
    leaves: 'reset_password account',
    withoutValue: neverTold,
  },
  {
    method: 'accounts.changePassword',
    user: 'ida',
    input: () => ({ current: PASSWORD, next: `${PASSWORD} again` }),
    leaves: 'change_password account',
    withoutValue: neverTold,
  },
  {
    method: 'accounts.signIn',
    user: 'rob',
    input: () => ({ user: 'rob', password: WRONG }),
    leaves: 'sign_in_failed account',
    refused: true,
    withoutValue: neverTold,
  },
  {
    method: 'accounts.endLockOut',
    user: 'ada',
    input: (_, { people }) => ({ accountId: people.accountIds['rob'] }),
    leaves: 'end_lock_out account',
    withoutValue: tellsItself,
  },
  {
    method: 'accounts.signIn',
    user: 'rob',
    input: () => ({ user: 'rob', password: PASSWORD }),
    leaves: 'sign_in account',
    withoutValue: tellsItself,
  },
  { method: 'accounts.lock', user: 'rob', input: () => ({}), leaves: 'lock account', withoutValue: tellsItself },
  {
    method: 'accounts.unlock',
    user: 'rob',
    input: () => ({ password: PASSWORD }),
    leaves: 'unlock account',
    withoutValue: tellsItself,
  },
  { method: 'accounts.signOut', user: 'rob', input: () => ({}), leaves: 'sign_out account', withoutValue: tellsItself },
];

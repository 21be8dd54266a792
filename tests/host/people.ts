/** A host with accounts, whose passwords cost little to check, and a clock that the test moves. */
import { onTestFinished } from 'vitest';
import type { AccountRole } from '../../electron/core/contract/accounts.ts';
import { hashPassword } from '../../electron/host/accounts/hash.ts';
import { insertAccount } from '../../electron/host/db/tables/account.ts';
import { openHost, type Host, type HostSession } from '../../electron/host/open.ts';
import { temporaryFolder, VERSION } from './support.ts';

export const PASSWORD = 'three blue herons';
export const WRONG = 'three blue herrings';

export interface PeopledHost {
  readonly host: Host;
  readonly dataFolder: string;
  readonly pass: (ms: number) => void;
  readonly accountIds: Readonly<Record<string, string>>;
  /** A session of its own, signed in. */
  readonly session: (user: string) => Promise<HostSession>;
}

/** @param people login name by role; each has PASSWORD */
export async function peopledHost(people: Readonly<Partial<Record<string, AccountRole>>>): Promise<PeopledHost> {
  const dataFolder = temporaryFolder();
  let now = Date.UTC(2026, 2, 1, 12);
  const host = await openHost({ dataFolder, version: VERSION, now: () => new Date(now) });
  onTestFinished(() => host.close());
  const { context } = host;
  const passwordHash = await hashPassword(PASSWORD);
  const accountIds: Record<string, string> = {};
  context.change((record) => {
    for (const [user, role] of Object.entries(people)) {
      const id = context.newId();
      accountIds[user] = id;
      const made = { createdAt: context.now().toISOString(), disabledAt: null, failedTries: 0, lastFailedAt: null };
      const password = { passwordHash, mustChangePassword: false };
      insertAccount(context.db, { id, user, printedName: `Dr ${user}`, role: role!, ...password, ...made });
      record({ action: 'create', entity: 'account', entityId: id });
    }
  });
  return {
    host,
    dataFolder,
    accountIds,
    pass: (ms) => {
      now += ms;
    },
    async session(user) {
      const session = host.openSession();
      await session.handlers.accounts.signIn({ user, password: PASSWORD });
      return session;
    },
  };
}
